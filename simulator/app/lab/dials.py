"""How a lever of the dictionary is shown and moved: title, unit, range, step, and what is shown for a value."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from simulator.app.lab.ladder_days import EARLIEST, FIRST_DAYS, LATEST
from simulator.parameters import LEVER_GROUPS, SEGMENT_LABELS, Parameter, dictionary
from simulator.results.words import within_a_sentence

MAIN: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("Terms and discount", ("terms.net_days", "discount.rate_fraction", "discount.window_days")),
    ("Credit", ("credit_policy.limit_months_of_sales", "credit_policy.stop_supply_days")),
    (
        "Collections",
        (
            "collections.collectors",
            "collections.first_reminder",
            "collections.first_call",
            "collections.intensity",
        ),
    ),
    ("Insurance", ("insurance.insured_fraction",)),
)
"""The ten levers that matter most, in four groups; all others follow below them."""

GROUP_TITLES = {
    "credit_policy": "Credit policy",
    "terms": "Terms",
    "discount": "Early-payment discount",
    "late_charges": "Late charges",
    "collections": "Collections and calls",
    "insurance": "Insurance contract",
    "financing": "Financing",
    "disputes": "Disputes",
}
_FIRST_DAY_TITLES = {"first_reminder": "First reminder after due", "first_call": "First call after due"}
_PERCENT = 100.0
_RATE = "per year"
_PEOPLE = "people"
_EVIDENCE = {
    "S": "published",
    "D": "computed from published figures",
    "L": "literature or law",
    "E": "assumed",
}


@dataclass(frozen=True)
class Dial:
    """One lever as a control.

    Attributes:
        key: The lever's key; the two days of the ladder have keys of their own.
        parameter: Its entry in the dictionary.
        title: What the page calls it.
        unit: The unit behind its number.
        kind: How it is moved.
        low, high, step: Range and step of the control, in the shown unit.
    """

    key: str
    parameter: Parameter
    title: str
    unit: str
    kind: Literal["whole", "number", "choice", "ladder", "each"]
    low: float = 0.0
    high: float = 1.0
    step: float = 1.0

    @property
    def is_percent(self) -> bool:
        """Whether a fraction is shown in percent."""
        return self.kind == "number" and _is_fraction(self.parameter)

    def shown(self, value: Any) -> Any:
        """A lever's value in the unit of the control."""
        if self.kind == "each":
            return each_text(value)
        if self.kind == "number" and value is not None:
            return round(float(value) * (_PERCENT if self.is_percent else 1.0), 6)
        return value

    def meant(self, shown: Any) -> Any:
        """The lever's value for what the control shows."""
        if self.kind == "each":
            return each_of(shown, is_whole=self.parameter.type == "whole")
        if self.kind == "whole":
            return int(shown)
        if self.kind == "number":
            return round(float(shown) / (_PERCENT if self.is_percent else 1.0), 8)
        return shown

    def text(self, value: Any) -> str:
        """A value as people read it, without unit.

        >>> dial_of("discount.rate_fraction").text(0.02), dial_of("terms.net_days").text(None)
        ('2', 'own')
        """
        if value is None:
            return "own"
        if self.kind == "each":
            return each_text(value)
        if self.kind in ("choice", "ladder"):
            return choice_label(value) if self.kind == "choice" else ladder_text(value)
        return f"{self.shown(value):,g}"

    @property
    def tooltip(self) -> tuple[str, str, str]:
        """Meaning; range with unit; evidence and source."""
        parameter = self.parameter
        unit = f" {self.unit}" if self.unit else ""
        span = f"Range {self.low:g} to {self.high:g}{unit}." if self.kind in ("whole", "number") else ""
        return parameter.meaning, span, f"{_EVIDENCE[parameter.evidence]}; source: {parameter.source}"


def each_text(values: Any) -> str:
    """A value for each of several, in one line.

    >>> each_text({"A": 10, "C": -15})
    'A 10, C -15'
    """
    return ", ".join(f"{word} {value:g}" for word, value in values.items())


def each_of(text: str, *, is_whole: bool) -> dict[str, Any]:
    """The values that a line means; what is not a number is left as it stands, for the checks to refuse.

    >>> each_of("A 10, C -15", is_whole=True), each_of("C half", is_whole=False)
    ({'A': 10, 'C': -15}, {'C': 'half'})
    """
    values: dict[str, Any] = {}
    for part in text.replace(";", ",").replace("\N{MINUS SIGN}", "-").split(","):
        word, _, told = part.strip().partition(" ")
        if not word:
            continue
        try:
            values[word] = int(told) if is_whole else float(told)
        except ValueError:
            values[word] = told.strip()
    return values


def choice_label(word: object) -> str:
    """A word to choose, as people write it.

    >>> choice_label("mid"), choice_label("all_but_large")
    ('mid-sized', 'all but large')
    """
    return within_a_sentence(SEGMENT_LABELS.get(str(word), str(word))).replace("_", " ")


def ladder_text(ladder: Any) -> str:
    """A ladder in one line, as it is typed and read.

    >>> ladder_text(({"day": -5, "channel": "email"}, {"day": 45, "channel": "final_demand"}))
    '-5 email, 45 final demand'
    """
    steps = [step if isinstance(step, dict) else step.model_dump() for step in ladder]
    return ", ".join(_step_text(step) for step in steps)


def _step_text(step: dict[str, Any]) -> str:
    """One step as it is typed and read: its day, its channel, and whom it is for."""
    words = [str(step["day"]), step["channel"].replace("_", " ")]
    if step.get("segments"):
        words += ["for", " ".join(step["segments"])]
    words += [f"{name} {step[name]:.15g}" for name in ("above", "below") if step.get(name) is not None]
    return " ".join(words)


def ladder_of(text: str) -> tuple[dict[str, Any], ...]:
    """The ladder that a line of text means; what is not a step is left as it stands, for the checks to refuse.

    >>> ladder_of("3 email, 45 final demand")
    ({'day': 3, 'channel': 'email'}, {'day': 45, 'channel': 'final_demand'})
    >>> ladder_of("10 call for large mid above 5000")
    ({'day': 10, 'channel': 'call', 'segments': ['large', 'mid'], 'above': 5000.0},)
    """
    steps: list[dict[str, Any]] = []
    for part in text.replace(";", ",").replace("\n", ",").split(","):
        words = part.replace("\N{MINUS SIGN}", "-").split()
        if not words:
            continue
        day: Any = int(words[0]) if words[0].lstrip("+-").isdigit() else words[0]
        parts = _parts([word.lower() for word in words[1:]])
        steps.append({"day": day, "channel": "_".join(parts.pop("channel"))} | _whom(parts))
    return tuple(steps)


def _parts(words: list[str]) -> dict[str, list[str]]:
    """The words of a step behind each of its keywords; what stands before the first is the channel."""
    parts: dict[str, list[str]] = {"channel": []}
    name = "channel"
    for word in words:
        if word in ("for", "above", "below"):
            name = word
            parts[name] = []
        else:
            parts[name].append(word)
    return parts


def _whom(parts: dict[str, list[str]]) -> dict[str, Any]:
    """Whom a step is for."""
    step: dict[str, Any] = {"segments": parts["for"]} if "for" in parts else {}
    for name in ("above", "below"):
        if name in parts:
            text = " ".join(parts[name])
            step[name] = float(text) if _is_amount(text) else text
    return step


def _is_amount(text: str) -> bool:
    return text.replace(".", "", 1).isdigit()


def dial_of(key: str) -> Dial:
    """The control of a lever."""
    name = key.partition(".")[2]
    if name in FIRST_DAYS:
        ladder = dictionary()["collections.ladder"]
        return Dial(key, ladder, _FIRST_DAY_TITLES[name], "days", "whole", EARLIEST, LATEST)
    parameter = dictionary()[key]
    if parameter.by:
        return Dial(key, parameter, parameter.title, "", "each")
    if parameter.type in ("choice", "ladder"):
        kind: Literal["choice", "ladder"] = "choice" if parameter.type == "choice" else "ladder"
        return Dial(key, parameter, parameter.title, "", kind)
    return _numeric(key, parameter)


def _numeric(key: str, parameter: Parameter) -> Dial:
    """A slider over the plausible range, with a step that people would choose."""
    is_percent = _is_fraction(parameter)
    scale = _PERCENT if is_percent else 1.0
    low, high = (float(limit) * scale for limit in parameter.plausible)
    if parameter.type == "whole":
        unit = "" if parameter.unit == _PEOPLE else parameter.unit  # the name says it: Collectors 1
        return Dial(key, parameter, parameter.title, unit, "whole", low, high, 1.0)
    yearly = " a year" if parameter.unit == _RATE else ""
    unit = f"%{yearly}" if is_percent else parameter.unit
    return Dial(key, parameter, parameter.title, unit, "number", low, high, _step(high - low))


def _is_fraction(parameter: Parameter) -> bool:
    """Whether 0.02 means 2 %."""
    return parameter.unit.startswith("fraction") or parameter.unit == _RATE


def _step(span: float) -> float:
    """About fifty steps over a range, of 1, 2 or 5 times a power of ten."""
    wanted = span / 50.0
    power = 1.0
    while power > wanted:
        power /= 10.0
    while power * 10.0 <= wanted:
        power *= 10.0
    return next(round(power * times, 9) for times in (1, 2, 5, 10) if power * times >= wanted)


def other_dials(group: str) -> tuple[Dial, ...]:
    """The levers of a group that are not among the ten."""
    main = {key for _, keys in MAIN for key in keys}
    return tuple(
        dial_of(key)
        for key, parameter in dictionary().items()
        if parameter.kind == "lever" and parameter.group == group and key not in main
    )


def found_dials(text: str) -> tuple[Dial, ...]:
    """The levers that have all these words in name, meaning or key; those that have them in the name first.

    >>> [dial.key for dial in found_dials("stop supply")][:1], found_dials(" ")
    (['credit_policy.stop_supply_days'], ())
    """
    words = text.lower().split()
    if not words:
        return ()
    found: list[tuple[bool, int, str]] = []
    for key, parameter in dictionary().items():
        if parameter.kind != "lever":
            continue
        name = f"{parameter.title} {key.replace('_', ' ')}".lower()
        if all(word in f"{name} {parameter.meaning.lower()}" for word in words):
            found.append((not all(word in name for word in words), len(found), key))
    return tuple(dial_of(key) for _, _, key in sorted(found))


def lever_groups() -> tuple[str, ...]:
    """The groups of levers that have more than the ten, in the dictionary's order."""
    return tuple(group for group in LEVER_GROUPS if other_dials(group))


def lever_count() -> int:
    """How many levers there are in all."""
    return sum(parameter.kind == "lever" for parameter in dictionary().values())
