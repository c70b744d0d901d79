"""`creditlab stress` and `creditlab reverse-stress`: what shocks do to strategies; how bad one must get."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from simulator.cli.answering import Asked, origin_line, range_of
from simulator.cli.options import (
    DEFAULT_SEED,
    Fresh,
    JsonFile,
    Ledger,
    Measures,
    Replications,
    ScenarioName,
    Seed,
    Settings,
    ShocksApart,
    StrategyName,
    StrategyNames,
    Workers,
    WorseningShock,
)
from simulator.cli.searching import new_table

if TYPE_CHECKING:
    from rich.table import Table
    from rich.text import Text

    from simulator.results.breaking_point import BreakingPoint
    from simulator.results.stress import StressTest

Share = Annotated[
    float,
    typer.Option("--share", help="In which share of the runs cash has to run out: 0.05 is one in twenty."),
]

Together = Annotated[bool, typer.Option("--together", help="Let them come all at once too, in a run more.")]


def register(app: typer.Typer) -> None:
    """Add the commands to the application."""
    app.command("stress")(stress_strategies)
    app.command("reverse-stress")(find_breaking_point)


def stress_strategies(
    scenario: ScenarioName,
    strategies: StrategyNames,
    by: Measures = None,
    ledger: Ledger = None,
    settings: Settings = None,
    shocks: ShocksApart = None,
    seed: Seed = DEFAULT_SEED,
    together: Together = False,
    replications: Replications = 100,
    workers: Workers = None,
    fresh: Fresh = False,
    json: JsonFile = None,
) -> None:
    """Let every shock come upon every strategy: what it does, against the same run without it, the worst first."""
    from simulator.experiment.stress import MEASURES, all_shocks, stress

    asked = Asked(replications, workers, seed, json, fresh=fresh)
    coming = all_shocks(shocks or [])
    found = asked.prepared(scenario, strategies, ledger, settings)
    with asked.running(found) as running:
        test = stress(
            found.scenario,
            found.strategies,
            coming,
            measures=by or MEASURES,
            together=together,
            replications=replications,
            **running,
        )
    _show_test(asked, test)
    asked.hand_out(test)


def find_breaking_point(
    scenario: ScenarioName,
    strategy: StrategyName,
    *,
    share: Share = 0.05,
    ledger: Ledger = None,
    settings: Settings = None,
    shock: WorseningShock,
    seed: Seed = DEFAULT_SEED,
    replications: Replications = 100,
    workers: Workers = None,
    fresh: Fresh = False,
    json: JsonFile = None,
) -> None:
    """Find how bad a shock must get until cash falls below minus the overdraft limit."""
    from simulator.experiment.reverse_stress import reverse_stress
    from simulator.shocks import load_shock

    asked = Asked(replications, workers, seed, json, fresh=fresh)
    coming = load_shock(shock)
    found = asked.prepared(scenario, [strategy], ledger, settings)
    with asked.running(found) as running:
        answer = reverse_stress(
            found.scenario,
            found.strategies[0],
            coming,
            share=share,
            replications=replications,
            **running,
        )
    _show_answer(asked, answer)
    asked.hand_out(answer)


def _show_test(asked: Asked, test: StressTest) -> None:
    from simulator.metrics.catalogue import CATALOGUE
    from simulator.results.words import unit_in_words

    asked.headline(test.sentence)
    for measure in test.measures:
        metric = CATALOGUE[measure]
        title = f"{metric.label} ({unit_in_words(metric.unit, test.currency)}), difference to no shock"
        asked.table(_table(test, measure), title)
    what = [f"{test.shocks[number].name}: {test.shocks[number].words}." for number in test.ranked]
    how = (
        "Each shock by itself, the worst first; the same luck with and without it. Average and 95 % interval."
    )
    asked.small_print([how, asked.whole_run, *what], test.notes, origin_line(test.origin, test.replications))


def _table(test: StressTest, measure: str) -> Table:
    """A row for every shock, the worst first, a column for every strategy."""
    table = new_table("", test.strategies)
    places = range(len(test.strategies))
    table.add_row("Without a shock", *(_level(test, place, measure) for place in places))
    for number in test.ranked:
        table.add_row(
            test.shocks[number].name, *(_difference(test, number, place, measure) for place in places)
        )
    return table


def _level(test: StressTest, place: int, measure: str) -> Text:
    from rich.text import Text

    from simulator.metrics.catalogue import CATALOGUE
    from simulator.results.words import figure

    metric, found = CATALOGUE[measure], test.level(place, measure)
    text = Text(figure(found.mean if found else None, metric.unit, metric.decimals))
    return _with_limit(text, test, None, place) if measure == "lowest_cash" else text


def _difference(test: StressTest, shock: int, place: int, measure: str) -> Text:
    from rich.text import Text

    from simulator.metrics.catalogue import CATALOGUE
    from simulator.results.words import figure

    metric, found = CATALOGUE[measure], test.difference(shock, place, measure)
    if found is None:
        return Text("–", style="dim")
    if found.mean == 0.0 and not found.half_width:
        text = Text("same", style="dim")
    else:
        shown = figure(found.mean, metric.unit, metric.decimals, step=found.half_width, signed=True)
        text = Text(shown, style="bold" if found.is_clear else "")
        if shown := range_of(found, metric):
            text.append(f"\n{shown}", style="not bold dim")
    return _with_limit(text, test, shock, place) if measure == "lowest_cash" else text


def _with_limit(text: Text, test: StressTest, shock: int | None, place: int) -> Text:
    """How often the bank would have to lend more than it does."""
    from simulator.results.words import chance_in_words

    beyond = test.beyond_limit(shock, place)
    if beyond:
        text.append(f"\nbeyond limit in {chance_in_words(beyond, test.replications)}", style="not bold")
    return text


def _show_answer(asked: Asked, answer: BreakingPoint) -> None:
    from simulator.results.breaking_point import times
    from simulator.results.words import chance_in_words

    asked.headline(answer.sentence, answer.certainty)
    table = new_table("How severe", ["Runs in which cash runs out"])
    for one in answer.tried:
        beyond = one.beyond(answer.overdraft_limit)
        name = "without the shock" if one.factor == 0.0 else times(one.factor)
        table.add_row(name, "none" if beyond == 0.0 else chance_in_words(beyond, answer.replications))
    asked.table(table)
    lines = ["1 times is the shock as its file says; the same luck at every severity."]
    asked.small_print(lines, answer.notes, origin_line(answer.origin, answer.replications))
