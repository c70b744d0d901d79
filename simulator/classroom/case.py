"""A learner's own case in a lesson: a portfolio and a seed that nobody else has, and runs of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from simulator.classroom.catalogue import Outline
from simulator.classroom.learners import Learner
from simulator.errors import UserError
from simulator.strategy import Strategy, load_strategy

if TYPE_CHECKING:
    from simulator.portfolio.portfolio import Portfolio
    from simulator.results.comparison import Comparison
    from simulator.scenario import Scenario


class Estimate(NamedTuple):
    """An average of runs and its standard error, both in the measure's unit."""

    value: float
    error: float


Wanted = Strategy | str | Mapping[str, Mapping[str, Any]]
"""A strategy: itself, the name of one that ships, or what it changes of today by group and lever."""
SURE = 2.0
"""Standard errors in half of a 95 % interval, near enough."""
_PLAYED: dict[tuple[str, int, int], Comparison] = {}
"""What was compared in this process, by its inputs, seed and replications: asked again, it is at hand."""
_MOST_PLAYED = 40
_LONGEST_NAME = 60
_SALES_STEPS, _LARGEST_STEPS, _MARGIN_STEPS = 9, 5, 5


@dataclass
class Case:
    """A lesson in the hands of one learner.

    Attributes:
        outline: The lesson.
        learner: Whose it is.
        shocks: What comes upon the company in every run.
    """

    outline: Outline
    learner: Learner
    shocks: tuple[str, ...] = ()

    def under(self, *shocks: str) -> Case:
        """The same case with shocks that come in every run; what is asked of it is asked under them."""
        return Case(self.outline, self.learner, shocks)

    @property
    def seed(self) -> int:
        """The seed of all luck in this case."""
        return self.learner.seed(self.outline.name)

    @cached_property
    def scenario(self) -> Scenario:
        """The lesson's sector, as the outline has it, with this learner's size, margin and largest customer.

        Customers as the outline says; yearly sales 0.8 to 1.2 of the sector's; the largest customer 0.8 to 1.2 of the
        sector's largest; gross margin two points up or down. None of these needs the sector's lateness solved again.
        What the outline assumes comes on top.
        """
        from simulator.scenario import load_scenario

        sector = load_scenario(self.outline.sector)
        assumed: dict[str, Any] = dict(self.outline.assumptions)
        sector = sector.but(**assumed) if assumed else sector
        company, portfolio, seed = sector.company, sector.portfolio, self.seed
        low, high = self.outline.customers
        sales = 0.8 + 0.05 * (seed // 101 % _SALES_STEPS)
        largest = 0.8 + 0.1 * (seed // 1_009 % _LARGEST_STEPS)
        margin = 0.01 * (seed // 10_007 % _MARGIN_STEPS - _MARGIN_STEPS // 2)
        made: Scenario = sector.but(
            company={
                "horizon_days": self.outline.horizon_days,
                "annual_credit_sales": round(company.annual_credit_sales * sales, -4),
                "gross_margin_fraction": round(company.gross_margin_fraction + margin, 4),
            },
            portfolio={
                "customers": low + seed % (high - low + 1),
                "largest_customer_fraction": round(portfolio.largest_customer_fraction * largest, 4),
            },
        )
        return made.with_shocks(self.shocks) if self.shocks else made

    def on(self, scenario: Scenario, portfolio: Portfolio) -> Case:
        """The same learner and luck on another company's customers, for example those of a ledger."""
        other = Case(self.outline, self.learner)
        other.__dict__.update(scenario=scenario, portfolio=portfolio)
        return other

    @property
    def today(self) -> Strategy:
        """What the company does today."""
        return self.strategy("status_quo")

    def strategy(self, wanted: Wanted) -> Strategy:
        """A strategy as this company would follow it.

        A name of a shipped file (`"discount"`), a strategy, or changes of today: `{"terms": {"net_days": 60}}`.
        """
        if isinstance(wanted, Strategy):
            return wanted
        if isinstance(wanted, str):
            return load_strategy(wanted)
        if not isinstance(wanted, Mapping):
            raise UserError(
                f'A strategy is wanted, not {type(wanted).__name__}. Give its name, as "discount", or what it '
                'changes, as {"terms": {"net_days": 60}}.'
            )
        made: Strategy = load_strategy("status_quo").but("Yours", why="an exercise", **wanted)
        return made.model_copy(update={"name": self._named(made) or "Yours"})

    def _named(self, strategy: Strategy) -> str:
        """What a strategy changes, in words short enough for the head of a column."""
        from simulator.experiment.dangers import plain_title
        from simulator.publish.board.values import value_text

        currency = self.scenario.company.currency
        told = [
            plain_title(key)
            if isinstance(value, tuple | list)
            else f"{plain_title(key)} {value_text(key, value, currency)}"
            for group, levers in strategy.changes.items()
            for lever, value in levers.items()
            for key in [f"{group}.{lever}"]
        ]
        text = "; ".join(told)
        return text if len(text) <= _LONGEST_NAME else f"{text[: _LONGEST_NAME - 1]}…"

    @cached_property
    def portfolio(self) -> Portfolio:
        """The customers of this case."""
        from simulator.experiment.inputs import portfolio_for

        return portfolio_for(self.scenario)

    def compare(self, *strategies: Wanted, replications: int = 0) -> Comparison:
        """Today beside these strategies, same customers, same luck; asked again, the same answer is at hand.

        Args:
            strategies: What is compared with today.
            replications: How often each is run; 0 is as often as the lesson says.
        """
        return self.side_by_side("status_quo", *strategies, replications=replications)

    def side_by_side(
        self, *strategies: Wanted, replications: int = 0, scenario: Scenario | None = None
    ) -> Comparison:
        """The strategies beside each other, the first of them what the others are compared with.

        Args:
            strategies: Two or more (one, to be looked at alone).
            replications: How often each is run; 0 is as often as the lesson says.
            scenario: Another scenario than the case's own, for example with a shock.
        """
        from simulator.experiment.compare import compare
        from simulator.results.documents import hash_of

        chosen = [self.strategy(one) for one in strategies]
        where, times = scenario or self.scenario, replications or self.outline.replications
        told = {"asked": [one.model_dump(mode="json") for one in (where, *chosen)]}
        address = (hash_of(told), self.seed, times)
        if address not in _PLAYED:
            while len(_PLAYED) >= _MOST_PLAYED:
                del _PLAYED[next(iter(_PLAYED))]
            _PLAYED[address] = compare(
                where,
                chosen,
                seed=self.seed,
                replications=times,
                workers=1,
                portfolio=self.portfolio if scenario is None else None,
            )
        return _PLAYED[address]

    def level(self, measure: str, wanted: Wanted = "status_quo", replications: int = 0) -> Estimate:
        """A measure's average under a strategy, with its standard error.

        Raises:
            UserError: The measure is undefined here, or there is no such measure.
        """
        others = () if wanted == "status_quo" else (wanted,)
        compared = self.compare(*others, replications=replications)
        found = compared.results[-1].interval(measure)
        if found is None:
            raise UserError(f"{measure} is undefined in this case.")
        return Estimate(found.mean, (found.half_width or 0.0) / SURE)

    def change(self, measure: str, wanted: Wanted, replications: int = 0) -> Estimate:
        """What a strategy changes in a measure against today, on average, with its standard error.

        Raises:
            UserError: The measure is undefined here, or there is no such measure.
        """
        compared = self.compare(wanted, replications=replications)
        found = compared.difference(compared.others[0], measure)
        if found is None:
            raise UserError(f"{measure} is undefined in this case.")
        width = (found.high - found.low) / 2 if found.low is not None and found.high is not None else 0.0
        return Estimate(found.mean, width / SURE)
