"""My ledger in a real browser: from the file to the light and on to the strategy lab."""

import pytest

from simulator.experiment.example_ledger import example_file
from tests.browser.serving import serve_folder, write_notebook
from tests.synthetic_ledger import demo_text, rows

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
        page.locator(".my-ledger-main .widget-upload").click()
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
    page.wait_for_selector(".my-ledger-main", state="visible")
    assert "Back-test passed in part" in page.inner_text(".light-badge")
    assert opened.external == []
    assert opened.problems == []


def test_a_bad_upload_gets_a_sentence_and_a_good_one_is_taken(opened):
    page = opened.page
    choose(page, "words.csv", b"hello\nworld\n")
    page.wait_for_selector(".trouble [role=alert]", state="visible")
    assert "words.csv" in page.inner_text(".trouble")
    assert "creditlab-" not in page.inner_text(".trouble")  # where it lay for a moment
    text = demo_text(rows(customers=20, weeks=60))
    choose(
        page, "strange.csv", text.replace("customerID", "who").replace("InvoiceAmount", "how much").encode()
    )
    page.wait_for_selector(".mapping select", state="visible")
    opened.picture("ledger_columns")
    choose(page, "export.csv", text.encode())
    page.wait_for_selector(".card-fan .chart[data-drawn]", timeout=120_000)
    assert "1,200 invoices of 20 customers" in page.inner_text(".lab-verdict h1")
    assert page.locator(".trouble").is_hidden()
    assert opened.problems == []


def test_a_back_test_can_be_cancelled(opened):
    page = opened.page
    take_example(page)
    page.get_by_role("button", name="Test it on the past").click()
    page.get_by_role("button", name="Cancel").click()
    page.get_by_role("button", name="Test it on the past").wait_for(timeout=10_000)
    assert "Not back-tested yet" in page.inner_text(".light-badge")


@pytest.mark.parametrize(
    ("name", "width", "height", "theme"),
    [("ledger_dark", 1440, 1000, "dark"), ("ledger_phone", 390, 844, "light")],
)
def test_other_screens(small, visit, name, width, height, theme):
    made = visit(f"{small.address}ledger", width=width, height=height, theme=theme)
    page = made.wait_ready()
    take_example(page)
    made.picture(name, whole=True)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert made.problems == []


def test_the_keyboard_leads_from_the_example_to_the_back_test(opened):
    page = opened.page

    def tab_to(words: str) -> None:
        for _ in range(40):
            page.keyboard.press("Tab")
            if words in page.evaluate("document.activeElement.innerText || ''"):
                return
        raise AssertionError(f"The keyboard does not reach '{words}'.")

    tab_to("Take the example")
    page.keyboard.press("Enter")
    page.wait_for_selector(".card-fan .chart[data-drawn]", timeout=120_000)
    tab_to("Test it on the past")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Cancel").wait_for(timeout=10_000)


def test_two_visitors_do_not_see_each_other(small, visit, opened):
    take_example(opened.page)
    other = visit(f"{small.address}ledger")
    page = other.wait_ready()
    assert "synthetic" not in page.inner_text(".my-ledger-main").replace("The example is synthetic", "")
    assert page.locator(".light-badge").is_hidden()
