"""Calibration: published and fitted lateness is what was observed, after chasing; here it is solved back."""

from simulator.calibration.latent import latent_laws, portfolio_for

__all__ = ["latent_laws", "portfolio_for"]
