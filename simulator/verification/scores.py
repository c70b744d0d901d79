"""The power of a score: what a cut-off takes out of a portfolio, by the engine's own score and health rule."""

import numpy as np
from numpy.typing import NDArray

from simulator.compiling import compiled
from simulator.luck import Stream, drawn, run_key
from simulator.metrics.scores import score_gini_fraction
from simulator.rules.health import HEALTHY, INSOLVENT, Chances, health_probability, next_health
from simulator.rules.paying import normal
from simulator.rules.scoring import failure_risk, is_refused, score_power, seen_score, separation_of_gini
from simulator.verification.cases import Case, Estimate, printed, statistical

_GINI, _SPREAD = 0.60, 1.8
_FAILING, _WORST = 0.02, 0.10
_CHANCE = 0.002
"""Of a month; small, so that those who do not fail are as all applicants are."""
_QUALITY, _NOISE, _HEALTH = int(Stream.QUALITY), int(Stream.SCORE_NOISE), int(Stream.HEALTH)


@compiled
def _judge(scores: NDArray[np.float64], failed: NDArray[np.bool_], key: np.uint64, power: float) -> None:
    """Score every applicant, and see whether it fails within the month."""
    for number in range(scores.shape[0]):
        quality = normal(drawn(key, _QUALITY, number, 0))
        scores[number] = seen_score(quality, normal(drawn(key, _NOISE, number, 0)), power)
        place = health_probability(0.0, 0.0, drawn(key, _HEALTH, number, 0))
        chances = Chances(0.0, 0.0, 0.0, _CHANCE * failure_risk(quality, _SPREAD))
        failed[number] = next_health(HEALTHY, place, chances) == INSOLVENT


@compiled
def _count_refused(scores: NDArray[np.float64], refused_fraction: float) -> int:
    count = 0
    for number in range(scores.shape[0]):
        count += is_refused(scores[number], refused_fraction)
    return count


def _cut_off(bad: NDArray[np.float64], good: NDArray[np.float64]) -> float:
    """The cut-off that refuses a tenth of a portfolio of which 2 % will fail (bisection)."""
    low, high = 0.0, 1.0
    for _ in range(50):
        middle = (low + high) / 2.0
        refused = _FAILING * _count_refused(bad, middle) / len(bad)
        refused += (1.0 - _FAILING) * _count_refused(good, middle) / len(good)
        low, high = (middle, high) if refused < _WORST else (low, middle)
    return high


def power_of_a_score(seed: int, effort: float = 1.0) -> list[Case]:
    """CF22: at a Gini of 0.60, refusing the worst tenth where 2 % fail takes out 44.72 % of those who fail."""
    applicants = max(round(6_000_000 * effort), 1_500_000)
    scores, failed = np.zeros(applicants), np.zeros(applicants, dtype=np.bool_)
    with np.errstate(over="ignore"):
        key = np.uint64(run_key(seed, 0))
    _judge(scores, failed, key, score_power(_GINI, _SPREAD))
    bad, good = scores[failed], scores[~failed]
    gone = _count_refused(bad, _cut_off(bad, good)) / len(bad)
    noise = float(np.sqrt(gone * (1.0 - gone) / len(bad)))
    taken = Estimate(gone, noise)
    left = Estimate(_FAILING * (1.0 - gone) / (1.0 - _WORST), _FAILING * noise / (1.0 - _WORST))
    some = dict(enumerate(np.concatenate([bad, good[: 20 * len(bad)]]).tolist()))
    gini = score_gini_fraction(some, range(len(bad)))
    found = Estimate(float("nan") if gini is None else gini, 1.2 / float(np.sqrt(len(bad))) / 2.0)
    return [
        printed(
            "CF22", "distance of those who fail from the others, d'", 1.19023, separation_of_gini(_GINI), 5
        ),
        statistical("CF22", "Gini of the engine's score against who fails", 0.60, found),
        statistical("CF22", "share of those who fail among the worst tenth", 0.4472, taken),
        statistical("CF22", "share that fails of those accepted", 0.012285, left),
    ]
