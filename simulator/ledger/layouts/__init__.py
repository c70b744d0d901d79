"""Which system calls a column what: layouts as data, and mappings for everything else."""
