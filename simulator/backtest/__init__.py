"""The back-test: how well the simulator, fitted to a ledger, would have foretold the ledger's own last months."""
