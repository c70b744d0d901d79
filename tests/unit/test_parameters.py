"""The dictionary is complete, and the models are made from it and nothing else."""

import pytest

from simulator.checks import check_group, doubts
from simulator.errors import UserError
from simulator.levers import Levers
from simulator.metrics.catalogue import CATALOGUE
from simulator.parameters import (
    ASSUMPTION_GROUPS,
    AXES,
    LEVER_GROUPS,
    METRICS,
    FrozenDict,
    dictionary,
    frozen,
    nearest,
    shipped_folder,
    told,
)
from simulator.scenario import Scenario

ENTRIES = list(dictionary().values())
UNIT_ENDINGS = {
    "_fraction": ("fraction",),
    "_days": ("days",),
    "_per_year": ("per year", "fraction per year", "currency per year"),
    "_per_month": ("fraction per month", "currency per month", "orders per month"),
    "_multiplier": ("times",),
    "_minutes": ("minutes",),
    "_ratio": ("ratio",),
    "_exponent": ("exponent",),
    "_elasticity": ("elasticity",),
}
WITHOUT_MOVES = {"terms.customers"}  # does nothing alone: it says who gets the changed terms


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.key)
def test_an_entry_is_complete(entry):
    assert entry.key == f"{entry.group}.{entry.name}"
    assert entry.group in (LEVER_GROUPS if entry.kind == "lever" else ASSUMPTION_GROUPS)
    assert entry.meaning[0].isupper() or entry.meaning.startswith("real ")
    assert not entry.meaning.endswith(".")
    assert len(entry.source) >= len("assumption")
    assert entry.evidence != "E" or "assumption" in entry.source
    assert set(entry.by) <= set(AXES)


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.key)
def test_a_default_is_allowed_and_ordinary(entry):
    clean, complaints = check_group(entry.group, {entry.name: entry.default})
    assert not complaints
    assert clean[entry.name] == entry.default
    assert not doubts({entry.group: clean})


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.key)
def test_what_is_plausible_is_allowed(entry):
    if entry.type == "choice":
        assert set(entry.plausible) <= set(entry.allowed)
    elif entry.type != "code":
        assert entry.allowed[0] <= entry.plausible[0] < entry.plausible[1] <= entry.allowed[1]


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.key)
def test_the_unit_is_in_the_name(entry):
    for ending, units in UNIT_ENDINGS.items():
        if entry.name.endswith(ending) and entry.key != "company.annual_credit_sales":
            assert entry.unit in units
    assert "percent" not in entry.name
    assert "pct" not in entry.name


def test_a_lever_says_what_it_moves_and_an_assumption_does_not():
    for entry in ENTRIES:
        assert set(entry.moves) <= set(METRICS), entry.key
        has_moves = entry.kind == "lever" and entry.key not in WITHOUT_MOVES
        assert bool(entry.moves) == has_moves, entry.key


def test_the_names_of_metrics_are_those_of_the_catalogue():
    assert set(METRICS) == set(CATALOGUE)


@pytest.mark.parametrize(("whole", "groups"), [(Scenario, ASSUMPTION_GROUPS), (Levers, LEVER_GROUPS)])
def test_the_models_have_the_keys_of_the_dictionary(whole, groups):
    models = {name: whole.model_fields[name].annotation for name in groups}
    fields = {f"{name}.{field}" for name, model in models.items() for field in model.model_fields}
    assert fields == {entry.key for entry in ENTRIES if entry.group in groups}


def test_the_models_have_the_defaults_and_meanings_of_the_dictionary():
    scenario = Scenario(name="Defaults", why="To be looked at")
    for entry in ENTRIES:
        home = scenario.today if entry.kind == "lever" else scenario
        model = getattr(home, entry.group)
        value = model.model_dump()[entry.name]
        assert frozen(value) == entry.default, entry.key
        field = type(model).model_fields[entry.name]
        assert field.description == entry.meaning
        assert field.json_schema_extra["allowed"] == entry.allowed


def test_an_unusual_value_is_doubted_and_an_impossible_one_refused():
    assert doubts({"discount": {"rate_fraction": 0.2}}) == (
        "discount.rate_fraction is 0.2; usual is 0 to 0.05 (fraction: 0.02 means 2 %).",
    )
    with pytest.raises(UserError, match="out of its range"):
        Levers().but(discount={"rate_fraction": 2.0})


def test_a_fixed_mapping_cannot_be_changed():
    fixed = FrozenDict({"large": 0.5})
    for change in (
        lambda: fixed.update(large=1.0),
        lambda: fixed.__setitem__("large", 1.0),
        lambda: fixed.pop("large"),
        fixed.clear,
    ):
        with pytest.raises(TypeError, match="but"):
            change()
    assert hash(fixed) == hash(FrozenDict({"large": 0.5}))


@pytest.mark.parametrize(
    ("mistyped", "known", "meant"),
    [
        ("nett_days", ["net_days", "window_days"], "net_days"),
        ("rate_percent", ["rate_fraction", "window_days"], "rate_fraction"),
        ("window_weeks", ["rate_fraction", "window_days"], "window_days"),
        ("NET_DAYS", ["net_days"], "net_days"),
        ("zebra", ["net_days"], None),
    ],
)
def test_a_mistyped_word_finds_the_one_meant(mistyped, known, meant):
    assert nearest(mistyped, known) == meant


def test_values_are_told_as_people_write_them():
    assert told(0.00003) == "3e-05"
    assert told(1_095) == "1095"
    assert told(-500000.0) == "-500,000"
    assert told({"large": 0.5, "mid": True}) == "large 0.5, mid true"


@pytest.mark.parametrize("folder", ["scenarios", "notebooks", "course"])
def test_what_ships_is_found(folder):
    assert shipped_folder(folder).is_dir()


def test_a_folder_that_does_not_ship_is_refused():
    with pytest.raises(UserError, match="Install creditlab again"):
        shipped_folder("recipes")
