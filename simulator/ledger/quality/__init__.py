"""What a person should know about a ledger before anything is concluded from it."""
