"""What is written in a cell: dates, amounts, numbers of customers and invoices, yes and no."""
