"""A ledger without names: pseudonyms with a key that stays on the user's machine."""
