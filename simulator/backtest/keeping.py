"""Back-tests that are kept: asked again they are there at once, and every what-if of the ledger shows their light."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

from simulator.backtest.differences import Difference
from simulator.backtest.judging import Judgement
from simulator.backtest.looking import WeekAhead
from simulator.backtest.origins import Rolling, choose_origins
from simulator.backtest.report import BackTest
from simulator.backtest.simulated import REPLICATIONS
from simulator.experiment.kept import lights
from simulator.experiment.kept.shelf import Shelf
from simulator.ledger.ledger import Ledger
from simulator.ledger.light import LedgerLight

NAN = float("nan")


def keep_backtest(shelf: Shelf, ledger: Ledger, found: BackTest, text: str = "") -> None:
    """Keep a back-test with the simulator, and what was printed of it."""
    if found.judgement is not None:
        document = json.loads(found.to_json())
        lights.keep_backtest(shelf, ledger, _settings(found.rolling, found.seed), document, text)


def kept_backtest(shelf: Shelf, ledger: Ledger, rolling: Rolling, seed: int) -> BackTest | None:
    """The kept back-test of this ledger with these settings by this version; None where there is none."""
    document = lights.kept_backtest(shelf, ledger, _settings(rolling, seed))
    if document is None:
        return None
    return _backtest({**document, "ledger": ledger.name}, rolling, choose_origins(ledger, rolling).days)


def light_of_backtest(found: BackTest) -> LedgerLight:
    """The light of a back-test in short."""
    return lights.light_from(json.loads(found.to_json()))


def _settings(rolling: Rolling, seed: int) -> dict[str, Any]:
    """What decides a back-test beside the ledger and the version, as plain values."""
    wanted = {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in asdict(rolling).items()
    }
    return {**wanted, "seed": seed, "replications": REPLICATIONS}


def _backtest(document: Mapping[str, Any], rolling: Rolling, days: tuple[date, ...]) -> BackTest:
    """The back-test that was written as plain values."""
    new = document["with_new_invoices"]
    return BackTest(
        ledger=document["ledger"],
        origins=days,
        rolling=rolling,
        cells=document["cells"],
        methods=_scores(document["methods"]),
        against_best_naive=_differences(document["against_best_naive"]),
        against_working_days=_differences(document["against_working_days"]),
        with_new_invoices=_scores(new["methods"]),
        new_against_best_naive=_differences(new["against_best_naive"]),
        judgement=Judgement(document["light"], tuple(document["reasons"])),
        notes=tuple(document["notes"]),
        seed=document["seed"],
        weeks=tuple(WeekAhead.of_document(one) for one in document["first_weeks"]),
    )


def _scores(tables: Mapping[str, Mapping[str, float | None]]) -> dict[str, dict[str, float]]:
    return {
        name: {score: NAN if value is None else value for score, value in table.items()}
        for name, table in tables.items()
    }


def _differences(found: Mapping[str, Mapping[str, Any]]) -> dict[str, Difference]:
    numbers = ("ratio", "difference", "standard_error")
    return {
        score: Difference(one["best"], *(NAN if one[name] is None else one[name] for name in numbers))
        for score, one in found.items()
    }
