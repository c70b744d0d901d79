"""Results kept: outcomes by the hash of their inputs, seed and version, shown at once when asked again."""
