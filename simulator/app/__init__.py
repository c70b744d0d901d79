"""The widgets and panels of the notebooks: adapters between a person and the model, nothing else."""
