"""What a person puts together on a card, kept in a real Redis."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from redis import Redis

from bot.drafts import LEAST, MOST, MOST_STYLES, STEP, WEIGHT, Draft, Drafts
from bot.ordering import job_from
from jobs import keys
from jobs.catalogue import Lane, Method
from jobs.job import Photo, StylePart, job_id

CONTENT = Photo(file_id="c", file_unique_id="c", width=640, height=480, kind="photo")


def own(number: int) -> Photo:
    return Photo(file_id=f"s{number}", file_unique_id=f"s{number}", width=9, height=9, kind="photo")


def draft(card: int = 5, person: int = 1, **fields: object) -> Draft:
    told = Draft(chat=1, card=card, person=person, language="en", content=CONTENT, photo_message=4)
    return told.changed(**fields)


@pytest.fixture
def drafts(redis: Redis) -> Drafts:
    return Drafts(redis)


def test_a_draft_comes_back_as_it_was_saved(drafts: Drafts):
    saved = draft(strength=0.6).with_style(gallery="drawn_ink").with_style(picture=own(1))
    drafts.save(saved)

    assert drafts.load(1, 5) == saved
    assert drafts.load(1, 6) is None
    assert 0 < drafts.redis.ttl(keys.draft(1, 5)) <= keys.DRAFT_TTL


def test_two_cards_of_a_chat_and_the_same_card_of_two_chats_are_apart(drafts: Drafts):
    saved = [draft(), draft(card=6, strength=0.2), draft(chat=2, strength=0.4)]
    for one in saved:
        drafts.save(one)

    assert [drafts.load(one.chat, one.card) for one in saved] == saved


def test_the_next_picture_belongs_to_the_card_that_asked_last(drafts: Drafts):
    drafts.await_styles(draft(card=5))
    drafts.await_styles(draft(card=6))

    assert drafts.awaited(1, 1) == 6
    assert drafts.awaited(1, 2) is None
    assert [drafts.stop_awaiting(1, 1), drafts.stop_awaiting(1, 1)] == [True, False]


def test_forgetting_one_card_leaves_what_another_waits_for(drafts: Drafts):
    for card in (5, 6):
        drafts.save(draft(card=card))
    drafts.await_styles(draft(card=6))
    drafts.forget(draft(card=5))

    assert drafts.load(1, 5) is None
    assert drafts.awaited(1, 1) == 6
    drafts.forget(draft(card=6))
    assert drafts.awaited(1, 1) is None


def test_a_gallery_style_that_is_picked_again_goes():
    twice = (
        draft()
        .with_style(gallery="drawn_ink")
        .with_style(gallery="drawn_dots")
        .with_style(gallery="drawn_ink")
    )

    assert [part.gallery for part in twice.styles] == ["drawn_dots"]


def test_the_same_own_picture_may_be_sent_twice():
    assert len(draft().with_style(picture=own(1)).with_style(picture=own(1)).styles) == 2


def test_more_styles_than_can_be_mixed_are_not_taken():
    full = draft()
    for number in range(MOST_STYLES + 2):
        full = full.with_style(picture=own(number))

    assert full.full
    assert [part.picture for part in full.styles] == [own(number) for number in range(MOST_STYLES)]


@given(st.lists(st.tuples(st.integers(-1, 5), st.sampled_from([-STEP, STEP])), max_size=30))
def test_weights_stay_within_bounds_whatever_is_pressed(presses: list[tuple[int, int]]):
    mix = draft().with_style(picture=own(1)).with_style(picture=own(2))
    for index, change in presses:
        mix = mix.weighed(index, change)

    assert all(LEAST <= part.weight <= MOST for part in mix.styles)
    assert len(mix.styles) == 2


def test_plus_moves_one_style_by_a_step():
    mix = draft().with_style(picture=own(1)).with_style(picture=own(2)).weighed(0, STEP)

    assert [part.weight for part in mix.styles] == [WEIGHT + STEP, WEIGHT]
    assert mix.without(0).styles == mix.styles[1:]
    assert mix.without(7) == mix


@pytest.mark.parametrize(
    ("styles", "method", "lane"),
    [
        ((StylePart(gallery="wave", weight=1),), Method.MULTISTYLE, Lane.FAST),
        ((StylePart(gallery="candy", weight=1),), Method.JOHNSON, Lane.FAST),
        ((StylePart(gallery="drawn_ink", weight=1),), Method.GATYS, Lane.SLOW),
        ((StylePart(picture=own(1), weight=1),), Method.GATYS, Lane.SLOW),
        (
            (StylePart(gallery="drawn_ink", weight=1), StylePart(picture=own(1), weight=2)),
            Method.GATYS,
            Lane.SLOW,
        ),
    ],
)
def test_a_draft_goes_the_way_of_its_styles(styles: tuple[StylePart, ...], method: Method, lane: Lane):
    frozen = job_from(draft(strength=0.4), styles, bot=42, update=7)

    assert (frozen.method, frozen.lane, frozen.styles) == (method, lane, styles)
    assert (frozen.id, frozen.strength, frozen.status_message) == (job_id(42, 7), 0.4, 5)
