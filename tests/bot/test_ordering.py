"""Ordering, ending and fetching pictures through the real handlers: limits, words, and what may go wrong."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from redis import Redis
from telegram.error import NetworkError

from bot.answers import MANY
from jobs import keys
from jobs.catalogue import STYLES, Lane, Method
from jobs.doubts import Doubts
from jobs.job import Job, StylePart
from jobs.presence import Announcement, Presence
from jobs.queue import limits_of
from jobs.record import State
from jobs.settings import settings
from jobs.store import Store
from sandbox.person import Answer, Message, Person, Press, Sandbox
from tests.bot.lives import Bot, bot_of, picture, tickets_to
from tests.chat.samples import job as any_job
from tests.chat.samples import result

WAVE = (StylePart(gallery="wave", weight=1),)
INK = (StylePart.of(STYLES["drawn_ink"]),)


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Little room in the lanes and in people's hands."""
    for name in ("FAST_WAITING", "SLOW_WAITING", "HELD"):
        monkeypatch.setenv(f"ATELIER_{name}", "1")
    for name in ("FAST_QUEUE", "SLOW_QUEUE"):
        monkeypatch.setenv(f"ATELIER_{name}", "2")
    settings.cache_clear()
    yield
    settings.cache_clear()


@pytest.fixture
async def bot(
    sandbox: Sandbox, redis: Redis, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Bot]:
    tickets_to(redis, monkeypatch)
    for lane, able in ((Lane.FAST, {"wave"}), (Lane.SLOW, {"gatys"})):
        word = Announcement(name=f"{lane}@test.1", lane=lane, device="cpu", able=frozenset(able))
        Presence(redis).announce(word)
    async with bot_of(sandbox, redis, tmp_path) as bot:
        await bot.updates()
        yield bot
    sandbox.clear_faults()


@pytest.fixture
def anna(sandbox: Sandbox) -> Person:
    return sandbox.person(name="Anna", language="en")


@pytest.fixture
def store(bot: Bot) -> Store:
    return bot.desk.store


async def card(bot: Bot, anna: Person) -> Message:
    """Send a photo: its card."""
    anna.send_photo(picture())
    await bot.handle_all()
    return anna.messages()[-1]


def pressed(anna: Person, message: Message, data: str) -> Press:
    """Press what a button would send, whether it is shown now or not, as a slow app does."""
    path = f"chats/{anna.chat_id}/messages/{message.id}/press"
    view = message.client.post(path, json={"person_id": anna.id, "data": data}).json()
    return Press(id=view["id"], data=data, client=message.client)


async def press(bot: Bot, anna: Person, message: Message, *datas: str) -> Answer | None:
    """Press one after the other: the answer to the last."""
    for data in datas:
        made = pressed(anna, message, data)
        await bot.handle_all()
    return made.answer()


async def ordered(bot: Bot, anna: Person, *ways: str) -> Message:
    """Order a picture: its status."""
    message = await card(bot, anna)
    await press(bot, anna, message, *(ways or ("v1|fast|", "v1|paint|wave")))
    return anna.again(message)


def job_of(store: Store, status: Message) -> Job:
    """The job that a status message is about."""
    name = next(each.data for row in status.buttons for each in row if each.data).rpartition("|")[2]
    record = store.record(name)
    assert record is not None
    return record.job


def others(store: Store, lane: Lane, number: int) -> None:
    """Jobs of other people that wait in a lane."""
    for person in range(900, 900 + number):
        method, styles = (Method.GATYS, INK) if lane is Lane.SLOW else (Method.MULTISTYLE, WAVE)
        store.accept(
            any_job(person, lane=lane, method=method, styles=styles), allowed=60, limits=limits_of(lane)
        )


OWN_RUN = ("v1|own|", "v1|gallery|", "v1|pick|drawn_ink", "v1|run|")


async def test_a_second_tap_on_a_style_makes_no_second_job_and_touches_nothing(
    bot: Bot, anna: Person, store: Store
):
    status = await ordered(bot, anna)
    answer = await press(bot, anna, status, "v1|paint|wave")

    assert answer == Answer(text="I'm at it already 🙂", alert=False)
    assert store.load(Lane.FAST) == (1, 0)
    assert anna.again(status).edits == status.edits


@pytest.mark.usefixtures("few")
async def test_what_the_status_says_is_what_the_record_is_and_it_is_written_once(
    bot: Bot, anna: Person, store: Store
):
    queued, held = await ordered(bot, anna), await ordered(bot, anna)
    refused = await ordered(bot, anna)
    states = [store.record(job_of(store, status).id).state for status in (queued, held)]

    assert "In the queue: 1st of 1" in queued.words
    assert held.words.startswith("⏸ You already have 1 picture waiting")
    assert refused.words.startswith("You have 1 picture in hand and 1 more waiting")
    assert [each.data for row in refused.buttons for each in row] == ["v1|back|"]
    assert states == [State.QUEUED, State.HELD]
    assert [status.edits for status in (queued, held, refused)] == [2, 2, 2]  # the page of styles, and this


@pytest.mark.usefixtures("few")
async def test_where_the_slow_lane_is_full_the_fast_styles_are_offered_and_work(
    bot: Bot, anna: Person, store: Store
):
    others(store, Lane.SLOW, 2)
    full = await ordered(bot, anna, *OWN_RUN)
    status = await press(bot, anna, full, "v1|paint|wave")

    assert full.words.startswith("I'm very busy (2 waiting, ")
    assert full.words.endswith("Fast styles are free right now:")
    assert [each.data for row in full.buttons for each in row] == ["v1|paint|wave", "v1|back|"]
    assert status is not None
    assert job_of(store, anna.again(full)).lane is Lane.FAST
    assert store.load(Lane.SLOW) == (2, 0)


@pytest.mark.usefixtures("few")
async def test_limits_are_told_in_russian_too(bot: Bot, sandbox: Sandbox, store: Store):
    vera, gleb = (sandbox.person(name=name, language="ru") for name in ("Vera", "Gleb"))
    others(store, Lane.SLOW, 2)
    full = await ordered(bot, gleb, *OWN_RUN)
    _, held, refused = [await ordered(bot, vera) for _ in range(3)]
    none = await ordered(bot, vera, *OWN_RUN)

    assert full.words.startswith("Очень много работы (в очереди: 2, ")
    assert full.words.endswith("Быстрые стили сейчас свободны:")
    assert held.words.startswith("⏸ У вас уже ждёт 1 картинка. Возьмусь за эту")
    assert refused.words.startswith("У вас 1 картинка в работе и ещё 1 ждут")
    assert none.words.endswith("Попробуйте немного позже.")


@pytest.mark.usefixtures("few")
async def test_where_both_lanes_are_full_that_is_said_plainly(bot: Bot, anna: Person, store: Store):
    others(store, Lane.SLOW, 2)
    others(store, Lane.FAST, 2)
    full = await ordered(bot, anna, *OWN_RUN)
    again = await press(bot, anna, full, "v1|back|")

    assert full.words.endswith("Please try again a little later.")
    assert again == Answer(text=None, alert=False)
    assert anna.again(full).words == "📷 64×48. What shall I do?\n🎨 Chosen: 🖋 Ink"


async def test_a_card_whose_edit_nobody_answered_is_in_doubt_and_the_order_goes_on(
    bot: Bot, anna: Person, store: Store, sandbox: Sandbox
):
    message = await card(bot, anna)
    await press(bot, anna, message, "v1|fast|")
    before = Doubts(store.redis).left(anna.chat_id, message.id)
    sandbox.fault("502_after", method="editMessageText")
    made = pressed(anna, message, "v1|paint|wave")
    [update] = await bot.updates()
    with pytest.raises(NetworkError):
        await bot.handle(update)
    unknown = Doubts(store.redis).left(anna.chat_id, message.id)
    await bot.handle(update)

    assert (before, store.load(Lane.FAST)) == (0, (1, 0))
    assert unknown > 0
    assert made.answer() is not None


@pytest.mark.parametrize("fault", ["429", "502", "reset", "502_after"])
async def test_a_press_that_cannot_be_answered_is_handled_all_the_same(
    bot: Bot, anna: Person, store: Store, sandbox: Sandbox, fault: str
):
    message = await card(bot, anna)
    await press(bot, anna, message, "v1|fast|")
    sandbox.fault(fault, method="answerCallbackQuery")
    await press(bot, anna, message, "v1|paint|wave")

    assert store.load(Lane.FAST) == (1, 0)


async def test_a_waiting_picture_is_cancelled_at_once_and_pressing_again_says_so(
    bot: Bot, anna: Person, store: Store
):
    status = await ordered(bot, anna)
    wanted = job_of(store, status)
    stop = await press(bot, anna, status, f"v1|stop|{wanted.id}")
    first = await press(bot, anna, status, f"v1|cancel|{wanted.id}")
    second = await press(bot, anna, status, f"v1|cancel|{wanted.id}")

    assert (stop.text or "").startswith("Nothing is painted yet")
    assert (first.text, second.text) == (None, f"✖️ Cancelled. #{wanted.label}")
    assert anna.again(status).words == f"✖️ Cancelled. #{wanted.label}"
    assert store.record(wanted.id).state is State.CANCELLED


async def test_a_picture_that_is_put_off_is_cancelled_at_once(bot: Bot, anna: Person, store: Store):
    status = await ordered(bot, anna)
    wanted = job_of(store, status)
    store.postpone(store.claim(Lane.FAST, "w1", {"wave"}), "away")
    await press(bot, anna, status, f"v1|cancel|{wanted.id}")

    assert anna.again(status).words == f"✖️ Cancelled. #{wanted.label}"


async def test_a_running_picture_is_stopped_in_words_and_by_its_worker(bot: Bot, anna: Person, store: Store):
    status = await ordered(bot, anna)
    wanted = job_of(store, status)
    claim = store.claim(Lane.FAST, "w1", {"wave"})
    keep = await press(bot, anna, status, f"v1|stop|{wanted.id}")
    drop = await press(bot, anna, status, f"v1|cancel|{wanted.id}")
    store.conclude(claim, State.DONE, result=result())
    late = await press(bot, anna, status, f"v1|cancel|{wanted.id}")

    assert keep.text == "⏹ Stopping, I'll keep what is there…"
    assert drop.text == "⏹ Stopping…"
    assert late.text == "Too late: it is ready 🙂"


async def test_a_status_that_no_job_stands_behind_becomes_a_card_again(bot: Bot, anna: Person, store: Store):
    status = await ordered(bot, anna)
    wanted = job_of(store, status)
    store.redis.delete(keys.job(wanted.id))
    answer = await press(bot, anna, status, f"v1|cancel|{wanted.id}")
    back = anna.again(status)
    again = await press(bot, anna, status, "v1|fast|")

    assert answer.text == "This picture is no longer in the queue."
    assert back.words == "📷 64×48. What shall I do?"
    assert again == Answer(text=None, alert=False)


async def test_a_button_of_a_job_that_only_a_newer_bot_can_read_asks_for_patience(
    bot: Bot, anna: Person, store: Store
):
    status = await ordered(bot, anna)
    wanted = job_of(store, status)
    newer = wanted.model_copy(update={"version": 99}).model_dump_json()
    store.redis.hset(keys.job(wanted.id), "job", newer)
    verbs = ("cancel", "stop", "again", "file", "resend")
    answers = [await press(bot, anna, status, f"v1|{verb}|{wanted.id}") for verb in verbs]

    assert {(answer.text or "").split(".")[0] for answer in answers} == {"I'm being updated"}
    assert store.redis.hget(keys.job(wanted.id), "state") == State.QUEUED


@pytest.mark.parametrize("kind", ["photo", "document"])
async def test_a_result_that_may_not_have_arrived_is_sent_again(
    bot: Bot, anna: Person, store: Store, kind: str
):
    status = await ordered(bot, anna)
    wanted = job_of(store, status)
    claim = store.claim(Lane.FAST, "w1", {"wave"})
    bot.desk.results.write(wanted.id, picture())
    store.conclude(claim, State.DONE, result=result(kind))
    await press(bot, anna, status, f"v1|resend|{wanted.id}")
    [first, *_, sent] = anna.messages()

    assert (sent.media, sent.reply_to, sent.size) == (kind, first.id, (64, 48))
    assert sent.words.startswith("✅ 🌊 Hokusai's wave")
    assert sent.button("Again").data == f"v1|again|{wanted.id}"


async def test_a_result_whose_file_is_gone_cannot_be_sent_again_and_says_so(
    bot: Bot, anna: Person, store: Store
):
    status = await ordered(bot, anna)
    wanted = job_of(store, status)
    answer = await press(bot, anna, status, f"v1|resend|{wanted.id}")

    assert (answer.text or "").startswith("The file is gone")
    assert len(anna.messages()) == 2


async def test_a_style_picture_for_a_deleted_card_opens_a_new_one(bot: Bot, anna: Person):
    message = await card(bot, anna)
    await press(bot, anna, message, "v1|own|")
    anna.delete(message)
    fresh = await card(bot, anna)

    assert fresh.words == "📷 64×48. What shall I do?"
    assert fresh.reply_to != message.reply_to


async def test_a_photo_after_the_order_is_a_new_content_and_no_style_of_the_old(bot: Bot, anna: Person):
    status = await ordered(bot, anna, *OWN_RUN)
    anna.send_photo(picture())
    await bot.handle_all()

    assert anna.again(status) == status
    assert anna.messages()[-1].words == "📷 64×48. What shall I do?"


def crowd(store: Store, anna: Person, number: int) -> None:
    """Updates of a chat that wait in its inbox, behind the one that is handled."""
    key = keys.inbox_chat(42, anna.chat_id)
    store.redis.rpush(key, *(f"{number} {{}}" for number in range(number + 1)))


async def test_presses_that_nobody_can_follow_are_dropped_with_one_word(bot: Bot, anna: Person, store: Store):
    message = await card(bot, anna)
    await press(bot, anna, message, "v1|own|", "v1|gallery|")
    crowd(store, anna, MANY + 1)
    answers = [await press(bot, anna, message, f"v1|{verb}|") for verb in ("back", "gallery", "own")]

    assert answers == [Answer(text="Not so fast, please 🙂", alert=False), None, None]
    assert anna.again(message).edits == 2


async def test_orders_photos_and_cancels_are_never_dropped(bot: Bot, anna: Person, store: Store):
    message = await card(bot, anna)
    await press(bot, anna, message, "v1|fast|")
    crowd(store, anna, 10 * MANY)
    await press(bot, anna, message, "v1|paint|wave")
    wanted = job_of(store, anna.again(message))
    await press(bot, anna, message, f"v1|cancel|{wanted.id}")
    fresh = await card(bot, anna)

    assert anna.again(message).words.startswith("✖️ Cancelled")
    assert fresh.words == "📷 64×48. What shall I do?"


async def test_as_many_presses_as_anybody_makes_are_all_followed(bot: Bot, anna: Person, store: Store):
    message = await card(bot, anna)
    crowd(store, anna, MANY)
    await press(bot, anna, message, "v1|own|")

    assert "Send the picture whose style" in anna.again(message).words
