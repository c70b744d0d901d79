"""Terms, sales and DSO traded: payment terms for all, under several answers of orders to terms, with the same luck."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Unpack

from simulator.errors import UserError
from simulator.experiment.measuring import Effort, Running, answered, asked, check_replications, origin_of
from simulator.experiment.side_by_side import Measuring, measure
from simulator.experiment.stress import world_of
from simulator.results.terms_surface import MEASURES, TermsSurface
from simulator.strategy import today_strategy

if TYPE_CHECKING:
    from simulator.scenario import Scenario

NET_DAYS = (14, 30, 45, 60, 90)
ELASTICITIES = (0.0, 0.1, 0.2, 0.3)
"""The plausible range of the dictionary, and steps in it."""


def terms_surface(
    scenario: Scenario,
    *,
    net_days: Sequence[int] = NET_DAYS,
    elasticities: Sequence[float] = ELASTICITIES,
    replications: int = 40,
    **running: Unpack[Running],
) -> TermsSurface:
    """What payment terms bring, by how strongly orders answer to them.

    Args:
        scenario: What is not ours to decide.
        net_days: Payment terms for all customers, in rising order (days).
        elasticities: How order values answer to terms, from 0 up; at 0 not at all.
        replications: How many of each.
        running: Seed, portfolio, workers, progress; see `Effort`.

    Raises:
        UserError: nothing to try, or no elasticity of 0, by which the break-even growth is reckoned.
    """
    check_replications(replications, least=2)
    if not net_days or not elasticities or elasticities[0] != 0.0:
        raise UserError("Name at least one number of days, and elasticities of which the first is 0.")
    effort = Effort(**running)
    today = today_strategy()
    tried = [
        today.but(f"Net {days}", why="Payment terms tried", terms={"net_days": days}) for days in net_days
    ]
    question = asked(scenario, [today, *tried], effort)
    worlds = tuple(
        world_of(scenario.but(behaviour={"terms_elasticity": one}), question) for one in elasticities
    )
    found = measure(Measuring(worlds, question.levers, effort.seed, MEASURES), replications, effort)
    company = scenario.company
    answer = TermsSurface(
        origin=origin_of(question, elasticities=list(elasticities)),
        net_days=tuple(net_days),
        elasticities=tuple(elasticities),
        own_elasticity=scenario.behaviour.terms_elasticity,
        values=found.values,
        variable_cost_fraction=1.0 - company.gross_margin_fraction,
        cost_of_funds=company.overdraft_rate_per_year,
    )
    return answered("terms", question, effort, replications, answer)
