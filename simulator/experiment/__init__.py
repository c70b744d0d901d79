"""Experiments: replicate, compare, and say how sure the answer is."""
