"""Results in words."""

import pytest

from simulator.results.words import chance_in_words, figure, money, out_of_100, signed_money


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        (0, "under €1k"),
        (999, "under €1k"),
        (1_000, "€1k"),
        (71_300, "€71k"),
        (382_499, "€382k"),
        (999_499, "€999k"),
        (999_500, "€1.00m"),
        (12_340_000, "€12.3m"),
        (987_600_000, "€988m"),
        (1_234_000_000, "€1.23bn"),
    ],
)
def test_amounts_have_three_digits_at_most(amount, words):
    assert money(amount, "EUR") == money(-amount, "EUR") == words


def test_signs_are_true_signs():
    assert signed_money(25_000, "EUR") == "+€25k"
    assert signed_money(-71_000, "GBP") == "−£71k"
    assert signed_money(-300, "USD") == "under $1k"
    assert money(5_000, "SEK") == "SEK 5k"


def test_chances_are_never_certain():
    assert out_of_100(0.864) == "86 of 100"
    assert out_of_100(0.996) == out_of_100(1.0) == "99+ of 100"
    assert out_of_100(0.001) == "under 1 of 100"
    assert chance_in_words(1.0, 12) == "12 of 12"


def test_figures_are_no_finer_than_their_interval():
    assert figure(3_124, "currency", step=2_000) == "3k"
    assert figure(3_124, "currency", step=300) == "3.1k"
    assert figure(1_412_000, "currency", step=92_000) == "1.41m"
    assert figure(1_412_000, "currency", step=400_000) == "1.4m"
    assert figure(-0.0004, "fraction", 3, signed=True) == "0.0"


def test_a_small_company_reads_plain_units():
    from simulator.results.differences import difference_rows
    from simulator.results.verdict import verdict_of
    from tests.unit.invented import invented, noise

    def values(level, spread):
        return level + spread * (noise(60) - noise(60).mean())

    first = {"profit_to_the_end": values(9_000.0, 300.0), "write_offs_net_of_claims": 420.0}
    other = {"profit_to_the_end": values(9_448.0, 310.0), "write_offs_net_of_claims": 300.0}
    made = invented(60, first, other)
    company = {**made.inputs["scenario"]["company"], "annual_credit_sales": 60_000.0}
    small = type(made)(**{**made.__dict__, "inputs": {"scenario": {"company": company}}})
    assert verdict_of(small).headline.startswith("2/10 net 30 does best: +€448 profit a year")
    row = difference_rows(small)[0]
    assert (row.today, row.cells[0].text) == ("€9,000", "+€448")
    assert "under" not in " ".join(cell.text for row in difference_rows(small) for cell in row.cells)
    large = difference_rows(made)[0]
    assert (large.today, large.cells[0].text) == ("€9k", "under €1k")


def test_a_small_company_alone_keeps_the_sign_of_its_low_point():
    from simulator.results.verdict import verdict_of
    from tests.unit.invented import invented

    made = invented(40, {"lowest_cash": -520.0})
    company = {**made.inputs["scenario"]["company"], "annual_credit_sales": 60_000.0}
    small = type(made)(**{**made.__dict__, "inputs": {"scenario": {"company": company}}})
    assert "the cash low point is −€520 on average" in verdict_of(small, "lowest_cash").headline
    assert "a bad low point of −€520" in verdict_of(small, "resilience").headline
