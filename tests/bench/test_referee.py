"""The referee notices what must never happen: a picture lost, doubled, swapped, stuck."""

from dataclasses import replace

import pytest

from bench.chaos.referee import End
from tests.bench.chats import AGAIN, CANCEL, FAST, Chats

QUEUED, PAINTING = "⏳ In the queue: 1 of 1 · #AAAAAA", "🎨 Painting ▓░ 10 % · #AAAAAA"
TOLD, STOPPED = "😕 It didn't work, although I tried three times. (#AAAAAA)", "✖️ Cancelled. #AAAAAA"


@pytest.fixture
def chats() -> Chats:
    """Two photos; the second is painted as it should be."""
    chats = Chats()
    card = chats.says("📷 What shall I do?", *FAST, to=1)
    chats.says(QUEUED, *CANCEL, to=1, message=card)
    chats.paints(chats.sent[1].photo, to=1, message=card)
    return chats


def test_its_own_picture_in_its_own_message_is_painted(chats: Chats):
    card = chats.says(QUEUED, *CANCEL)
    chats.paints(chats.sent[0].photo, message=card)

    assert [verdict.end for verdict in chats.judged()] == [End.PAINTED, End.PAINTED]
    assert chats.referee().strays() == []


def test_the_same_picture_put_in_twice_is_one(chats: Chats):
    card = chats.paints(chats.sent[0].photo)
    chats.paints(chats.sent[0].photo, message=card)

    assert chats.judged()[0].end is End.PAINTED


def test_a_failure_that_is_told_is_an_end(chats: Chats):
    chats.says(TOLD, *AGAIN)

    assert chats.judged()[0].end is End.FAILED
    assert chats.judged()[0].why == TOLD


def test_a_photo_that_was_never_answered_is_lost(chats: Chats):
    assert chats.judged()[0].end is End.LOST
    assert chats.judged()[1].end is End.PAINTED


def test_a_card_that_never_became_a_job_is_lost(chats: Chats):
    chats.says("📷 What shall I do?", *FAST)

    assert chats.judged()[0].end is End.LOST


def test_the_picture_of_another_photo_is_lost(chats: Chats):
    chats.paints(chats.sent[1].photo)

    assert chats.judged()[0].end is End.LOST
    assert "px, not" in chats.judged()[0].why


def test_a_picture_of_its_size_that_shows_another_photo_is_lost(chats: Chats):
    mine, other = (sent.photo for sent in chats.sent)
    chats.paints(replace(other, width=mine.width, height=mine.height))

    assert chats.judged()[0].end is End.LOST


def test_a_picture_like_its_photo_but_more_like_another_is_lost(chats: Chats):
    mine, other = (sent.photo for sent in chats.sent)
    chats.paints(replace(mine, bright=other.bright[:26] + mine.bright[26:]))

    assert chats.judged()[0].end is End.LOST
    assert "looks more like that of message" in chats.judged()[0].why


def test_an_empty_picture_is_lost(chats: Chats):
    mine = chats.sent[0].photo
    chats.paints(replace(mine, bright=tuple(False for _ in mine.bright)))

    assert "does not look like its photo" in chats.judged()[0].why


def test_two_messages_with_the_picture_are_doubled(chats: Chats):
    for _ in range(2):
        chats.paints(chats.sent[0].photo)

    assert chats.judged()[0].end is End.DOUBLED


def test_a_picture_and_a_failure_are_doubled(chats: Chats):
    chats.paints(chats.sent[0].photo)
    chats.says(TOLD, *AGAIN)

    assert chats.judged()[0].end is End.DOUBLED


def test_two_different_pictures_in_one_message_are_doubled(chats: Chats):
    mine = chats.sent[0].photo
    card = chats.paints(mine, name="first")
    chats.paints(mine, message=card, name="second")

    assert chats.judged()[0].end is End.DOUBLED


@pytest.mark.parametrize("words", [QUEUED, PAINTING])
def test_a_status_that_stays_is_stuck(chats: Chats, words: str):
    chats.says(words, *CANCEL)

    assert chats.judged()[0].end is End.STUCK


def test_a_late_edit_over_a_failure_is_stuck(chats: Chats):
    card = chats.says(TOLD, *AGAIN)
    chats.says(PAINTING, *CANCEL, message=card)

    assert chats.judged()[0].end is End.STUCK


def test_a_text_over_a_picture_is_lost(chats: Chats):
    card = chats.paints(chats.sent[0].photo)
    chats.says(TOLD, *AGAIN, message=card)

    assert "overwritten" in chats.judged()[0].why


def test_a_second_card_is_no_second_picture_but_is_counted(chats: Chats):
    chats.paints(chats.sent[0].photo)
    chats.says("📷 What shall I do?", *FAST)

    assert chats.judged()[0].end is End.PAINTED
    assert chats.referee().spare_cards() == 1


def test_a_picture_that_answers_nothing_is_a_stray(chats: Chats):
    stray = chats.paints(chats.sent[0].photo)
    chats.sent = chats.sent[1:]

    assert [message.id for message in chats.referee().strays()] == [stray]


def test_cancelling_is_an_end_for_those_who_did(chats: Chats):
    chats.says(STOPPED, *AGAIN)
    before = chats.judged()[0].end
    chats.sent[0] = replace(chats.sent[0], cancels=True)

    assert (before, chats.judged()[0].end) == (End.LOST, End.CANCELLED)


def test_who_cancels_too_late_gets_the_picture_and_not_both(chats: Chats):
    chats.sent[0] = replace(chats.sent[0], cancels=True)
    chats.paints(chats.sent[0].photo)
    before = chats.judged()[0].end
    chats.says(STOPPED, *AGAIN)

    assert (before, chats.judged()[0].end) == (End.PAINTED, End.DOUBLED)
