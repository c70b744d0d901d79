"""Sheets for people who work by them: the written credit policy, and the monthly KPI pack."""
