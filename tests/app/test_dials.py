"""Every lever as a control: made from the dictionary, and true both ways."""

import pytest

from simulator.app.lab.dials import (
    MAIN,
    dial_of,
    ladder_of,
    ladder_text,
    lever_count,
    lever_groups,
    other_dials,
)
from simulator.levers import Levers
from simulator.parameters import LEVER_GROUPS, dictionary
from simulator.strategy import load_strategy

LEVERS = [key for key, parameter in dictionary().items() if parameter.kind == "lever"]


def test_every_lever_has_one_control():
    main = [key for _, keys in MAIN for key in keys if key in dictionary()]
    others = [dial.key for group in lever_groups() for dial in other_dials(group)]
    assert sorted(main + others) == sorted(LEVERS)
    assert lever_count() == len(LEVERS)


def test_every_lever_has_a_label_of_its_own():
    labels = [dictionary()[key].label for key in LEVERS]
    assert all(labels)
    assert len(set(labels)) == len(labels)


def test_what_a_lever_needs_is_a_lever():
    for key in LEVERS:
        needed = dictionary()[key].needs
        assert not needed or set(needed.split(" or ")) <= set(LEVERS)


@pytest.mark.parametrize("key", LEVERS)
def test_a_value_shown_and_meant_is_the_same_value(key):
    dial = dial_of(key)
    default = getattr(getattr(Levers(), dial.parameter.group), dial.parameter.name)
    if dial.kind == "ladder":
        steps = tuple(step.model_dump() for step in default)
        assert ladder_of(ladder_text(default)) == steps
    elif default is not None:
        assert dial.meant(dial.shown(default)) == default


@pytest.mark.parametrize("key", [key for key in LEVERS if dial_of(key).kind in ("whole", "number")])
def test_every_place_of_a_slider_is_allowed(key):
    dial, group = dial_of(key), dictionary()[key].group
    assert dial.low < dial.high
    assert 0 < dial.step <= dial.high - dial.low
    for shown in (dial.low, dial.low + dial.step, dial.high):
        value = dial.meant(shown)
        assert (
            getattr(
                getattr(Levers().but(**{group: {dial.parameter.name: value}}), group), dial.parameter.name
            )
            == value
        )


def test_a_fraction_is_shown_in_percent():
    dial = dial_of("discount.rate_fraction")
    assert (dial.unit, dial.shown(0.02), dial.meant(2.0), dial.high) == ("%", 2.0, 0.02, 5.0)


def test_a_typed_ladder_that_is_none_is_refused_with_a_sentence():
    from simulator.app.lab.state import Lab
    from simulator.app.setting import scenario_setting
    from simulator.errors import UserError

    lab = Lab(scenario_setting("wholesale"), (load_strategy("discount"),), selected=1)
    for text in ("soon email", "3 carrier pigeon", "3"):
        with pytest.raises(UserError):
            lab.with_lever("collections.ladder", ladder_of(text))


def test_groups_of_levers_are_all_titled():
    from simulator.app.lab.dials import GROUP_TITLES

    assert set(LEVER_GROUPS) <= set(GROUP_TITLES)
