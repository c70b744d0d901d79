"""The picture of the frontier: whoever is not beaten has a name in it."""

from simulator.figures.front import draw
from simulator.results.front import Front, Place
from simulator.results.origin import Origin

ORIGIN = Origin("wholesale", "EUR", 365, 2026, "0.1.0", "0" * 64)
# Profit and cash low point as a wholesaler's were found: five close together, one far off.
FOUND = (
    ("Growth", 470e3, -2.90e6, "frontier"),
    ("Late charges", 332e3, -663e3, "frontier"),
    ("Intensive collections", 276e3, -607e3, "frontier"),
    ("2/10 net 30", 87e3, -556e3, "frontier"),
    ("Factored", -73e3, -500e3, "frontier"),
    ("today", 273e3, -699e3, "dominated"),
    ("Early warning", 265e3, -699e3, "dominated"),
    ("Insured", 228e3, -721e3, "dominated"),
    ("Balanced", 225e3, -1.07e6, "dominated"),
    ("Outside collectors", 216e3, -698e3, "dominated"),
    ("Strict", -333e3, -562e3, "dominated"),
)


def test_whoever_is_not_beaten_has_a_name():
    places = tuple(
        Place(name, (profit, cash), standing, () if standing == "frontier" else ("Late charges",))
        for name, profit, cash, standing in FOUND
    )
    drawing = draw(Front(ORIGIN, ("profit_to_the_end", "lowest_cash"), 50, places), len(places), 1.5e6)
    names = [one["text"] for one in drawing.figure["layout"]["annotations"]]
    for name, *_, standing in FOUND:
        if standing == "frontier":
            assert any(one.startswith(name[:6]) for one in names), name
