"""What is worked out for the shipped sectors (chains of health, laws of lateness), to be done when a sector changes.

    python -m tests.update_sectors

writes ``scenarios/solved/sectors.json`` anew. Without it everything still runs, only later.
"""

from __future__ import annotations

from simulator.calibration.latent import latent_laws
from simulator.plans import shipped_names
from simulator.portfolio.quality import solve_shipped
from simulator.scenario import load_scenario

if __name__ == "__main__":
    sectors = [load_scenario(name) for name in shipped_names("scenario")]
    laws = sorted({law for sector in sectors for law in latent_laws(sector).values()})
    print(solve_shipped(sectors, laws))
