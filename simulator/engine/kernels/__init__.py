"""Kernels: one desk's batch over the columns. Each answers DONE, or what it lacks, and can be called again."""
