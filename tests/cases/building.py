"""Small ledgers that people can read, turned into journal rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import yaml

from simulator.journal import ROW, Desk, Event
from simulator.metrics.tally import Tally
from simulator.units import cents

FOLDER = Path(__file__).parent

COMPANY = SimpleNamespace(
    annual_credit_sales=20e6,
    credit_sales_fraction=0.9,
    gross_margin_fraction=0.20,
    cost_of_funds_per_year=0.08,
    supplier_days=30,
    inventory_days=45,
    collector_cost_per_year=45_000,
    overdraft_limit=60_000,
)
SCENARIO: Any = SimpleNamespace(company=COMPANY, portfolio=SimpleNamespace(churn_per_year=0.05))
LEVERS: Any = SimpleNamespace(
    collections=SimpleNamespace(collectors=1, minutes_per_call=12.0),
    discount=SimpleNamespace(rate_fraction=0.02, dynamic_rate_per_year=0.0, window_days=10, grace_days=0),
    insurance=SimpleNamespace(insured_fraction=0.9),
)


def load(path: Path) -> dict[str, Any]:
    """A case file."""
    return dict(yaml.safe_load(path.read_text(encoding="utf-8")))


def row(day: int, event: Event, **fields: int) -> np.ndarray:
    """One journal row; amounts in cents."""
    made = np.zeros(1, dtype=ROW)
    made["day"], made["event"], made["desk"] = day, event, Desk.BANK
    for name, value in fields.items():
        made[name] = value
    return made


def rows_of(case: Mapping[str, Any]) -> np.ndarray:
    """The journal of a case, in order of day."""
    start = case["start"]
    found = [row(0, Event.OPENING_CASH, net=cents(case["opening_cash"]))]
    for number, invoice in enumerate(case["invoices"]):
        found.extend(_rows_of_invoice(start, number, invoice))
    for booking in case.get("bookings", []):
        amounts = {name: cents(booking.get(name, 0)) for name in ("net", "vat")}
        if booking["event"] in ("SHIFT", "BACKLOG"):
            amounts = {name: booking[name] for name in ("net", "vat")}
        day = (booking["date"] - start).days
        found.append(row(day, Event[booking["event"]], customer=booking.get("customer", -1), **amounts))
    rows = np.concatenate(found)
    return rows[np.argsort(rows["day"], kind="stable")]


def _rows_of_invoice(start: date, number: int, invoice: Mapping[str, Any]) -> Iterator[np.ndarray]:
    net, vat = cents(invoice["net"]), cents(invoice.get("vat", 0))
    days = {name: (invoice[name] - start).days for name in ("issued", "due")}
    about = {"customer": invoice["customer"], "invoice": number, **days}
    yield row(
        max(days["issued"], 0),
        Event.INVOICED if days["issued"] >= 0 else Event.OPENING_RECEIVABLE,
        net=net,
        vat=vat,
        **about,
    )
    if "paid" in invoice:
        day = (invoice["paid"] - start).days
        kept_net, kept_vat = (cents(invoice.get("discount_fraction", 0) * part / 100) for part in (net, vat))
        if kept_net:
            yield row(day, Event.DISCOUNTED, net=kept_net, vat=kept_vat, **about)
        yield row(day, Event.PAID, net=net - kept_net, vat=vat - kept_vat, **about)
    if "written_off" in invoice:
        yield row((invoice["written_off"] - start).days, Event.WRITTEN_OFF, net=net, vat=vat, **about)


def tally_of(case: Mapping[str, Any]) -> Tally:
    """A tally that fits a case, still empty."""
    last = case["horizon_days"] - 1 + case.get("run_off_days", 0)
    return Tally(
        start=case["start"], horizon_days=case["horizon_days"], slots=10, first_day=-31, last_day=last
    )
