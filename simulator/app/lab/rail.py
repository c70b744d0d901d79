"""The rail: strategies, the levers of the selected one, and the scenario."""

from __future__ import annotations

from typing import Any, Protocol

import ipywidgets as widgets

from simulator.app.kit.badges import LETTERS
from simulator.app.kit.pieces import button
from simulator.app.lab.dials import (
    GROUP_TITLES,
    MAIN,
    Dial,
    dial_of,
    found_dials,
    lever_count,
    lever_groups,
    other_dials,
)
from simulator.app.lab.lever import LeverControl
from simulator.app.lab.state import MOST_ALTERNATIVES, TODAY, Lab
from simulator.app.places import PLACES
from simulator.parameters import LEVER_GROUPS, dictionary
from simulator.plans import shipped_names
from simulator.strategy import load_strategy

_ADD, _REPLACE = "Add a strategy …", "Replace {letter} with …"
_COPY_TODAY = "A copy of today"
_COPY = "A copy of the selected one"
MOST_FOUND = 12
_WITHOUT_EFFECT = "Without effect while {title} is {value}"


class Acts(Protocol):
    """What the rail asks the page to do."""

    def select(self, number: int) -> None:
        """Select a strategy."""

    def move(self, key: str, value: Any) -> None:
        """Move a lever of the selected strategy."""

    def reset(self, key: str | None) -> None:
        """Put one lever, or all, back to today."""

    def explain(self, name: str, why: str) -> None:
        """Give the selected strategy another name and reason."""

    def add(self, name: str) -> None:
        """Add a strategy that ships, by its file name, or a copy: `today`, `selected`."""

    def remove(self) -> None:
        """Take the selected strategy out."""


class Rail:
    """Strategies and levers, as widgets."""

    def __init__(self, acts: Acts, scenario: widgets.Widget) -> None:
        self._acts = acts
        self._is_showing = False
        self._lab: Lab | None = None
        self.count = widgets.HTML()
        self.strategies = widgets.ToggleButtons(options=[("Today", 0)], value=0)
        self.strategies.add_class("lab-strategies")
        self.strategies.observe(self._on_select, names="value")
        self.ready = widgets.Dropdown(options=[(_ADD, "")], value="")
        self.ready.observe(self._on_ready, names="value")
        self.remove = button("Remove", acts.remove, "quiet", tooltip="Take the selected strategy out")
        self.title = widgets.HTML()
        self.reset = button("Reset", lambda: acts.reset(None), "quiet", tooltip="Every lever back to today")
        self.name = widgets.Text(continuous_update=False, placeholder="Name")
        self.why = widgets.Textarea(continuous_update=False, rows=2, placeholder="Why this strategy?")
        for field in (self.name, self.why):
            field.observe(self._on_reason, names="value")
        self.levers: dict[str, LeverControl] = {}
        self.box = widgets.VBox(
            [
                _line(self.count),
                self.strategies,
                _line(self.ready, self.remove, css="strategy-acts"),
                _line(self.title, self.reset, css="levers-head"),
                self._reason(),
                *self._main_levers(),
                *self._other_levers(),
                scenario,
            ]
        )
        self.box.add_class("lab-rail")
        self.toggle = widgets.Button(description="Strategies and levers")
        self.toggle.add_class("rail-toggle")
        self.toggle.on_click(lambda _: self._open_or_close())

    def show(self, lab: Lab) -> None:
        """Show a state."""
        self._lab = lab
        self._is_showing = True
        try:
            self._show_strategies(lab)
            self._show_reason(lab)
        finally:
            self._is_showing = False
        for control in self.levers.values():
            control.show(lab, idle_because(lab, control.dial))
        for number in range(len(LETTERS)):
            (self.box.add_class if number == lab.selected else self.box.remove_class)(
                f"selected-{LETTERS[number].lower()}"
            )

    def _show_strategies(self, lab: Lab) -> None:
        count = f"<small>{len(lab.strategies)} of {MOST_ALTERNATIVES + 1}</small>"
        self.count.value = f'<h2 class="rail-head">Strategies {count}</h2>'
        options = [(_label(lab, number), number) for number in range(len(lab.strategies))]
        if list(self.strategies.options) != options:
            self.strategies.options = options
        self.strategies.value = lab.selected
        full = len(lab.alternatives) == MOST_ALTERNATIVES
        first = _REPLACE.format(letter=LETTERS[lab.selected]) if full and lab.selected else _ADD
        ready = [(first, ""), *READY.items(), (_COPY_TODAY, "today")]
        if lab.selected != TODAY:
            ready.append((_COPY, "selected"))
        if list(self.ready.options) != ready:
            self.ready.options = ready
        self.ready.value = ""
        self.ready.disabled = full and lab.selected == TODAY
        self.remove.disabled = lab.selected == TODAY

    def _show_reason(self, lab: Lab) -> None:
        changed = len(lab.changed_keys())
        letter = LETTERS[lab.selected]
        if lab.selected == TODAY:
            self.title.value = '<h2 class="rail-head" id="levers">Levers of today <small>locked</small></h2>'
        else:
            count = (
                f'<small class="changed">{changed} changed</small>' if changed else "<small>as today</small>"
            )
            self.title.value = f'<h2 class="rail-head" id="levers">Levers of {letter} {count}</h2>'
        self.reset.layout.visibility = "visible" if changed and lab.selected else "hidden"
        for field, text in ((self.name, lab.strategy.name), (self.why, lab.strategy.why)):
            field.disabled = lab.selected == TODAY
            if field.value != text:
                field.value = text

    def _reason(self) -> widgets.Widget:
        label = widgets.HTML('<span class="field-label">Name and reason, shown on the page</span>')
        box = widgets.VBox([label, self.name, self.why])
        box.add_class("reason")
        return box

    def _main_levers(self) -> list[widgets.Widget]:
        """The ten that matter, in four groups."""
        boxes: list[widgets.Widget] = []
        for title, keys in MAIN:
            known = [dial_of(key) for key in keys if _is_known(key)]
            if known:
                boxes.append(widgets.HTML(f'<h3 class="lever-group">{title}</h3>'))
                boxes += [self._control(dial).box for dial in known]
        return boxes

    def _other_levers(self) -> list[widgets.Widget]:
        """All others as closed groups; a group's controls are made when it is first opened."""
        groups = lever_groups()
        panels = [widgets.VBox() for _ in groups]
        accordion = widgets.Accordion(children=panels, selected_index=None)
        accordion.add_class("all-levers")
        for number, group in enumerate(groups):
            accordion.set_title(number, f"{GROUP_TITLES.get(group, group)} · {len(other_dials(group))}")

        def build(change: dict[str, Any]) -> None:
            number = change["new"]
            if number is None or panels[number].children:
                return
            dials = other_dials(groups[number])
            controls = [self.levers.get(dial.key) or self._control(dial) for dial in dials]
            if self._lab is not None:
                for control in controls:
                    control.show(self._lab, idle_because(self._lab, control.dial))
            panels[number].children = [control.box for control in controls]

        accordion.observe(build, names="selected_index")
        head = widgets.HTML(f'<h3 class="lever-group">All {lever_count()} levers</h3>')
        return [head, *self._search(), accordion, *_ladder_link()]

    def _search(self) -> list[widgets.Widget]:
        """A field to find a lever by a word of its name or meaning, and what was found."""
        self.sought = widgets.Text(placeholder="Find a lever, such as stop or review")
        self.sought.tooltip = "Find a lever"
        self.sought.add_class("lever-search")
        self.found = widgets.VBox()
        self.found.add_class("levers-found")
        self.sought.observe(lambda change: self._find(str(change["new"])), names="value")
        return [self.sought, self.found]

    def _find(self, text: str) -> None:
        dials = found_dials(text)
        boxes: list[widgets.Widget] = []
        for dial in dials[:MOST_FOUND]:
            control = self.levers.get(dial.key) or self._control(dial)
            if self._lab is not None:
                control.show(self._lab, idle_because(self._lab, dial))
            boxes.append(control.box)
        if text.strip() and not dials:
            boxes.append(widgets.HTML('<p class="hint">No lever has this in its name or meaning.</p>'))
        elif len(dials) > MOST_FOUND:
            more = f'<p class="hint">And {len(dials) - MOST_FOUND} more: write another word.</p>'
            boxes.append(widgets.HTML(more))
        self.found.children = boxes

    def _control(self, dial: Dial) -> LeverControl:
        control = LeverControl(dial, self._acts.move, self._acts.reset)
        self.levers[dial.key] = control
        return control

    def _open_or_close(self) -> None:
        """On a middling screen the rail lies closed above the verdict."""
        is_open = "is-open" in self.box._dom_classes
        (self.box.remove_class if is_open else self.box.add_class)("is-open")

    def _on_select(self, change: dict[str, Any]) -> None:
        if not self._is_showing and change["new"] is not None:
            self._acts.select(int(change["new"]))

    def _on_ready(self, change: dict[str, Any]) -> None:
        if not self._is_showing and change["new"]:
            self._acts.add(str(change["new"]))

    def _on_reason(self, _: dict[str, Any]) -> None:
        if not self._is_showing:
            self._acts.explain(self.name.value, self.why.value)


def idle_because(lab: Lab, dial: Dial) -> str | None:
    """Why a lever has no effect under the selected strategy; None where it has one."""
    needed = [key for key in dial.parameter.needs.split(" or ") if key]
    if not needed or dial.key in needed:
        return None
    values = [lab.value(key) for key in needed]
    if any(value not in (0, 0.0, "none", None) for value in values):
        return None
    title, first = dictionary()[needed[0]].title.lower(), dial_of(needed[0])
    return _WITHOUT_EFFECT.format(title=title, value=first.text(values[0]))


def lever_difference(lab: Lab, number: int) -> str:
    """How many levers a strategy moves, in words."""
    if number == TODAY:
        return "baseline, locked"
    count = len(lab.changed_keys(number))
    return (
        "as today"
        if not count
        else f"{count} lever{'s' if count > 1 else ''} differ{'' if count > 1 else 's'}"
    )


def _label(lab: Lab, number: int) -> str:
    return f"{lab.strategies[number].name}\n{lever_difference(lab, number)}"


def _ready_strategies() -> dict[str, str]:
    """The strategies that ship, by what people call them."""
    return {load_strategy(name).name: name for name in shipped_names("strategy") if name != "status_quo"}


READY = _ready_strategies()


def _is_known(key: str) -> bool:
    """Whether the lever exists; the two days of the ladder always do."""
    group, _, name = key.partition(".")
    return group in LEVER_GROUPS and (key in dictionary() or name.startswith("first_"))


def _ladder_link() -> list[widgets.Widget]:
    """The way to the page where every step of the ladder is edited, where it is served."""
    desk = next((place for place in PLACES if place.name == "collections_desk"), None)
    if desk is None:
        return []
    words = f'<p class="hint"><a href="{desk.address}">Edit the ladder step by step</a></p>'
    return [widgets.HTML(words)]


def _line(*parts: widgets.Widget, css: str = "") -> widgets.Widget:
    box = widgets.HBox(list(parts))
    box.add_class("rail-line")
    if css:
        box.add_class(css)
    return box
