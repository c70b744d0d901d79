"""The catalogue: every measure by its name, with label, unit, formula and which way is better.

The names are the same in tables, JSON files and workbooks. M-numbers refer to the list of definitions.
"""

from simulator.metrics.catalogue_conditions import CONDITIONS
from simulator.metrics.catalogue_credit import CREDIT
from simulator.metrics.catalogue_details import DETAILS
from simulator.metrics.catalogue_financing import FINANCING
from simulator.metrics.catalogue_money import CASH, LOSSES, PROFIT, WORK
from simulator.metrics.catalogue_receivables import AGEING, CAPITAL, DSO
from simulator.metrics.metric import Better, Metric

__all__ = ["CATALOGUE", "MEASURED", "Better", "Metric"]

CATALOGUE: dict[str, Metric] = (
    CASH | DSO | AGEING | CAPITAL | LOSSES | WORK | PROFIT | CONDITIONS | DETAILS | FINANCING | CREDIT
)

MEASURED = tuple(name for name, metric in CATALOGUE.items() if metric.tail_of is None)
"""The measures that one run has; the others need many."""
