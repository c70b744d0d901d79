"""Frontier and optimiser: what can be had for what, and the best levers under limits."""
