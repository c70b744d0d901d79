"""How workers are said, and what is refused."""

import pytest

import simulator as cs
from simulator.experiment.places import Place, available_workers, place_of


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        (None, Place("processes", available_workers())),
        ("auto", Place("processes", available_workers())),
        (3, Place("processes", 3)),
        ("3", Place("processes", 3)),
        ("threads:2", Place("threads", 2)),
        ("processes:4", Place("processes", 4)),
        ("dask://head.example:8786", Place("dask", address="tcp://head.example:8786")),
        ("dask://[::1]:8786/", Place("dask", address="tcp://[::1]:8786")),
    ],
)
def test_what_is_said_is_meant(said, meant):
    assert place_of(said) == meant


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("many", "'many' are no workers. Give 'auto', a number"),
        ("threads:", "are no workers"),
        ("threads:two", "are no workers"),
        ("horses:2", "are no workers"),
        (0, "0 workers are too few"),
        ("processes:-1", "-1 workers are too few"),
        (5000, "5000 workers are too many for one machine"),
        ("dask://nowhere", "Write it as dask://HOST:PORT"),
        ("dask://host:99999", "Write it as dask://HOST:PORT"),
        ("dask:host:1", "Write it as dask://HOST:PORT"),
    ],
)
def test_what_cannot_be_meant_is_one_sentence(said, words):
    with pytest.raises(cs.UserError) as caught:
        place_of(said)
    assert words in caught.value.message
    assert len(caught.value.sentences) == 1
