"""Every kind of mistake in a file gives a sentence with file, line, key and a proposal, and nothing is loaded.

The first two lines of each file in `tests/broken_scenarios` say what it is and what the message must say.
"""

from pathlib import Path

import pytest

from simulator.errors import UserError
from simulator.scenario import load_scenario
from simulator.strategy import load_strategy

FOLDER = Path(__file__).parent.parent / "broken_scenarios"
FILES = sorted(FOLDER.glob("*.yaml"))
LOADERS = {"# strategy": load_strategy, "# scenario": load_scenario}


def message_of(path: Path) -> str:
    kind = path.read_text(encoding="utf-8").splitlines()[0]
    with pytest.raises(UserError) as mistake:
        LOADERS[kind](path)
    return mistake.value.message


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_broken_file_says_what_and_where(path):
    message = message_of(path)
    words = path.read_text(encoding="utf-8").splitlines()[1].removeprefix("# says: ").split(" | ")
    for part in words:
        assert part in message
    assert "broken_scenarios/" in message or path.name in message


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_message_is_sentences_without_jargon(path):
    for sentence in message_of(path).splitlines():
        assert sentence[0].isupper() or sentence.startswith(("'", "tests/", str(FOLDER)))
        assert sentence.endswith((".", "?"))
        for jargon in ("pydantic", "Traceback", "None", "NoneType", "dict", "tuple", "ValueError"):
            assert jargon not in sentence


def test_there_are_many_kinds_of_mistake():
    assert len(FILES) >= 60


def test_all_mistakes_of_a_file_are_told_together():
    assert len(message_of(FOLDER / "several_mistakes.yaml").splitlines()) == 3


def test_a_file_that_is_no_text_is_refused(tmp_path):
    path = tmp_path / "picture.yaml"
    path.write_bytes(b"name: \xff\xfe\x00\x01")
    with pytest.raises(UserError, match=r"picture\.yaml is not text in UTF-8"):
        load_strategy(path)


def test_a_control_character_is_refused(tmp_path):
    path = tmp_path / "control.yaml"
    path.write_bytes(b"name: a\x07b\n")
    with pytest.raises(UserError, match=r"control\.yaml is not YAML"):
        load_strategy(path)


def test_a_huge_file_is_refused(tmp_path):
    path = tmp_path / "huge.yaml"
    path.write_text("# " + "x" * 1_000_001, encoding="utf-8")
    with pytest.raises(UserError, match="larger than a megabyte"):
        load_strategy(path)


def test_deep_nesting_is_refused(tmp_path):
    path = tmp_path / "deep.yaml"
    path.write_text("a: " + "[" * 5000 + "]" * 5000, encoding="utf-8")
    with pytest.raises(UserError, match="nested too deeply"):
        load_strategy(path)


@pytest.mark.parametrize(
    ("given", "words"), [("folder", "is a folder"), ("missing.yaml", "There is no file")]
)
def test_a_folder_or_nothing_is_refused(tmp_path, given, words):
    (tmp_path / "folder").mkdir()
    with pytest.raises(UserError, match=words):
        load_scenario(tmp_path / given)


def test_a_byte_order_mark_does_no_harm(tmp_path):
    path = tmp_path / "marked.yaml"
    path.write_bytes(b"\xef\xbb\xbfname: Marked\r\nwhy: An editor left a mark\r\n")
    assert load_strategy(path).name == "Marked"
