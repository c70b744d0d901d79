"""How fast it is, measured on this machine: the figures of `creditlab bench`."""
