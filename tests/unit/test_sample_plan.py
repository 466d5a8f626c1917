"""A plan knows who exists and what belongs together, from numbers alone."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dataget.sample import entities
from dataget.sample.plan import NO_ARTIST, NOT_ON_LABEL, UNKNOWN_ARTIST, VARIOUS, Plan
from domain.documents import Document

PLAN = Plan(2000, 1, "20261101")


@given(st.integers(1, 10**7), st.integers(0, 2**20), st.data())
@settings(max_examples=60, deadline=None)
def test_every_edition_leads_to_the_main_release_of_its_master(
    releases: int, seed: int, data: st.DataObject
) -> None:
    plan = Plan(releases, seed, "20261101")
    place = plan.place(data.draw(st.integers(0, releases - 1)))
    main = plan.place(place.work)
    assert main.edition == 0
    assert main.work == place.work
    assert main.master == place.master
    if place.master is not None:
        assert 0 <= place.master < plan.masters
        assert plan.master_place(place.master) == main


def test_each_master_has_its_own_main_release() -> None:
    mains = {PLAN.master_place(number).number for number in range(PLAN.masters)}
    assert len(mains) == PLAN.masters


@given(st.integers(0, 2**40), st.integers(0, 10**7))
@settings(max_examples=100, deadline=None)
def test_ids_ascend_with_gaps(seed: int, number: int) -> None:
    plan = Plan(10, seed, "20261101")
    assert plan.release_id(number) < plan.release_id(number + 1)
    assert plan.release_id(number) in {2 * number + 1, 2 * number + 2}


def test_half_of_the_ids_are_used_and_which_depends_on_the_seed() -> None:
    one, other = (
        [Plan(10, seed, "20261101").release_id(number) for number in range(1000)] for seed in (1, 2)
    )
    assert one != other
    assert one[-1] in {1999, 2000}
    assert 400 < sum(number % 2 for number in one) < 600


@pytest.mark.parametrize("seed", range(8))
def test_ids_that_stand_for_nobody_are_given_to_nobody(seed: int) -> None:
    plan = Plan(10, seed, "20261101")
    numbers = [(special - 1) // 2 for special in (VARIOUS, UNKNOWN_ARTIST, NO_ARTIST)]
    ids = {plan.artist_id(number) for number in numbers}
    assert ids.isdisjoint({VARIOUS, UNKNOWN_ARTIST, NO_ARTIST})
    assert plan.label_id((NOT_ON_LABEL - 1) // 2) == NOT_ON_LABEL - 1


def _by_id(documents: list[Document]) -> dict[int, Document]:
    return {document["_id"]: document for document in documents}


ARTISTS = _by_id([entities.artist(PLAN, number) for number in range(PLAN.artists)])
LABELS = _by_id([entities.label(PLAN, number) for number in range(PLAN.labels)])


def _reference(document: Document) -> dict[str, object]:
    return {"id": document["_id"], "name": document["name"]}


@pytest.mark.parametrize(
    ("there", "back"), [("members", "groups"), ("groups", "members"), ("aliases", "aliases")]
)
def test_what_one_artist_says_of_another_both_say(there: str, back: str) -> None:
    found = 0
    for artist in ARTISTS.values():
        for other in artist.get(there, []):
            assert other == _reference(ARTISTS[other["id"]])
            assert _reference(artist) in ARTISTS[other["id"]][back]
            found += 1
    assert found > 20


def test_a_sublabel_and_its_parent_know_each_other() -> None:
    found = 0
    for label in LABELS.values():
        for child in label.get("sublabels", []):
            assert child == _reference(LABELS[child["id"]])
            assert LABELS[child["id"]]["parentLabel"] == _reference(label)
            found += 1
    parents = [label for label in LABELS.values() if "parentLabel" in label]
    assert len(parents) == found > 20


def test_an_artist_starts_when_the_genre_exists_and_before_the_dump() -> None:
    plan = Plan(4000, 5, "20100801")
    performers = [plan.performer(number) for number in range(plan.artists)]
    assert max(performer.debut for performer in performers) <= 2010
    assert min(p.debut for p in performers if p.genre == "Hip Hop") >= 1980


def test_styles_fit_the_time_they_are_played_in() -> None:
    for number in range(PLAN.artists):
        performer = PLAN.performer(number)
        for style in performer.styles:
            assert style.first <= performer.debut + 2
            assert performer.debut <= style.last
