"""Insurance and financing: a contract to edit, where lost debts go, the bad year, factoring beside the overdraft."""
