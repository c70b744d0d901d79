"""The sheets that people work by: the written policy, the monthly KPI pack, the annual review."""
