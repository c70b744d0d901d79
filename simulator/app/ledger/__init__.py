"""My ledger: from a file to customers that the strategy lab can play with, judged before any what-if."""
