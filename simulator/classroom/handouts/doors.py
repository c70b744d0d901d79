"""Lesson 5: a door for applicants, and the same door with sales at its side."""

from __future__ import annotations

DOOR = {"credit_policy": {"information": "bureau", "refused_fraction": 0.2}}
"""A bureau's score, and the worst fifth of the applicants is refused."""
OVERRIDDEN = {"credit_policy": {**DOOR["credit_policy"], "override_fraction": 0.5}}
"""The same door, and sales talks us into every second refusal."""
