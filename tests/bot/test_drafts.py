"""What a person puts together on a card, kept in a real Redis."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from redis import Redis
from telegram import Chat, Message, PhotoSize, User

from bot.cards.draft import LEAST, MOST_STYLES, STEP, WEIGHT, Draft
from bot.cards.drafts import Drafts
from bot.cards.ordering import job_from
from jobs import keys
from jobs.catalogue import STYLES, Lane, Method, Style
from jobs.job import Photo, StylePart, job_id
from jobs.offer import SLOW, Way

INK = STYLES["drawn_ink"]
FOREST = Style(name="forest", title="🌲 Forest", method=Method.GATYS, lane=Lane.SLOW)
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
    chosen = draft(strength=0.6, colours="luminance", arrangement="split")
    saved = chosen.with_style(INK).with_picture(own(1)).with_style(FOREST)
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
    twice = draft().with_style(INK).with_style(STYLES["drawn_dots"]).with_style(INK)

    assert [part.gallery for part in twice.styles] == ["drawn_dots"]


def test_the_same_own_picture_may_be_sent_twice():
    assert len(draft().with_picture(own(1)).with_picture(own(1)).styles) == 2


def test_more_styles_than_can_be_mixed_are_not_taken():
    full = draft()
    for number in range(MOST_STYLES + 2):
        full = full.with_picture(own(number))

    assert full.full
    assert full.with_style(INK) == full
    assert [part.picture for part in full.styles] == [own(number) for number in range(MOST_STYLES)]


@given(st.lists(st.tuples(st.integers(-1, 5), st.sampled_from([-STEP, STEP])), max_size=30))
def test_whatever_is_pressed_every_style_keeps_a_share_that_can_be_kept(presses: list[tuple[int, int]]):
    mix = draft().with_picture(own(1)).with_picture(own(2)).with_style(INK)
    for index, change in presses:
        mix = mix.weighed(index, change)
        again = Draft.model_validate_json(mix.model_dump_json())

        assert again == mix
        assert index not in range(3) or sum(part.weight for part in mix.styles) == pytest.approx(100)
        assert index not in range(3) or LEAST <= mix.styles[index].weight <= 100 - 2 * LEAST


@pytest.mark.parametrize(
    ("before", "index", "change", "after"),
    [
        ((50, 50), 0, STEP, (60, 40)),
        ((50, 50), 1, -STEP, (60, 40)),
        ((90, 10), 0, STEP, (90, 10)),
        ((10, 90), 0, -STEP, (10, 90)),
        ((30, 10), 0, STEP, (80, 20)),  # 75 and ten are 85: the nearest ten
        ((50, 25, 25), 0, STEP, (60, 20, 20)),
        ((80, 10, 10), 0, STEP, (80, 10, 10)),
        ((100,), 0, -STEP, (100,)),
    ],
)
def test_a_step_moves_a_share_of_the_whole_by_ten(
    before: tuple[float, ...], index: int, change: int, after: tuple[float, ...]
):
    mix = draft(styles=tuple(StylePart(picture=own(n), weight=weight) for n, weight in enumerate(before)))

    assert [part.weight for part in mix.weighed(index, change).styles] == pytest.approx(after)


def test_the_first_step_and_what_stays():
    mix = draft().with_picture(own(1)).with_picture(own(2)).weighed(0, STEP)

    assert [part.weight for part in mix.styles] == [WEIGHT + STEP, WEIGHT - STEP]
    assert mix.without(0).styles == mix.styles[1:]
    assert mix.without(7) == mix


def test_weights_are_given_in_the_order_of_the_styles():
    mix = draft().with_picture(own(1)).with_picture(own(2)).weights(30, 70, 99)

    assert [part.weight for part in mix.styles] == [30, 70]
    assert [part.weight for part in mix.weights(5).styles] == [5, 70]


def test_a_change_that_an_update_asks_for_is_made_once():
    before = draft().with_picture(own(1)).with_picture(own(2))
    after = before.after(7, before.weighed(0, STEP))
    again = after.after(7, after.weighed(0, STEP))

    assert after.styles[0].weight == WEIGHT + STEP
    assert again == after
    assert again.after(8, again.weighed(0, -STEP)).styles == before.styles


def test_a_card_that_was_handed_in_knows_its_job_and_waits_for_no_more_pictures(drafts: Drafts):
    drafts.save(draft())
    drafts.await_styles(draft())
    drafts.hand_in(draft(), "K3X9F2ABCD")

    assert drafts.load(1, 5) == draft(job="K3X9F2ABCD")
    assert drafts.awaited(1, 1) is None


def test_a_draft_that_only_another_version_can_read_counts_as_forgotten(drafts: Drafts):
    drafts.redis.set(keys.draft(1, 5), draft().model_dump_json().replace('"style"', '"unheard_of"'))

    assert drafts.load(1, 5) is None


def message(number: int, person: int, **what: object) -> Message:
    told = {"from_user": User(person, "", is_bot=False), "message_thread_id": 3, "is_topic_message": True}
    return Message(number, datetime.now(UTC), Chat(-1, "supergroup"), **told | what)


def test_a_draft_is_begun_from_a_photo_and_again_from_the_card_that_replies_to_it():
    photo = message(4, 1, photo=[PhotoSize("c", "c", 640, 480)])
    begun = Draft.of_photo(photo, CONTENT, 1, "en")
    again = Draft.of_card(message(5, 42, reply_to_message=photo), 1, "en")

    assert (begun.chat, begun.card, begun.topic, begun.photo_message, begun.content) == (-1, 0, 3, 4, CONTENT)
    assert again == begun.changed(card=5)
    assert Draft.of_card(message(5, 42, reply_to_message=photo), 2, "en") is None
    assert Draft.of_card(message(5, 42), 1, "en") is None
    assert Draft.of_card(message(5, 42, reply_to_message=message(4, 1, text="hi")), 1, "en") is None


def test_a_draft_begun_from_a_job_has_its_photo_and_choices_but_no_styles():
    chosen = draft(strength=0.4, colours="luminance", arrangement="split", topic=3).with_style(INK)
    begun = Draft.of_job(job_from(chosen, chosen.styles, SLOW, bot=42, update=7))

    assert begun == chosen.changed(card=0, styles=(), decided=True)


def test_a_draft_of_before_has_the_colours_of_the_style(drafts: Drafts):
    before = draft().model_dump_json(exclude={"colours", "arrangement", "applied", "job"})
    drafts.redis.set(keys.draft(1, 5), before)

    assert drafts.load(1, 5) == draft()


@pytest.mark.parametrize("way", [SLOW, Way(Method.MICROAST, Lane.FAST)])
def test_a_job_is_what_the_draft_was_at_that_moment(way: Way):
    chosen = draft(strength=0.4, colours="luminance", arrangement="split").with_style(FOREST)
    frozen = job_from(chosen.with_picture(own(1)), chosen.styles, way, bot=42, update=7)

    assert (frozen.method, frozen.lane, frozen.styles) == (*way, chosen.styles)
    assert (frozen.colours, frozen.arrangement) == ("luminance", "split")
    assert (frozen.id, frozen.strength, frozen.status_message) == (job_id(42, 7), 0.4, 5)


def test_an_order_on_one_card_leaves_another_card_waiting_for_its_pictures(drafts: Drafts):
    asking, ordering = draft(card=5), draft(card=6)
    drafts.await_styles(asking)
    drafts.hand_in(ordering, "JOBOFCARD6")
    still = drafts.awaited(asking.chat, asking.person)
    drafts.hand_in(asking, "JOBOFCARD5")

    assert still == 5
    assert drafts.awaited(asking.chat, asking.person) is None
