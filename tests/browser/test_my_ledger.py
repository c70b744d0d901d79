"""My ledger in a real browser: from the file to the light and on to the strategy lab."""

import pytest

from simulator.experiment.example_ledger import example_file
from tests.browser.serving import serve_folder, write_notebook
from tests.browser.small_lab import wait_settled

CELL = """
from simulator.app.ledger.page import MyLedger
from simulator.backtest.origins import Rolling

MyLedger(rolling=Rolling(every_days=120), workers=1).box
"""
KEPT = {"CREDITLAB_RESULTS": "off", "CREDITLAB_MAPPINGS": "off"}


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    folder = tmp_path_factory.mktemp("ledger")
    write_notebook(folder / "ledger.ipynb", CELL)
    running = serve_folder(folder, env=KEPT)
    yield running
    running.end()


@pytest.fixture
def opened(small, visit):
    made = visit(f"{small.address}ledger")
    made.wait_ready()
    return made


def take_example(page) -> None:
    """Take the example, and wait until its customers are fitted and its cash is foretold."""
    page.get_by_role("button", name="Take the example").click()
    page.wait_for_selector(".card-fan .chart[data-drawn]", timeout=120_000)


def choose(page, name: str, content: bytes) -> None:
    with page.expect_file_chooser() as chooser:
        page.locator(".ledger-main .widget-upload").click()
    chooser.value.set_files({"name": name, "mimeType": "application/octet-stream", "buffer": content})


def test_from_the_example_to_the_light_and_on_to_the_lab(opened):
    page = opened.page
    opened.picture("ledger_empty")
    take_example(page)
    with example_file().open(encoding="utf-8") as file:
        invoices = sum(",invoice,20" in line for line in file)
    assert f"{invoices:,} invoices" in page.inner_text(".lab-verdict h1")
    assert "not back-tested yet" in page.inner_text(".lab-verdict h1")
    assert "Not back-tested yet" in page.inner_text(".light-badge")
    page.get_by_role("button", name="Test it on the past").click()
    page.wait_for_selector(".light-badge.is-amber", timeout=120_000)  # few days cannot be green or red
    assert "Back-test passed in part" in page.inner_text(".light-badge")
    assert "Only" in page.inner_text(".reasons li >> nth=0")
    page.wait_for_selector(".card-weeks .chart[data-drawn]")
    page.wait_for_selector(".card-methods .chart[data-drawn]")
    opened.picture("ledger_desktop", whole=True)
    page.get_by_role("button", name="On to the strategy lab").click()
    page.wait_for_selector("table.differences", timeout=60_000)
    page.wait_for_function("document.querySelector('.context').innerText.includes('Own ledger')")
    page.wait_for_selector(".lab-provenance .light-badge.is-amber", timeout=60_000)
    opened.picture("ledger_in_the_lab", whole=True)
    page.get_by_role("button", name="Back to your ledger").click()
    page.wait_for_selector(".ledger-main", state="visible")
    assert "Back-test passed in part" in page.inner_text(".light-badge")
    assert opened.external == []
    assert opened.problems == []
