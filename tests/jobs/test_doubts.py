"""Marks of edits that may still arrive."""

import pytest
from redis import Redis

from jobs import keys
from jobs.doubts import SETTLED, UNDER_WAY, Doubts


@pytest.fixture
def doubts(redis: Redis) -> Doubts:
    return Doubts(redis)


def test_an_edit_is_in_doubt_from_its_beginning_until_its_outcome_is_known(doubts: Doubts):
    before = doubts.left(1, 5)
    doubts.begin(1, 5, "card")
    meanwhile = doubts.left(1, 5)
    doubts.end(1, 5, "card", known=True)

    assert before == doubts.left(1, 5) == 0
    assert SETTLED < meanwhile <= UNDER_WAY


def test_an_edit_that_nobody_answered_is_in_doubt_until_it_has_surely_settled(doubts: Doubts):
    doubts.begin(1, 5, "card")
    doubts.end(1, 5, "card", known=False)

    assert 0 < doubts.left(1, 5) <= SETTLED


def test_a_known_edit_does_not_settle_an_earlier_one_of_somebody_else(doubts: Doubts):
    doubts.begin(1, 5, "place")
    doubts.end(1, 5, "place", known=False)
    for editor in ("card", "progress"):
        doubts.begin(1, 5, editor)
        doubts.end(1, 5, editor, known=True)

    assert doubts.left(1, 5) > 0


def test_a_killed_editor_leaves_a_mark_that_goes_by_itself(doubts: Doubts):
    doubts.begin(1, 5, "progress")

    assert 0 < doubts.redis.pttl(keys.edit(1, 5, "progress")) <= UNDER_WAY * 1000


def test_messages_are_in_doubt_each_for_itself(doubts: Doubts):
    doubts.begin(1, 5, "card")

    assert doubts.left(1, 6) == doubts.left(2, 5) == 0
