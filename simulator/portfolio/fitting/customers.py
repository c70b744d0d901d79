"""The customers of a ledger as columns: orders, terms, segment, payment runs, and which law of lateness."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulator.portfolio.fitting.habits import Habits
from simulator.portfolio.fitting.history import History
from simulator.portfolio.fitting.orders import (
    Invoices,
    level_today,
    modal_terms,
    order_cvs,
    order_values,
    orders_per_month,
    segments_by_rank,
    split_vat,
)
from simulator.portfolio.fitting.window import Window
from simulator.portfolio.portfolio import TRAITS
from simulator.scenario import Scenario


def fit_traits(
    history: History, habits: Habits, window: Window, axis: int, scenario: Scenario
) -> NDArray[Any]:
    """The customers as TRAITS, one row per place."""
    places = len(history.identities)
    net, _ = split_vat(history.cents, scenario.company.vat_fraction)
    value = net / 100.0
    owned = history.slot >= 0
    complete = owned & history.in_window
    invoices = Invoices(history.slot[complete], value[complete])
    level = level_today(history.issued[complete], window.first, window.last)
    everything = order_values(Invoices(history.slot[owned], value[owned]), places, np.zeros(places))
    terms = (history.due - history.issued).astype(np.int64)
    traits = np.zeros(places, dtype=TRAITS)
    traits["law"] = np.arange(places)
    traits["axis"] = axis
    traits["terms_days"] = modal_terms(history.slot[owned], terms[owned], places)
    traits["run_calendar"] = habits.run_calendar
    traits["orders_per_month"] = orders_per_month(invoices, places, window.months / level)
    traits["order_value"] = order_values(invoices, places, everything)
    traits["order_cv"] = order_cvs(invoices, places, scenario.portfolio.invoice_cv)
    sales = traits["orders_per_month"] * traits["order_value"]
    traits["segment"] = segments_by_rank(sales, scenario.portfolio.segment_count_fraction)
    return traits
