"""Answers to why and to stress as tables for a notebook."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.metrics.catalogue import CATALOGUE
from simulator.results.words import unit_in_words
from simulator.units import currency

if TYPE_CHECKING:
    import pandas as pd

    from simulator.results.breaking_point import BreakingPoint
    from simulator.results.statistics import Interval
    from simulator.results.stress import StressTest
    from simulator.results.trace import InvoicePart
    from simulator.results.why import Why


def shares_table(answer: Why) -> pd.DataFrame:
    """What each lever group makes of the difference, the largest first, and all together."""
    import pandas as pd

    rows = [(share.name, *_ends(share.interval), "; ".join(share.changes)) for share in answer.ranked]
    rows.append(("together", *_ends(answer.difference), ""))
    names = ["lever group", f"average ({answer.unit})", "low", "high", "changes"]
    return pd.DataFrame(rows, columns=names).set_index("lever group")


def customers_table(answer: Why) -> pd.DataFrame:
    """What each customer made of the difference in one replication, and what belongs to none (currency)."""
    import pandas as pd

    rows: list[tuple[str, str, float]] = []
    if answer.trace is not None:
        found = answer.trace
        rows += [(part.name, part.segment, currency(part.cents)) for part in found.customers]
        rows.append((f"{found.others[0]:,} others", "", currency(found.others[1])))
        rows += [(part.name, "", currency(part.cents)) for part in found.own]
        rows.append(("together", "", currency(found.cents)))
    return pd.DataFrame(rows, columns=["customer", "segment", f"difference ({answer.currency})"])


def histories_table(answer: Why, invoice: InvoicePart) -> pd.DataFrame:
    """What happened to an invoice under both strategies, day by day."""
    import pandas as pd

    rows = [(row.day, row.date, row.one, row.other) for row in invoice.days]
    return pd.DataFrame(rows, columns=["day", "date", answer.one, answer.other])


def stress_table(test: StressTest, measure: str) -> pd.DataFrame:
    """What each shock does to a measure, the worst shock first: a column for every strategy."""
    import pandas as pd

    rows = {
        test.shocks[number].name: [
            found.mean if (found := test.difference(number, place, measure)) else None
            for place in range(len(test.strategies))
        ]
        for number in test.ranked
    }
    table = pd.DataFrame.from_dict(rows, orient="index", columns=list(test.strategies))
    metric = CATALOGUE[measure]
    return table.rename_axis(f"{metric.label} ({unit_in_words(metric.unit, test.currency)}), difference")


def severities_table(answer: BreakingPoint) -> pd.DataFrame:
    """In which share of the runs cash runs out, at every severity tried."""
    import pandas as pd

    rows = [(one.factor, one.beyond(answer.overdraft_limit)) for one in answer.tried]
    return pd.DataFrame(rows, columns=["times as severe", "cash runs out (fraction of runs)"])


def _ends(found: Interval | None) -> tuple[float | None, float | None, float | None]:
    return (None, None, None) if found is None else (found.mean, found.low, found.high)
