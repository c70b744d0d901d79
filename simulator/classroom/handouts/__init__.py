"""What lessons put on the table: papers, ledgers, files and companies of a learner's own, each dealt from the seed."""
