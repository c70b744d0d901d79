"""Results: what many replications of each strategy say, paired replication by replication."""

from simulator.results.comparison import Comparison, Difference, Missed, Result
from simulator.results.samples import Packed, Samples, pack

__all__ = ["Comparison", "Difference", "Missed", "Packed", "Result", "Samples", "pack"]
