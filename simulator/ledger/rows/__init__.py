"""From rows of texts to columns: the header, invoices, totals, customers on a row of their own."""
