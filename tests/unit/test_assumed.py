"""Every input with its evidence, what is left out, and which judgements matter."""

import csv
import io
import re
from pathlib import Path

import pytest

import simulator as cs
from simulator.experiment.inputs import LEDGER_DECIDES
from simulator.experiment.judgements import judgements, kept_judgements
from simulator.experiment.kept.shelf import Shelf
from simulator.parameters import dictionary
from simulator.publish.assumed import assumed, assumed_csv, counts_by_evidence
from simulator.publish.board.values import value_text
from simulator.results.left_out import left_out

WHOLESALE = cs.load_scenario("wholesale")
DOCS = Path(__file__).parents[2] / "docs"


def by_key(scenario, **how):
    return {one.key: one for one in assumed(scenario, **how)}


def test_every_input_is_there_with_its_evidence():
    found = assumed(WHOLESALE)
    assert [one.key for one in found] == list(dictionary())
    counts = counts_by_evidence(found)
    assert sum(counts.values()) == len(dictionary())
    assert counts["E"] == sum(entry.evidence == "E" for entry in dictionary().values())
    assert all(one.value and one.plausible and one.source and one.meaning for one in found)


def test_values_have_their_units():
    found = by_key(WHOLESALE.but(company={"gross_margin_fraction": 0.25}))
    margin = found["company.gross_margin_fraction"]
    assert margin.value == "25 %"
    assert margin.is_changed
    assert found["credit_policy.limit_months_of_sales"].value == "4 months"
    assert found["credit_policy.limit_months_of_sales"].standard == "2 months"
    assert found["portfolio.terms_days"].value.startswith("large 30 d, mid-sized 30 d")
    assert not by_key(WHOLESALE)["company.gross_margin_fraction"].is_changed


def test_what_a_ledger_decides_is_told_as_fitted():
    found = by_key(WHOLESALE, is_ledger=True)
    assert {key for key, one in found.items() if one.evidence == "F"} == set(LEDGER_DECIDES)
    assert found["portfolio.terms_days"].value == "each customer's own"
    assert found["portfolio.terms_days"].word == "fitted to the ledger"


def test_the_file_holds_all_of_it():
    rows = list(csv.DictReader(io.StringIO(assumed_csv(assumed(WHOLESALE)).decode("utf-8-sig"))))
    assert len(rows) == len(dictionary())
    changed = {row["key"] for row in rows if row["is_changed"]}
    assert "credit_policy.limit_months_of_sales" in changed
    assert "company.gross_margin_fraction" not in changed


def test_the_documentation_has_the_same_list_word_for_word():
    page = " ".join((DOCS / "model.md").read_text(encoding="utf-8").split())
    section = page.partition("## What it does not know")[2].partition("## ")[0]
    for one in left_out():
        assert f"- {one.text}" in section
    assert section.count(" - ") == len(left_out())
    assert all(one.title and one.so.endswith(".") for one in left_out())


SMALL = WHOLESALE.but(portfolio={"customers": 20}, company={"horizon_days": 90, "warm_up_days": 60})
DISCOUNT = cs.load_strategy("discount")


@pytest.fixture(scope="module")
def found(tmp_path_factory):
    shelf = Shelf(tmp_path_factory.mktemp("kept"))
    return judgements(SMALL, DISCOUNT, replications=3, workers=1, keep=shelf), shelf


def test_only_judgements_are_moved_and_the_discounts_own_are_among_them(found):
    moved = [bar.key for bar in found[0].bars]
    assert {dictionary()[key].evidence for key in moved} == {"E"}
    assert "behaviour.discount_hassle_per_year" in moved
    assert not any(key.endswith("_multiplier") and key.startswith("economy.") for key in moved)


def test_a_judgement_moves_the_lead_as_a_comparison_with_it_does(found):
    """One bar by hand: the lead with the judgement at its end, minus the lead as it is, same luck."""
    bar = next(one for one in found[0].bars if one.key == "behaviour.discount_hassle_per_year")
    today = cs.load_strategy("status_quo")

    def lead(scenario):
        comparison = cs.compare(scenario, [today, DISCOUNT], seed=2026, replications=3, workers=1)
        difference = comparison.difference(comparison.results[1], "profit_to_the_end")
        assert difference is not None
        return difference.mean

    there = SMALL.but(behaviour={"discount_hassle_per_year": bar.high.value})
    assert bar.high.movement.mean == pytest.approx(lead(there) - lead(SMALL))


def test_it_is_kept_for_exactly_this_question(found):
    shelf = found[1]
    kept = kept_judgements(SMALL, DISCOUNT, keep=shelf)
    assert kept is not None
    assert kept.document["verdict"] == found[0].verdict
    assert kept_judgements(SMALL, cs.load_strategy("strict"), keep=shelf) is None
    assert kept_judgements(SMALL.but(company={"horizon_days": 120}), DISCOUNT, keep=shelf) is None
    assert kept_judgements(SMALL, DISCOUNT, seed=1, keep=shelf) is None


def test_every_input_is_told_in_english():
    """One of something in the singular, and each by its article: no "1 months", no "€2 a invoice"."""
    for entry in dictionary().values():
        if entry.type in ("whole", "number"):
            for value in (1, 2, 12):
                text = value_text(entry.key, value, "EUR")
                assert not re.search(r"\b1 (?!times\b)\w+s\b", text), entry.key
                assert not re.search(r"\ba [aeio]", text), entry.key
    assert value_text("terms.cost_per_invoice_check", 2.0, "EUR") == "€2 an invoice"
    assert value_text("credit_policy.review_months", 1, "EUR") == "1 month"


def test_kinds_of_customers_are_called_as_on_every_page():
    assert value_text("portfolio.terms_days", {"mid": 45, "sme": 30}, "EUR") == "mid-sized 45 d, SME 30 d"
