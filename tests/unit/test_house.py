"""The house is kept: small files and functions, few arguments, rooms in their order, one source of luck."""

import ast
import re
import statistics
from pathlib import Path

import pytest

import simulator

HOUSE = Path(__file__).parents[2]
PACKAGE = HOUSE / "simulator"
SOURCES = sorted(PACKAGE.rglob("*.py"))
LEFT_OUT = {".venv", ".git", "build", "dist", "__pycache__"}

LONGEST_FILE, USUAL_FILE = 400, 300
LONGEST_FUNCTION, USUAL_FUNCTION = 60, 30
MOST_ARGUMENTS, MOST_KEYWORDS = 5, 5

# A function may be longer or take more arguments only when it stands here with its reason.
LONGER: dict[str, str] = {
    # "simulator/engine/example.py::name": "reason",
}
MORE_ARGUMENTS = {
    "simulator/cli/comparing.py::compare_strategies": "one for each option of the command",
    "simulator/cli/stressing.py::stress_strategies": "one for each option of the command",
    "simulator/cli/stressing.py::find_breaking_point": "one for each option of the command",
    "simulator/cli/claims.py::account_for_claims": "one for each option of the command",
    "simulator/cli/desks.py::look_at_desk": "one for each option of the command",
    "simulator/cli/explaining_why.py::explain_difference": "one for each option of the command",
    "simulator/experiment/why.py::why": "the public call; most are keywords",
    "simulator/experiment/stress.py::stress": "the public call; most are keywords",
    "simulator/experiment/reverse_stress.py::reverse_stress": "the public call; most are keywords",
    "simulator/cli/best_of_many.py::best_of_many": "one for each option of the command",
    "simulator/cli/sensitivities.py::show_sensitivity": "one for each option of the command",
    "simulator/cli/frontiers.py::show_frontier": "one for each option of the command",
    "simulator/cli/backtesting.py::backtest_ledger": "one for each option of the command",
    "simulator/cli/forecasting.py::forecast_cash": "one for each option of the command",
    "simulator/cli/optimising.py::show_optimum": "one for each option of the command",
    "simulator/cli/sheets.py::write_policy": "one for each option of the command",
    "simulator/cli/sheets.py::write_kpis": "one for each option of the command",
    "simulator/cli/publishing.py::publish_board": "one for each option of the command",
    "simulator/cli/course_marking.py::mark_submissions": "one for each option of the command",
    "simulator/cli/course.py::release_lessons": "one for each option of the command",
    "simulator/experiment/compare.py::compare": "the public call; all but two are keywords with defaults",
}

ROOMS = (
    ("units", "errors", "compiling", "luck", "garbage"),
    (
        "reading",
        "parameters",
        "checks",
        "groups",
        "levers",
        "assumptions",
        "plans",
        "settings",
        "shocks",
        "severity",
        "coming",
        "sharing",
        "scenario",
        "strategy",
        "clashes",
    ),
    ("rules",),
    ("journal",),
    ("ledger",),
    ("portfolio",),
    ("engine",),
    ("metrics", "results"),
    ("calibration",),
    ("experiment",),
    ("backtest",),
    ("verification",),
    ("closed_forms",),
    ("benchmark",),
    ("figures",),
    ("publish",),
    ("app",),
    ("pages",),
    ("classroom",),
    ("cli",),
)
FLOOR = {room: floor for floor, rooms in enumerate(ROOMS) for room in rooms}


def relative(path: Path) -> str:
    return path.relative_to(HOUSE).as_posix()


def functions_of(path: Path) -> list[tuple[str, ast.FunctionDef | ast.AsyncFunctionDef]]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
    return [(f"{relative(path)}::{node.name}", node) for node in ast.walk(tree) if isinstance(node, kinds)]


def length(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines of a function without its docstring."""
    start = function.lineno
    if ast.get_docstring(function, clean=False) is not None:
        documentation = function.body[0]
        start += (documentation.end_lineno or 0) - documentation.lineno + 1
    return (function.end_lineno or 0) - start + 1


FUNCTIONS = [pair for path in SOURCES for pair in functions_of(path)]


def percentile_90(values: list[int]) -> float:
    return statistics.quantiles(values, n=10)[-1]


def test_files_are_short():
    lengths = {relative(path): len(path.read_text(encoding="utf-8").splitlines()) for path in SOURCES}
    assert {name: lines for name, lines in lengths.items() if lines > LONGEST_FILE} == {}
    assert percentile_90(list(lengths.values())) <= USUAL_FILE


def test_functions_are_short():
    lengths = {name: length(function) for name, function in FUNCTIONS}
    assert {name: n for name, n in lengths.items() if n > LONGEST_FUNCTION and name not in LONGER} == {}
    assert percentile_90(list(lengths.values())) <= USUAL_FUNCTION


def test_functions_take_few_arguments():
    many = {}
    for name, function in FUNCTIONS:
        arguments = [*function.args.posonlyargs, *function.args.args]
        if arguments and arguments[0].arg in ("self", "cls"):
            arguments = arguments[1:]
        keywords = function.args.kwonlyargs
        if (len(arguments) > MOST_ARGUMENTS or len(keywords) > MOST_KEYWORDS) and name not in MORE_ARGUMENTS:
            many[name] = len(arguments) + len(keywords)
    assert many == {}


def test_every_exception_is_still_needed():
    by_name = dict(FUNCTIONS)
    for name in [*LONGER, *MORE_ARGUMENTS]:
        assert name in by_name, f"{name} is gone; take it off the list"
    for name in LONGER:
        assert length(by_name[name]) > LONGEST_FUNCTION, f"{name} is short now; take it off the list"


def imports_of(path: Path) -> set[str]:
    """The rooms that a file imports from, at its top or inside a function."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module == "simulator":
            names |= {f"simulator.{alias.name}" for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module)
    rooms = {name.split(".")[1] for name in names if name.startswith("simulator.")}
    return rooms & FLOOR.keys()


def room_of(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def test_every_module_is_in_a_room():
    assert {room_of(path) for path in SOURCES} - FLOOR.keys() <= {"__init__", "__main__"}


@pytest.mark.parametrize("path", SOURCES, ids=relative)
def test_a_room_imports_only_from_rooms_above_it(path):
    room = room_of(path)
    if room in FLOOR:
        below = {other for other in imports_of(path) if FLOOR[other] > FLOOR[room]}
        assert below == set()


def texts() -> list[Path]:
    endings = {".py", ".md", ".yaml", ".yml", ".toml", ".lock", ".ipynb", ".txt", ".json", ".csv", ""}
    found = [path for path in HOUSE.rglob("*") if path.is_file() and path.suffix in endings]
    return [path for path in found if not LEFT_OUT & set(path.relative_to(HOUSE).parts) and not hidden(path)]


def hidden(path: Path) -> bool:
    return any(
        part.startswith(".") and part.endswith(("_cache", "hypothesis", "DS_Store")) for part in path.parts
    )


RANDOMNESS = re.compile(
    r"\bnp\.random|numpy\.random|^\s*import random|^\s*from random|default_rng|\buuid4\b", re.MULTILINE
)
MACHINE = re.compile(r"(?<![\w.])/(?:work|root|home|tmp|Users|mnt|opt)/\w|[A-Z]:\\Users", re.MULTILINE)
HOSTS = re.compile(
    "|".join(
        (
            "py" + r"pi\.org",
            "python" + "hosted",
            "anaconda" + r"\.org",
            "npm" + r"js\.",
            "index" + "-url",
            "extra-" + "index",
        )
    )
)


PAGES = {path.parent.name for path in (PACKAGE / "app").glob("*/page.py")}
OPENED_INSIDE = {"lab"}  # other pages open the strategy lab inside themselves, and move levers as it does


@pytest.mark.parametrize("path", sorted((PACKAGE / "app").rglob("*.py")), ids=relative)
def test_no_page_imports_another_and_the_kit_imports_none(path):
    room = path.parent.name
    may = {room, *(OPENED_INSIDE if room in PAGES else ())}
    found = set(re.findall(r"from simulator\.app\.(\w+)\.", path.read_text(encoding="utf-8"))) & PAGES
    assert found <= may, f"{relative(path)} imports {found - may}"


@pytest.mark.parametrize("pattern", [RANDOMNESS, MACHINE, HOSTS], ids=["randomness", "machine", "hosts"])
def test_nothing_stands_in_the_repository_that_should_not(pattern):
    found = {}
    for path in texts():
        if path == Path(__file__) or (pattern is RANDOMNESS and path.suffix != ".py"):
            continue
        match = pattern.search(path.read_text(encoding="utf-8", errors="replace"))
        if match:
            found[relative(path)] = match[0]
    assert found == {}


def test_compiled_modules_keep_their_annotations():
    """Numba reads annotations of compiled functions as they are, so they must not become strings."""
    for path in SOURCES:
        text = path.read_text(encoding="utf-8")
        if re.search(r"^@compiled", text, re.MULTILINE):
            assert "from __future__ import annotations" not in text, relative(path)


def test_the_front_page_tells_the_two_commands():
    front_page = (HOUSE / "README.md").read_text(encoding="utf-8")
    assert "make run" in front_page
    assert "make test" in front_page


@pytest.mark.parametrize("name", ["README.md", "DESIGN.md", "CHANGELOG.md", "LICENSE", ".ci/run", "Makefile"])
def test_the_house_has_its_papers(name):
    assert (HOUSE / name).is_file()


def test_there_are_few_names_to_learn_and_each_leads_somewhere():
    assert len(simulator._JOBS) <= 15
    assert all(getattr(simulator, name) is not None for name in simulator.__all__)
