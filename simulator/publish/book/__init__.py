"""The whole workbook of a comparison: inputs, assumptions, months, differences, journal, charts, what made it."""
