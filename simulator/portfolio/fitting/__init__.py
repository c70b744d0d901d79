"""How a ledger becomes customers: its calendar and window, what was known, and from it laws, habits, runs, orders."""
