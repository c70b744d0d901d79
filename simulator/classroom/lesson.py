"""A lesson in a notebook: the learner's own case, and the tasks with their checks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from simulator.classroom.case import Case, Wanted
from simulator.classroom.catalogue import outline
from simulator.classroom.learners import EXAMPLE, OPEN_CLASS, learner_called


class Lesson:
    """What a lesson's notebook works with.

    Attributes:
        case: The learner's own case.
    """

    def __init__(self, case: Case) -> None:
        from simulator.classroom.desk import desk_for

        self.case = case
        self._desk = desk_for(case)

    def __repr__(self) -> str:
        scenario, learner = self.case.scenario, self.case.learner
        sales = f"{scenario.company.annual_credit_sales:,.0f} {scenario.company.currency}"
        size = f"{scenario.portfolio.customers} customers, credit sales {sales} a year"
        return (
            f"{self.case.outline.title}: {self.case.outline.question}\n"
            f"Learner {learner.name}, class {learner.group}: {scenario.name}, {size}, "
            f"seed {self.case.seed}"
        )

    @property
    def scenario(self) -> Any:
        """The learner's company, portfolio and economy."""
        return self.case.scenario

    @property
    def today(self) -> Any:
        """The strategy that the company follows today."""
        return self.case.today

    @property
    def seed(self) -> int:
        """The seed of all luck in this case."""
        return self.case.seed

    def compare(self, *strategies: Wanted, replications: int = 0) -> Any:
        """Today beside these strategies: `lesson.compare("discount", {"terms": {"net_days": 60}})`."""
        return self.case.compare(*strategies, replications=replications)

    def text(self, comparison: Any, *measures: str) -> str:
        """A comparison as rounded text."""
        from simulator.classroom.telling import USUAL, text_of

        return text_of(comparison, measures or USUAL)

    def table(self, comparison: Any, *measures: str) -> Any:
        """A comparison as a table on the page."""
        import ipywidgets as widgets

        from simulator.classroom.telling import USUAL, table_html

        return widgets.HTML(table_html(comparison, measures or USUAL))

    def beside(self, results: Mapping[str, Any], *measures: str) -> Any:
        """Results of different companies beside each other, as a table on the page."""
        from simulator.classroom.telling import levels_of

        return self.small_table(*levels_of(results, measures, self.scenario.company.currency))

    def beside_text(self, results: Mapping[str, Any], *measures: str) -> str:
        """The same as rounded text."""
        from simulator.classroom.telling import levels_of, plain_text

        return plain_text(*levels_of(results, measures, self.scenario.company.currency))

    def small_table(self, head: Sequence[str], rows: Sequence[Sequence[str]], note: str = "") -> Any:
        """Any rows as a table on the page."""
        import ipywidgets as widgets

        from simulator.classroom.telling import plain_html

        return widgets.HTML(plain_html(head, [list(row) for row in rows], note))

    def lab(self, *levers: str, show: Sequence[str] = (), hand_in: str = "", case: Case | None = None) -> Any:
        """A small lab: levers, Play, and a table beside today.

        Args:
            levers: Keys of the dictionary, such as `discount.rate_fraction`.
            show: Measures of the table.
            hand_in: The task that the strategy can be handed in for.
            case: On whom it is played, where not on the lesson's own case: `lesson.case.under("recession")`.
        """
        from simulator.classroom.telling import USUAL

        return self._desk.lab(case or self.case, levers, tuple(show) or USUAL, hand_in)

    def ask(self, name: str, answer: Any = None) -> Any:
        """A task: its form, and a check of the answer that the code above gave, where there is one."""
        return self._desk.ask(name, None if answer is Ellipsis else answer)

    predict = reflect = ask

    def handed_in(self, name: str, answer: Any = None) -> Any:
        """What was answered: by the code above where it gave something, else by hand in the form; None: nothing."""
        return self._desk.handed_in(name) if answer is None or answer is Ellipsis else answer

    def check(self, name: str, answer: Any) -> None:
        """Judge an answer and print what is to be said of it, without a form."""
        self._desk.check(name, answer)

    def progress(self) -> Any:
        """How many tasks are done, and what is still open."""
        return self._desk.progress()


def open_lesson(name: str, learner: str = EXAMPLE, group: str = OPEN_CLASS) -> Lesson:
    """Open a lesson for a learner.

    Args:
        name: The lesson's name, or its number: "03_early_payment_discount", "3".
        learner: Who learns: a number, an e-mail address or a short name.
        group: The class.

    Raises:
        UserError: There is no such lesson, or the name is not one word.
    """
    return Lesson(Case(outline(name), learner_called(learner, group)))
