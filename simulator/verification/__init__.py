"""Verification: the textbook cases that a correct simulator must reproduce, run on the engine's own parts."""
