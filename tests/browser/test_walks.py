"""Three questions, each asked on the first page and answered on another, as somebody does who has never been here."""

import pytest

from tests.browser.serving import Server
from tests.browser.small_lab import amount, measure_cell

PATIENCE = 120_000


def asked(server: Server, visit, question: str, name: str):
    """Go to the first page, take a picture, and follow the question."""
    made = visit(server.address)
    made.page.get_by_text(question).wait_for(timeout=20_000)
    made.picture(f"walk_{name}_1_question")
    made.page.get_by_text(question).click()
    made.wait_ready(120)
    return made


def answered(made, name: str) -> str:
    """The headline once enough is known; what was asked for is all from here, and nothing broke on the way."""
    made.page.wait_for_function(
        "(said => said && !said.includes('So far') && /[0-9]/.test(said))(document.querySelector('h1')?.innerText)",
        timeout=PATIENCE,
    )
    made.picture(f"walk_{name}_2_answer", whole=True)
    assert made.external == []
    assert made.problems == []
    return str(made.page.inner_text("h1")).removeprefix("A\n")  # the strategy's letter


def test_what_does_2_10_net_30_do_to_us(server: Server, visit):
    made = asked(server, visit, "What does 2/10 net 30 do to us?", "discount")
    page = made.page
    page.wait_for_selector("table.differences", timeout=PATIENCE)
    page.wait_for_function(
        "Number(document.querySelector('.status-text b')?.innerText.split(' ')[0] || 0) >= 30"
        " || document.querySelector('.status-text')?.innerText.includes('Settled')",
        timeout=PATIENCE,
    )
    assert "2/10 net 30" in page.inner_text("table.differences thead th.is-selected")
    profit, cash, dso = (
        measure_cell(page, name, "a") for name in ("profit_to_the_end", "lowest_cash", "dso_countback_days")
    )
    assert amount(profit) < 0 < amount(cash)
    assert amount(dso) < -5
    assert "worse in 99+ of 100" in page.inner_text("tr[data-measure=profit_to_the_end] td.s-a")
    answered(made, "discount")


def test_do_we_need_the_second_collector(server: Server, visit):
    made = asked(server, visit, "Do we need the second collector?", "collector")
    headline = answered(made, "collector")
    assert headline.startswith("The second collector costs")
    assert "€47k profit a year" in headline, "a salary: one collector works 28 % of the hours there are"


def test_is_the_insurer_worth_it(server: Server, visit):
    made = asked(server, visit, "Is the insurer worth it?", "insurer")
    headline = answered(made, "insurer")
    assert headline.startswith("The insurer costs €4")
    assert "a year" in headline
    assert "of 100" in made.page.inner_text(".lab-main")


@pytest.mark.parametrize("question", ["2/10 net 30", "collector", "insurer"])
def test_the_tiles_answer_by_themselves(server: Server, visit, question):
    page = visit(server.address).page
    tile = page.locator(".question", has_text=question).locator("span")
    for _ in range(60):
        page.reload()
        if "is-answer" in (tile.get_attribute("class") or ""):
            break
        page.wait_for_timeout(2_000)
    assert "is-answer" in (tile.get_attribute("class") or "")
    assert "€" in tile.inner_text()
