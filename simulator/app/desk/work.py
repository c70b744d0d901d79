"""What the desk has worked out beside the page: the plan's variants, what is kept of them, the list of a day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.experiment.desk.effects import desk, kept_replications
from simulator.experiment.inputs import portfolio_for
from simulator.experiment.kept.keeping import Keeping

if TYPE_CHECKING:
    from collections.abc import Sequence

    from simulator.app.desk.state import DeskState
    from simulator.app.kit.jobs import Progress
    from simulator.app.setting import Setting
    from simulator.experiment.kept.shelf import Shelf
    from simulator.portfolio.portfolio import Portfolio
    from simulator.results.desk.answer import DeskAnswer
    from simulator.results.desk.calls import CallList


class Work:
    """One page's work: its customers are made once, its runs are kept."""

    def __init__(self, shelf: Shelf) -> None:
        self.shelf = shelf
        self._customers: tuple[Setting, Portfolio] | None = None

    def kept(self, state: DeskState, stages: Sequence[int]) -> tuple[DeskAnswer, Keeping] | None:
        """The sharpest answer for which nothing has to be played; None where there is none."""
        keeping, portfolio = Keeping(self.shelf), self.portfolio(state.setting)
        kept = kept_replications(state.setting.scenario, state.strategy, portfolio, keeping)
        whole = [stage for stage in stages if stage <= kept]
        return (self.played(state, whole[-1], keeping), keeping) if whole else None

    def played(
        self, state: DeskState, replications: int, keeping: Keeping, tell: Progress | None = None
    ) -> DeskAnswer:
        """What the plan brings, after so many replications."""
        return desk(
            state.setting.scenario,
            state.strategy,
            replications=replications,
            portfolio=self.portfolio(state.setting),
            workers=1,
            keep=keeping,
            progress=tell,
        )

    def listed(self, state: DeskState, day: int, replication: int) -> CallList:
        """Whom to call on a day of a simulated year."""
        from simulator.experiment.desk.worklist import Day, call_list

        scenario = state.setting.scenario
        return call_list(scenario, self.portfolio(state.setting), state.levers, Day(day, replication))

    def portfolio(self, setting: Setting) -> Portfolio:
        """The customers, made once."""
        if setting.portfolio is not None:
            return setting.portfolio
        if self._customers is None or self._customers[0] != setting:
            self._customers = (setting, portfolio_for(setting.scenario))
        return self._customers[1]
