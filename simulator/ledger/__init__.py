"""Ledgers: files that accounting systems export, read into one form."""

from simulator.ledger.ledger import Ledger
from simulator.ledger.quality.report import Finding, QualityReport, Severity
from simulator.ledger.reading import check_ledger, read_ledger

__all__ = ["Finding", "Ledger", "QualityReport", "Severity", "check_ledger", "read_ledger"]
