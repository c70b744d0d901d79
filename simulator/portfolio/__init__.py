"""The portfolio: customers, synthetic or fitted to a ledger, as columns."""

from simulator.portfolio.portfolio import OPEN_ITEM, SEGMENTS, TRAITS, Portfolio

__all__ = ["OPEN_ITEM", "SEGMENTS", "TRAITS", "Portfolio"]
