"""What the rows mean: invoices, credit notes, payments, open items; and which cannot be used."""
