"""pyproject.toml, requirements.lock and environment.yml name the same packages, and the code uses no others."""

import ast
import os
import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

import simulator

HOUSE = Path(__file__).parents[2]
PROJECT = tomllib.loads((HOUSE / "pyproject.toml").read_text(encoding="utf-8"))
RUNTIME = {
    canonicalize_name(Requirement(text).name): Requirement(text)
    for text in PROJECT["project"]["dependencies"]
}
TESTING = {
    canonicalize_name(Requirement(text).name): Requirement(text)
    for text in PROJECT["project"]["optional-dependencies"]["test"]
}
LOCK = (HOUSE / "requirements.lock").read_text(encoding="utf-8")
IMPORTED_AS = {"yaml": "pyyaml"}
# Needed by the pages of later steps; nothing imports them yet.
FOR_THE_PAGES = {"anywidget", "ipywidgets", "jupyterlab", "openpyxl", "plotly", "voila"}


def locked() -> dict[str, list[Version]]:
    versions: dict[str, list[Version]] = {}
    for name, version in re.findall(r"^([A-Za-z0-9_.-]+)==([^\s;\\]+)", LOCK, re.MULTILINE):
        versions.setdefault(canonicalize_name(name), []).append(Version(version))
    return versions


@pytest.mark.parametrize("requirement", [*RUNTIME.values(), *TESTING.values()], ids=str)
def test_the_lock_holds_what_the_project_asks_for(requirement):
    versions = locked()[canonicalize_name(requirement.name)]
    assert all(requirement.specifier.contains(version) for version in versions)


def test_every_locked_package_has_hashes():
    blocks = re.split(r"^(?=[A-Za-z0-9_.-]+==)", LOCK, flags=re.MULTILINE)[1:]
    assert len(blocks) >= 100
    for block in blocks:
        assert "--hash=sha256:" in block, block.splitlines()[0]


def test_the_lock_is_for_every_platform():
    assert "sys_platform == 'win32'" in LOCK
    numba = re.search(r"^numba==.*?(?=^\w)", LOCK, re.MULTILINE | re.DOTALL)
    assert numba is not None
    assert numba[0].count("--hash") >= 12


def test_the_lock_names_no_place():
    for place in ("://", "file:", "--index", "--find-links", "--extra", "-e ", "\\\\"):
        assert place not in LOCK


def test_conda_gets_the_same_packages():
    environment = yaml.safe_load((HOUSE / "environment.yml").read_text(encoding="utf-8"))
    packages = [entry for entry in environment["dependencies"] if isinstance(entry, str)]
    inner = [entry["pip"] for entry in environment["dependencies"] if isinstance(entry, dict)]
    named = {canonicalize_name(Requirement(entry).name): Requirement(entry).specifier for entry in packages}
    assert inner == [["-e ."]]
    assert str(named.pop("python")) == PROJECT["project"]["requires-python"]
    named.pop("pip")
    assert named == {name: requirement.specifier for name, requirement in RUNTIME.items()}


def test_the_version_is_said_once():
    assert simulator.__version__ == PROJECT["project"]["version"]


def test_the_wheel_carries_what_people_edit():
    carried = PROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]["force-include"]
    assert set(carried) == {"scenarios", "notebooks", "course"}
    for folder, place in carried.items():
        assert any((HOUSE / folder).iterdir())
        assert place == f"simulator/_shipped/{folder}"


def test_an_installed_wheel_finds_what_it_carries(tmp_path):
    builder = pytest.importorskip("hatchling.builders.wheel").WheelBuilder(str(HOUSE))
    wheel = next(iter(builder.build(directory=str(tmp_path), versions=["standard"])))
    installed = tmp_path / "installed"
    zipfile.ZipFile(wheel).extractall(installed)
    code = "from simulator.parameters import shipped_folder as s; print(*map(s, ('scenarios', 'notebooks', 'course')))"
    code += "; import simulator; print(simulator.load_strategy('growth').name)"
    environment = {**os.environ, "PYTHONPATH": str(installed)}
    told = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    assert told.stdout.split() == [
        *(
            str(installed / "simulator" / "_shipped" / folder)
            for folder in ("scenarios", "notebooks", "course")
        ),
        "Growth",
    ]


def third_party_imports() -> set[str]:
    names: set[str] = set()
    for path in (HOUSE / "simulator").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                names |= {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                names.add(node.module.split(".")[0])
    names -= set(sys.stdlib_module_names) | {"simulator"}
    return {IMPORTED_AS.get(name, canonicalize_name(name)) for name in names}


def test_the_code_imports_what_the_project_asks_for():
    extras = [one for name, one in PROJECT["project"]["optional-dependencies"].items() if name != "test"]
    asked = {canonicalize_name(Requirement(text).name) for texts in extras for text in texts}
    assert third_party_imports() <= set(RUNTIME) | asked


def test_the_project_asks_for_nothing_in_vain():
    assert set(RUNTIME) - third_party_imports() <= FOR_THE_PAGES
