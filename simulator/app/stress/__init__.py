"""Stress: what shocks do to strategies, and how bad it must get."""
