"""YAML files read with the line of every key, so that a mistake can be shown where it is."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from simulator.errors import UserError

KeyPath = tuple[str, ...]
LARGEST_FILE_BYTES = 1_000_000
TAG = "tag:yaml.org,2002:"


class PlainLoader(yaml.SafeLoader):
    """YAML as people mean it: only true and false are yes or no, and 20e6 is a number."""


PlainLoader.yaml_implicit_resolvers = {}
for kind, pattern, first in (
    ("bool", r"^(?:true|True|TRUE|false|False|FALSE)$", "tTfF"),
    ("int", r"^[-+]?[0-9][0-9_]*$", "-+0123456789"),
    ("float", r"^[-+]?(?:[0-9][0-9_]*\.?[0-9_]*|\.[0-9]+)(?:[eE][-+]?[0-9]+)?$", "-+.0123456789"),
    ("float", r"^(?:[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$", "-+."),
    ("timestamp", r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$", "0123456789"),
    ("null", r"^(?:~|null|Null|NULL|)$", ["~", "n", "N", ""]),
):
    PlainLoader.add_implicit_resolver(TAG + kind, re.compile(pattern), list(first))


class _PlainDumper(yaml.SafeDumper):
    """Writes what the loader above reads as the same: words that it would take for a number are quoted."""

    yaml_implicit_resolvers = PlainLoader.yaml_implicit_resolvers

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002
        """What stands twice is written twice: no file of ours has anchors."""
        return True


def to_yaml(document: Any) -> str:
    """Plain values as the text of a file.

    >>> print(to_yaml({"name": "20e6", "why": "no", "changes": {"terms": {"net_days": 45}}}), end="")
    name: '20e6'
    why: no
    changes:
      terms:
        net_days: 45
    """
    return str(yaml.dump(document, Dumper=_PlainDumper, sort_keys=False, allow_unicode=True, width=100))


class _QuickLoader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """The same, eight times as fast where libyaml is there; for our own files alone: deep nesting can crash it."""

    yaml_implicit_resolvers = PlainLoader.yaml_implicit_resolvers


@dataclass
class Document:
    """A file's contents, and where each key of it stands."""

    path: Path
    data: Any = None
    lines: dict[KeyPath, int] = field(default_factory=dict)
    mistakes: list[str] = field(default_factory=list)

    @property
    def name(self) -> str:
        """The path as the user would type it."""
        return told_path(self.path)

    def where(self, key_path: KeyPath = ()) -> str:
        """'in FILE, line N' for a key, or for the nearest key around it."""
        for length in range(len(key_path), 0, -1):
            if key_path[:length] in self.lines:
                return f"in {self.name}, line {self.lines[key_path[:length]]}"
        return f"in {self.name}"


def told_path(path: Path) -> str:
    """A path shortened to what matters: from `scenarios/` on for our own files, else from here."""
    parts = path.parts
    if "scenarios" in parts and path.suffix in {".yaml", ".yml"}:
        start = len(parts) - 1 - parts[::-1].index("scenarios")
        return "/".join(parts[start:])
    try:
        return path.resolve().relative_to(Path.cwd()).as_posix()
    except ValueError:
        return path.as_posix()


def read_document(path: Path, *, is_ours: bool = False) -> Document:
    """Read one YAML file.

    Args:
        path: The file.
        is_ours: It comes with the product, so it may be read the quick way.

    Raises:
        UserError: the file is missing, is not YAML, or is not a mapping of keys to values.
    """
    document = Document(path)
    text = _text(path, document.name)
    try:
        node = yaml.compose(text, Loader=_QuickLoader if is_ours else PlainLoader)
    except yaml.YAMLError as error:
        raise UserError(_yaml_sentence(error, text, document.name)) from None
    except RecursionError:
        raise UserError(f"{document.name} is nested too deeply. Two levels of keys are enough.") from None
    if node is None:
        raise UserError(f"{document.name} is empty. It needs at least a name and a why.")
    if not isinstance(node, yaml.MappingNode):
        raise UserError(
            f"{document.name} holds a {_shape(node)}, not keys with values. Begin it with 'name: ...', 'why: ...'."
        )
    _check_aliases(node, document, set())
    if document.mistakes:
        raise UserError("\n".join(document.mistakes))
    document.data = _value(node, (), document)
    return document


def parse_value(text: str) -> Any:
    """The value a word on the command line stands for, read as YAML (`0.02`, `monthly_sales`, `[1, 2]`).

    >>> parse_value("0.02"), parse_value("{large: 0.5}")
    (0.02, {'large': 0.5})
    """
    try:
        node = yaml.compose(text, Loader=PlainLoader)
    except (yaml.YAMLError, RecursionError):
        raise UserError(
            f"'{text}' is not a value. Write a number, a word, [a, list] or {{a: mapping}}."
        ) from None
    if node is None:
        return None
    document = Document(Path("the command line"))
    _check_aliases(node, document, set())
    value = None if document.mistakes else _value(node, (), document)
    if document.mistakes:
        raise UserError("\n".join(document.mistakes))
    return value


def _text(path: Path, name: str) -> str:
    try:
        if path.stat().st_size > LARGEST_FILE_BYTES:
            raise UserError(f"{name} is larger than a megabyte. A scenario or strategy has a page at most.")
        raw = path.read_bytes()
    except FileNotFoundError:
        raise UserError(f"There is no file {name}. Check the path.") from None
    except IsADirectoryError:
        raise UserError(f"{name} is a folder. Name a file in it.") from None
    except OSError as error:
        raise UserError(f"{name} cannot be read ({error.strerror}). Check its permissions.") from None
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise UserError(f"{name} is not text in UTF-8. Save it as a plain text file in UTF-8.") from None


def _yaml_sentence(error: yaml.YAMLError, text: str, name: str) -> str:
    mark = getattr(error, "problem_mark", None)
    if mark is None:
        return f"{name} is not YAML: it holds a character that no text file has. Write 'key: value' lines."
    line = mark.line + 1
    rows = text.splitlines()
    if mark.line < len(rows) and "\t" in rows[mark.line][: mark.column + 1]:
        return f"There is a tab in {name}, line {line}. Indent with spaces."
    if getattr(error, "context", None) == "expected a single document in the stream":
        return f"A second document begins with '---' in {name}, line {line}. Put it in a file of its own."
    problem = (getattr(error, "problem", None) or "unreadable").replace("\n", " ")
    return f"{name}, line {line}, is not YAML: {problem}. Write 'key: value', and indent with spaces."


def _shape(node: yaml.Node) -> str:
    return "list" if isinstance(node, yaml.SequenceNode) else "single value"


def _check_aliases(node: yaml.Node, document: Document, seen: set[int]) -> None:
    if id(node) in seen:
        line = node.start_mark.line + 1
        document.mistakes.append(
            f"An alias (*) repeats what an anchor (&) names in {document.name}, line {line}. Write the value out."
        )
        return
    seen.add(id(node))
    if isinstance(node, yaml.SequenceNode):
        children = list(node.value)
    elif isinstance(node, yaml.MappingNode):
        children = [part for pair in node.value for part in pair]
    else:
        children = []
    for child in children:
        _check_aliases(child, document, seen)


def _value(node: yaml.Node, key_path: KeyPath, document: Document) -> Any:
    line = node.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        return _mapping(node, key_path, document)
    if isinstance(node, yaml.SequenceNode):
        for place, item in enumerate(node.value):
            document.lines[*key_path, str(place)] = item.start_mark.line + 1
        return [_value(item, (*key_path, str(place)), document) for place, item in enumerate(node.value)]
    if node.tag not in {TAG + name for name in ("str", "int", "float", "bool", "null", "timestamp")}:
        document.mistakes.append(
            f"'{node.tag}' is not a kind of value in {document.name}, line {line}. Write a plain value."
        )
        return None
    return _scalar(node, document)


def _scalar(node: yaml.Node, document: Document) -> Any:
    text = node.value
    if node.tag == TAG + "null":
        return None
    if node.tag == TAG + "bool":
        return text.lower() == "true"
    try:
        if node.tag == TAG + "int":
            return int(text.replace("_", ""))
        if node.tag == TAG + "float":
            return float(re.sub(r"^([-+]?)\.(inf|nan)$", r"\1\2", text.lower()).replace("_", ""))
        if node.tag == TAG + "timestamp":
            return date.fromisoformat(text)
    except ValueError:
        line = node.start_mark.line + 1
        document.mistakes.append(
            f"'{text}' is no such day or number in {document.name}, line {line}. Correct it."
        )
        return None
    return text


def _mapping(node: yaml.MappingNode, key_path: KeyPath, document: Document) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for key_node, value_node in node.value:
        line = key_node.start_mark.line + 1
        key = key_node.value if isinstance(key_node, yaml.ScalarNode) else str(_shape(key_node))
        here = (*key_path, key)
        if key in values:
            first = document.lines[here]
            document.mistakes.append(
                f"'{key}' stands twice in {document.name}, lines {first} and {line}. Keep one of them."
            )
            continue
        document.lines[here] = line
        values[key] = _value(value_node, here, document)
    return values
