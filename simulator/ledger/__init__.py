"""Ledgers: files that accounting systems export, read into one form."""

from simulator.ledger.ledger import Ledger
from simulator.ledger.reading import read_ledger

__all__ = ["Ledger", "read_ledger"]
