"""The tokens: readable, told apart by everybody, and one dark colour for each light one in a chart."""

from itertools import combinations

import numpy as np
import pytest

from simulator.figures.tokens import AGEING, IN_CHARTS, STRATEGIES, TOKENS, css_variables, dark_of

TEXT_ON = [
    *(("surface", ink) for ink in ("ink", "ink2", "ink3", *STRATEGIES)),
    *(("bg", ink) for ink in ("ink", "ink2", "ink3")),
    *((f"{tone}-on", tone) for tone in ("better", "worse", "neutral", "warning")),
    *((shade, "ink") for shade in AGEING[:2]),
]

# Machado, Oliveira & Fernandes 2009, severity 1, on linear RGB
SIGHTS = {
    "protan": [
        [0.152286, 1.052583, -0.204868],
        [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ],
    "deutan": [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
    ],
    "tritan": [
        [1.255528, -0.076749, -0.178779],
        [-0.078411, 0.930809, 0.147602],
        [0.004733, 0.691367, 0.303900],
    ],
    "usual": np.eye(3).tolist(),
}
TO_XYZ = np.array(
    [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]]
)


def linear(colour: str) -> np.ndarray:
    parts = np.array([int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)])
    return np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)


def contrast(one: str, other: str) -> float:
    weights = np.array([0.2126, 0.7152, 0.0722])
    lights = sorted((float(linear(one) @ weights), float(linear(other) @ weights)))
    return (lights[1] + 0.05) / (lights[0] + 0.05)


def lab(colour: str, sight: str) -> np.ndarray:
    seen = np.clip(np.array(SIGHTS[sight]) @ linear(colour), 0.0, 1.0)
    parts = TO_XYZ @ seen / np.array([0.95047, 1.0, 1.08883])
    f = np.where(parts > 216 / 24389, np.cbrt(parts), (24389 / 27 * parts + 16) / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("ground", "text"), TEXT_ON)
def test_text_is_readable(ground, text, theme):
    assert contrast(getattr(TOKENS[ground], theme), getattr(TOKENS[text], theme)) >= 4.5


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("sight", SIGHTS)
def test_strategies_are_told_apart_by_every_sight(sight, theme):
    colours = [getattr(TOKENS[name], theme) for name in STRATEGIES]
    distances = [
        np.linalg.norm(lab(one, sight) - lab(other, sight)) for one, other in combinations(colours, 2)
    ]
    assert min(distances) >= 20


def test_every_light_colour_of_a_chart_has_one_dark_colour_and_back():
    pairs = dark_of()
    assert len(pairs) == len(IN_CHARTS) == len(set(pairs.values()))


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_shades_of_age_go_one_way(theme):
    lightness = [lab(getattr(TOKENS[name], theme), "usual")[0] for name in AGEING]
    steps = np.diff(lightness)
    assert (steps < -5).all() if theme == "light" else (steps > 5).all()


def test_the_style_sheet_has_every_token_in_both_themes():
    text = css_variables()
    assert text.count("{") == text.count("}")
    for name, token in TOKENS.items():
        assert f"--{name}: {token.light};" in text
        assert f"--{name}: {token.dark};" in text
    assert ":root[data-theme=dark]" in text
    assert "prefers-color-scheme: dark" in text
