"""A lesson in JupyterLab in a real browser: from top to bottom, with fields and buttons alone."""

from __future__ import annotations

import os
import re
import subprocess
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from simulator.classroom.catalogue import outline
from simulator.classroom.jupyter import arguments
from simulator.classroom.kept import read_answers
from simulator.classroom.learners import Learner
from simulator.classroom.releasing import release

LESSON = outline("3")
FOLDERS = ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "JUPYTERLAB_SETTINGS_DIR")
PATIENCE = 200_000


@dataclass
class Desk:
    """JupyterLab on a learner's folder."""

    process: subprocess.Popen[str]
    address: str
    token: str
    folder: Path


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    folder, settings = tmp_path / "copies", tmp_path / "settings"
    settings.mkdir()
    release([LESSON], folder, [Learner("anna")], is_hidden=True)
    own = {name: str(tmp_path / name.lower()) for name in (*FOLDERS, "JUPYTERLAB_WORKSPACES_DIR")}
    command = [*arguments(folder, settings), "--no-browser", "--ServerApp.port=0", "--allow-root"]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env={**os.environ, **own})
    assert process.stderr is not None
    found = None
    for line in process.stderr:
        found = re.search(r"(http://127\.0\.0\.1:\d+)/lab\?token=(\w+)", line)
        if found:
            break
    assert found, "JupyterLab did not start"
    errors = process.stderr
    emptied = threading.Thread(target=lambda: [None for _ in errors])  # nobody else empties the pipe
    emptied.start()
    yield Desk(process, found[1], found[2], folder / "anna")
    process.terminate()
    process.wait(30)
    emptied.join(10)
    process.stderr.close()


@pytest.mark.timeout(900)
def test_somebody_who_does_not_program_finishes_the_lesson(desk, visit):
    opened = visit(
        f"{desk.address}/lab/tree/anna/{LESSON.name}.ipynb?token={desk.token}", width=1300, height=1600
    )
    page = opened.page
    page.wait_for_selector(".jp-Notebook .jp-MarkdownOutput", timeout=PATIENCE)
    page.wait_for_selector(
        '.jp-Notebook-ExecutionIndicator[data-status="idle"]', timeout=PATIENCE, state="attached"
    )  # what is run before the kernel is there would be lost
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_text("Run All Cells", exact=True).click()
    page.get_by_text("0 of 9 done").wait_for(timeout=PATIENCE)
    opened.picture("lesson_3_jupyterlab")

    def form(question: str):
        return (
            page.locator(".jp-OutputArea-output").filter(has_text=question).filter(has=page.locator("button"))
        )

    def check(question: str, said: str, button: str = "Check") -> None:
        form(question).get_by_role("button", name=button).click()
        form(question).get_by_text(said).first.wait_for(timeout=PATIENCE)

    check("How likely is it", "Written down", "Keep")
    ends = form("By how many days").locator("input")
    ends.nth(0).fill("5")
    ends.nth(1).fill("12")
    check("By how many days", "Written down", "Keep")

    rate = form("Which yearly rate does").locator("input")
    rate.fill("24 %")
    check("Which yearly rate does", "It is not 2 % a month")
    rate.fill("37.24 %")
    check("Which yearly rate does", "Right.")

    cells = page.locator(".jp-OutputArea-output table").first.locator("tbody tr")
    table = {row.locator("th").inner_text(): row.locator("td").all_inner_texts() for row in cells.all()}
    day = float(table["Days to pay (days)"][0])
    form("Your customers do not pay on day 30").locator("input").fill(f"{0.02 / 0.98 * 365 / (day - 10):.3f}")
    check("Your customers do not pay on day 30", "Right.")
    given, leaked = table["Discounts (EUR)"][1], table["Discount to who pays early anyway (%)"][1]
    assert given.endswith("k")
    nothing = float(given[:-1]) * 1000 * float(leaked) / 100
    form("How much discount did the company give").locator("input").fill(f"{nothing:.0f}")
    check("How much discount did the company give", "Right.")
    for step in ("Tell them the same day", "Ask what they can give", "Agree with sales beforehand"):
        form("kept the 2 % on day 25").get_by_label(step).check()
    check("kept the 2 % on day 25", "Right.")
    form("Profit falls although").get_by_text("saves less interest").click()
    check("Profit falls although", "Right.")

    lab = form("Discount for paying early (%)").first
    readout = lab.locator(".widget-readout").first
    readout.click()
    readout.fill("1")
    readout.press("Enter")
    lab.get_by_role("button", name="Play").click()
    lab.locator("table").wait_for(timeout=PATIENCE)
    lab.get_by_role("button", name="Hand in this strategy").click()
    form("Find a discount").get_by_text("It brings enough cash").wait_for(timeout=PATIENCE)
    form("Which company should offer").locator("textarea").fill("A company whose bank line is full " * 5)
    check("Which company should offer", "Noted.", "Keep")
    page.get_by_text("9 of 9 done").wait_for(timeout=PATIENCE)
    opened.picture("lesson_3_finished")

    kept = read_answers(desk.folder / f"{LESSON.name}.answers.json")
    assert kept["your_discount"] == {"discount": {"rate_fraction": 0.01}}
    assert len(kept) == 9
    assert opened.external == []
    assert page.get_by_text("Jupyter news").count() == 0
