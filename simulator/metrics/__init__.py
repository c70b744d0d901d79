"""Measures of credit management: pure formulas, a fold over the journal, and the names people read."""
