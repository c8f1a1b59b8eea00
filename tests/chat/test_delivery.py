"""Delivery with the real client against the sandbox: whatever Telegram does, one picture arrives."""

import io
from pathlib import Path

import pytest
from PIL import Image
from redis import Redis

from chat.bot_api import BotThread, bot
from chat.deliver import Delivery
from chat.flood import Priority
from jobs import keys
from jobs.before import Before
from jobs.catalogue import Lane
from jobs.decisions import Decisions
from jobs.doubts import Doubts, Editor
from jobs.history import Entry, History
from jobs.job import Job
from jobs.record import Record, State
from jobs.settings import Settings
from sandbox.person import Message, Person, Sandbox
from sandbox.serving import DEFAULT_TOKEN
from tests.chat.samples import ROOM, job, result


def picture(width: int = 64, height: int = 48) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (width, height), (200, 60, 20)).save(file, "JPEG")
    return file.getvalue()


async def painted(
    delivery: Delivery,
    anna: Person,
    kind: str = "photo",
    content: bytes = b"",
    *,
    outcome: State = State.DONE,
    share: float = 1,
    **fields: object,
) -> tuple[Job, int]:
    """A job that a worker has just painted: its status message is in the chat, its picture in the store."""
    photo = anna.send_photo(picture())
    status = await delivery.bot.send_message(
        anna.chat_id, "painting", reply_to_message_id=photo.id, rate_limit_args=Priority.RESULT
    )
    wanted = job(anna.chat_id, photo_message=photo.id, status_message=status.message_id, **fields)
    delivery.store.accept(wanted, allowed=60, limits=ROOM)
    claim = delivery.store.claim(Lane.FAST, "w", {"wave"})
    delivery.results.write(wanted.id, content or picture())
    delivery.store.conclude(claim, outcome, result=result(kind, share=share))
    return wanted, claim.fence


async def again(delivery: Delivery, wanted: Job) -> bool:
    """What a clerk does when the delivery is due."""
    delivery.store.redis.hset(keys.job(wanted.id), "lease_until", 0)
    fence = delivery.store.claim_delivery(wanted.id)
    assert fence is not None
    return await delivery.deliver(wanted.id, fence)


def from_bot(anna: Person) -> list[Message]:
    return [message for message in anna.messages() if message.from_bot]


def record(delivery: Delivery, wanted: Job) -> Record:
    found = delivery.store.record(wanted.id)
    assert found is not None
    return found


async def test_the_status_message_becomes_the_picture(delivery: Delivery, anna: Person):
    wanted, fence = await painted(delivery, anna)
    told = await delivery.deliver(wanted.id, fence)
    [message] = from_bot(anna)

    assert told
    assert (message.id, message.media, message.size) == (wanted.status_message, "photo", (64, 48))
    assert message.words.startswith("✅ 🌊 Hokusai's wave · Atelier · 64×48")
    assert message.button("Original file").data == f"v1|file|{wanted.id}"
    assert record(delivery, wanted).state is State.DONE


async def test_a_document_stays_a_document_byte_for_byte(delivery: Delivery, anna: Person):
    wanted, fence = await painted(delivery, anna, "document")
    await delivery.deliver(wanted.id, fence)
    [message] = from_bot(anna)

    assert (message.media, message.file_name, message.download()) == ("document", "wave.jpg", picture())


async def test_an_edit_whose_answer_was_lost_is_repeated_into_the_same_message(
    delivery: Delivery, anna: Person, sandbox: Sandbox
):
    sandbox.fault("502_after", method="editMessageMedia")
    wanted, fence = await painted(delivery, anna)
    first = await delivery.deliver(wanted.id, fence)
    second = await again(delivery, wanted)

    assert (first, second) == (False, True)
    assert [message.media for message in from_bot(anna)] == ["photo"]
    assert record(delivery, wanted).state is State.DONE


async def test_a_delivery_repeated_by_somebody_who_lost_it_does_nothing(
    delivery: Delivery, anna: Person, sandbox: Sandbox
):
    wanted, fence = await painted(delivery, anna)
    await delivery.deliver(wanted.id, fence)
    stale = await delivery.deliver(wanted.id, fence - 1)

    assert stale
    assert len(sandbox.calls("editMessageMedia")) == 1


@pytest.mark.parametrize("editor", ["card", "place", "progress"])
async def test_where_an_earlier_edit_may_still_arrive_the_picture_is_sent_again_without_its_bytes(
    delivery: Delivery, anna: Person, sandbox: Sandbox, editor: Editor
):
    wanted, fence = await painted(delivery, anna)
    doubts, message = Doubts(delivery.store.redis), (wanted.chat, wanted.status_message)
    doubts.begin(*message, editor)
    first = await delivery.deliver(wanted.id, fence)
    doubts.end(*message, editor, known=True)
    delivery.results.write(wanted.id, b"no longer needed")
    await delivery.bot.edit_message_caption(
        anna.chat_id, wanted.status_message, caption="🎨 Painting 58 %", rate_limit_args=Priority.RESULT
    )
    second = await again(delivery, wanted)
    [message] = from_bot(anna)

    assert (first, second) == (False, True)
    assert message.words.startswith("✅")
    assert message.size == (64, 48)
    assert record(delivery, wanted).refused == 0


async def test_a_cancellation_is_confirmed_too_where_an_earlier_edit_may_still_arrive(
    delivery: Delivery, anna: Person
):
    wanted, fence = await painted(delivery, anna)
    delivery.store.redis.hset(keys.job(wanted.id), "outcome", State.CANCELLED)
    doubts, message = Doubts(delivery.store.redis), (wanted.chat, wanted.status_message)
    doubts.end(*message, "place", known=False)  # its answer was lost a moment ago
    first = await delivery.deliver(wanted.id, fence)
    await delivery.bot.edit_message_text("late", *message, rate_limit_args=Priority.RESULT)
    delivery.store.redis.delete(keys.edit(*message, "late"))
    second = await again(delivery, wanted)

    assert (first, second) == (False, True)
    assert [message.words.split(".")[0] for message in from_bot(anna)] == ["✖️ Cancelled"]


async def test_a_deleted_status_becomes_one_new_reply(delivery: Delivery, anna: Person):
    wanted, fence = await painted(delivery, anna)
    anna.delete(from_bot(anna)[0])
    told = await delivery.deliver(wanted.id, fence)
    [message] = from_bot(anna)

    assert told
    assert (message.media, message.reply_to) == ("photo", wanted.photo_message)
    assert record(delivery, wanted).state is State.DONE


async def test_a_new_reply_whose_answer_was_lost_is_not_sent_twice(
    delivery: Delivery, anna: Person, sandbox: Sandbox
):
    sandbox.fault("502_after", method="sendPhoto")
    wanted, fence = await painted(delivery, anna)
    anna.delete(from_bot(anna)[0])
    first = await delivery.deliver(wanted.id, fence)
    second = await again(delivery, wanted)
    came, doubt = from_bot(anna)

    assert (first, second) == (False, True)
    assert came.media == "photo"
    assert doubt.button("Send again").data == f"v1|resend|{wanted.id}"


async def test_a_new_reply_that_was_refused_for_now_is_sent_later(
    delivery: Delivery, anna: Person, sandbox: Sandbox
):
    sandbox.fault("429", method="sendPhoto", seconds=1)
    wanted, fence = await painted(delivery, anna)
    anna.delete(from_bot(anna)[0])
    first = await delivery.deliver(wanted.id, fence)
    second = await again(delivery, wanted)

    assert (first, second) == (False, True)
    assert [message.media for message in from_bot(anna)] == ["photo"]


async def test_a_person_who_blocked_the_bot_is_no_reason_to_try_again(delivery: Delivery, anna: Person):
    wanted, fence = await painted(delivery, anna)
    anna.block()
    told = await delivery.deliver(wanted.id, fence)

    assert told
    assert record(delivery, wanted).state is State.DONE
    assert delivery.store.redis.zcard(keys.DUE) == 0


async def test_a_429_puts_the_delivery_off_for_as_long_as_telegram_said(
    delivery: Delivery, anna: Person, sandbox: Sandbox
):
    sandbox.fault("429", method="editMessageMedia", seconds=30)
    wanted, fence = await painted(delivery, anna)
    told = await delivery.deliver(wanted.id, fence)
    at, now = delivery.store.redis.zscore(keys.DUE, wanted.id), delivery.store.redis.time()[0]

    assert not told
    assert 25 < at - now < 32
    assert record(delivery, wanted).refused == 1
    assert [message.text for message in from_bot(anna)] == ["painting"]


async def test_a_network_that_fails_again_and_again_is_tried_more_and_more_seldom(
    delivery: Delivery, anna: Person, sandbox: Sandbox
):
    sandbox.fault("reset", method="editMessageMedia", times=4)
    wanted, fence = await painted(delivery, anna)
    answers, pauses = [await delivery.deliver(wanted.id, fence)], []
    for _ in range(4):
        pauses.append(delivery.store.redis.zscore(keys.DUE, wanted.id) - delivery.store.redis.time()[0])
        answers.append(await again(delivery, wanted))

    assert answers == [False] * 4 + [True]
    assert pauses[3] > pauses[1] + 2
    assert [message.media for message in from_bot(anna)] == ["photo"]


async def test_a_results_store_that_is_away_puts_the_delivery_off(
    delivery: Delivery, anna: Person, tmp_path: Path
):
    wanted, fence = await painted(delivery, anna)
    kept = tmp_path / wanted.id
    content = kept.read_bytes()
    kept.unlink()
    kept.mkdir()  # reading it is an OSError now
    first = await delivery.deliver(wanted.id, fence)
    kept.rmdir()
    kept.write_bytes(content)
    second = await again(delivery, wanted)

    assert (first, second) == (False, True)
    assert [message.media for message in from_bot(anna)] == ["photo"]


async def test_what_telegram_refuses_for_a_day_is_given_up(
    delivery: Delivery, anna: Person, sandbox: Sandbox
):
    sandbox.fault("502", method="editMessageMedia", times=2)
    wanted, fence = await painted(delivery, anna)
    await delivery.deliver(wanted.id, fence)
    delivery.store.redis.hset(keys.job(wanted.id), "painted", 1)  # long ago
    second = await again(delivery, wanted)

    assert not second
    assert record(delivery, wanted).state is State.DONE
    assert delivery.store.redis.zcard(keys.DUE) == 0


async def test_what_telegram_takes_no_photo_of_comes_as_a_file(delivery: Delivery, anna: Person):
    narrow = picture(1200, 20)  # ratio 60; Telegram takes photos up to 20
    wanted, fence = await painted(delivery, anna, content=narrow)
    told = await delivery.deliver(wanted.id, fence)
    [message] = from_bot(anna)

    assert told
    assert (message.media, message.size) == ("document", (1200, 20))
    assert message.download() == narrow


async def test_a_picture_that_telegram_never_takes_is_told_as_a_failure(delivery: Delivery, anna: Person):
    wanted, fence = await painted(delivery, anna, "document")
    delivery.results.write(wanted.id, b"")  # "file must be non-empty"
    first = await delivery.deliver(wanted.id, fence)
    second = await again(delivery, wanted)
    [message] = from_bot(anna)

    assert (first, second) == (False, True)
    assert "Telegram did not take the finished picture" in message.words
    assert message.button("Try again")
    assert record(delivery, wanted).state is State.FAILED


async def test_a_picture_that_expired_meanwhile_is_told(delivery: Delivery, anna: Person):
    wanted, fence = await painted(delivery, anna)
    delivery.results.expire(hours=-1)
    first = await delivery.deliver(wanted.id, fence)
    second = await again(delivery, wanted)

    assert (first, second) == (False, True)
    assert "deleted before it reached you" in from_bot(anna)[0].words
    assert record(delivery, wanted).state is State.FAILED


async def test_after_a_long_wait_a_new_message_makes_the_phone_ring_once(
    delivery: Delivery, anna: Person, sandbox: Sandbox
):
    wanted, fence = await painted(delivery, anna)
    created = float(delivery.store.redis.hget(keys.job(wanted.id), "created"))
    delivery.store.redis.hset(keys.job(wanted.id), "created", created - 60)
    await delivery.deliver(wanted.id, fence)
    message, note = from_bot(anna)

    assert message.media == "photo"
    assert (note.text, note.reply_to) == ("✅ Ready", message.id)


async def test_who_wants_no_note_gets_none(delivery: Delivery, anna: Person):
    wanted, fence = await painted(delivery, anna, notify=False)
    created = float(delivery.store.redis.hget(keys.job(wanted.id), "created"))
    delivery.store.redis.hset(keys.job(wanted.id), "created", created - 60)
    await delivery.deliver(wanted.id, fence)

    assert [message.media for message in from_bot(anna)] == ["photo"]


def remembered(delivery: Delivery, wanted: Job) -> list[tuple[str, str]]:
    """What the person's history says: jobs, and what Telegram calls their pictures."""
    return [(entry.id, entry.file_id) for entry in History(delivery.store.redis).all(wanted.person)]


async def test_what_was_brought_is_remembered_once_however_often_it_is_brought(
    delivery: Delivery, anna: Person
):
    wanted, fence = await painted(delivery, anna)
    doubts, message = Doubts(delivery.store.redis), (wanted.chat, wanted.status_message)
    doubts.begin(*message, "progress")
    await delivery.deliver(wanted.id, fence)
    doubts.end(*message, "progress", known=True)
    first = remembered(delivery, wanted)
    await again(delivery, wanted)
    [(job_id, file_id)] = remembered(delivery, wanted)

    assert first == [(wanted.id, file_id)]
    assert job_id == wanted.id
    assert file_id == delivery.store.delivered(wanted.id)


async def test_a_failure_is_not_remembered(delivery: Delivery, anna: Person):
    wanted, fence = await painted(delivery, anna, outcome=State.FAILED)
    await delivery.deliver(wanted.id, fence)

    assert remembered(delivery, wanted) == []


async def test_a_file_id_that_telegram_no_longer_knows_is_replaced_by_the_kept_picture(
    delivery: Delivery, anna: Person
):
    wanted, fence = await painted(delivery, anna)
    delivery.store.note_delivered(wanted.id, "AgACAgIAAxkBAAIBforgotten")
    told = await delivery.deliver(wanted.id, fence)
    [message] = from_bot(anna)

    assert told
    assert (message.media, message.size) == ("photo", (64, 48))
    assert remembered(delivery, wanted) == [(wanted.id, delivery.store.delivered(wanted.id))]
    assert delivery.store.delivered(wanted.id) != "AgACAgIAAxkBAAIBforgotten"


def clip() -> bytes:
    """A GIF that moves."""
    file = io.BytesIO()
    frames = [Image.new("RGB", (64, 48), (shade, 60, 20)) for shade in (0, 100, 200)]
    frames[0].save(file, "GIF", save_all=True, append_images=frames[1:], duration=100)
    return file.getvalue()


async def test_a_clip_becomes_the_status_message(delivery: Delivery, anna: Person):
    wanted, fence = await painted(delivery, anna, "animation", clip())
    told = await delivery.deliver(wanted.id, fence)
    [message] = from_bot(anna)

    assert told
    assert (message.id, message.media) == (wanted.status_message, "animation")
    assert message.words.startswith("✅")
    assert message.button("Original file")
    assert remembered(delivery, wanted) == [(wanted.id, delivery.store.delivered(wanted.id))]


def sticker() -> bytes:
    file = io.BytesIO()
    Image.new("RGBA", (512, 384), (200, 60, 20, 128)).save(file, "WEBP")
    return file.getvalue()


async def test_a_sticker_comes_as_a_reply_and_the_status_says_so(delivery: Delivery, anna: Person):
    wanted, fence = await painted(delivery, anna, "sticker", sticker())
    told = await delivery.deliver(wanted.id, fence)
    status, came = from_bot(anna)

    assert told
    assert (status.id, status.media) == (wanted.status_message, None)
    assert status.words.startswith("✅")
    assert status.button("Again").data == f"v1|again|{wanted.id}"
    assert (came.media, came.reply_to) == ("sticker", wanted.photo_message)
    assert remembered(delivery, wanted) == [(wanted.id, delivery.store.delivered(wanted.id))]


async def test_a_sticker_that_is_delivered_again_is_sent_once(
    delivery: Delivery, anna: Person, sandbox: Sandbox
):
    wanted, fence = await painted(delivery, anna, "sticker", sticker())
    doubts, message = Doubts(delivery.store.redis), (wanted.chat, wanted.status_message)
    doubts.begin(*message, "progress")
    first = await delivery.deliver(wanted.id, fence)
    doubts.end(*message, "progress", known=True)
    second = await again(delivery, wanted)

    assert (first, second) == (False, True)
    assert len(sandbox.calls("sendSticker")) == 1
    assert [message.media for message in from_bot(anna)] == [None, "sticker"]


async def test_a_sticker_whose_answer_was_lost_is_not_sent_twice(
    delivery: Delivery, anna: Person, sandbox: Sandbox
):
    sandbox.fault("502_after", method="sendSticker")
    wanted, fence = await painted(delivery, anna, "sticker", sticker())
    first = await delivery.deliver(wanted.id, fence)
    second = await again(delivery, wanted)
    *_, doubt = from_bot(anna)

    assert (first, second) == (False, True)
    assert [message.media for message in from_bot(anna)] == [None, "sticker", None]
    assert doubt.button("Send again").data == f"v1|resend|{wanted.id}"


async def test_who_stopped_a_painting_is_asked_whether_to_keep_it(delivery: Delivery, anna: Person):
    wanted, fence = await painted(delivery, anna, outcome=State.STOPPED, share=0.586)
    told = await delivery.deliver(wanted.id, fence)
    [message] = from_bot(anna)

    assert told
    assert message.words.startswith("⏹ Stopped at 58 %. Keep it? · 🌊 Hokusai's wave · #")
    assert (message.button("Keep").data, message.button("Drop").data) == (
        f"v1|keep|{wanted.id}",
        f"v1|drop|{wanted.id}",
    )
    assert record(delivery, wanted).state is State.STOPPED
    assert delivery.results.read(wanted.id)
    assert remembered(delivery, wanted) == []


async def test_a_question_that_may_arrive_late_makes_the_picture_come_once_more_after_it(
    delivery: Delivery, anna: Person, sandbox: Sandbox
):
    sandbox.fault("502_after", method="editMessageText")
    wanted, fence = await painted(delivery, anna, outcome=State.STOPPED, share=0.5)
    await delivery.deliver(wanted.id, fence)
    _, decided = Decisions(delivery.store.redis).decide(wanted.id, wanted.person, keep=True)
    first = await delivery.deliver(wanted.id, decided)
    left = Doubts(delivery.store.redis).left(wanted.chat, wanted.status_message)
    delivery.store.redis.delete(keys.edit(wanted.chat, wanted.status_message, "late"))
    second = await again(delivery, wanted)

    assert left > 0
    assert (first, second) == (False, True)
    assert [message.media for message in from_bot(anna)] == ["photo"]
    assert from_bot(anna)[0].words.endswith("⏹ Stopped at 50 %.")


async def test_a_question_whose_message_was_deleted_is_asked_anew_and_the_picture_comes_too(
    delivery: Delivery, anna: Person
):
    wanted, fence = await painted(delivery, anna, outcome=State.STOPPED, share=0.5)
    anna.delete(from_bot(anna)[0])
    await delivery.deliver(wanted.id, fence)
    [question] = from_bot(anna)
    _, decided = Decisions(delivery.store.redis).decide(wanted.id, wanted.person, keep=True)
    await delivery.deliver(wanted.id, decided)

    assert question.button("Keep").data == f"v1|keep|{wanted.id}"
    assert [message.media for message in from_bot(anna)] == [None, "photo"]


async def test_for_a_person_who_blocked_the_bot_nothing_more_is_painted(delivery: Delivery, anna: Person):
    wanted, fence = await painted(delivery, anna)
    waiting = job(anna.chat_id)
    delivery.store.accept(waiting, allowed=60, limits=ROOM)
    anna.block()
    await delivery.deliver(wanted.id, fence)

    assert record(delivery, waiting).state is State.CANCELLED
    assert delivery.store.waiting(Lane.FAST) == []


async def test_an_older_picture_that_is_gone_is_painted_after_all(delivery: Delivery, anna: Person):
    wanted, _ = await painted(delivery, anna)
    entry = Entry.of(wanted, result(), "AgACAgIAAxkBAAIBforgotten", "")
    same = job(anna.chat_id, status_message=wanted.status_message)
    fence = Before(delivery.store.redis).hand_in(same, entry, allowed=60, hand=3)
    told = await delivery.deliver(same.id, fence)
    queued = record(delivery, same)

    assert not told
    assert (queued.state, queued.outcome, queued.result) == (State.QUEUED, None, None)
    assert delivery.store.waiting(Lane.FAST) == [same.id]
    assert delivery.store.claim(Lane.FAST, "w", {"wave"}).job == same


def test_a_process_without_a_loop_delivers_through_a_thread(sandbox: Sandbox, redis: Redis, anna: Person):
    settings = Settings(bot_token=DEFAULT_TOKEN, bot_api_url=sandbox.base_url)
    thread = BotThread(bot(settings, redis))
    sent = thread.run(thread.bot.send_message(anna.chat_id, "hello"), 20)
    thread.close()

    assert anna.messages()[-1].id == sent.message_id
    assert sandbox.calls("getMe") == []  # a worker must start while Telegram is away
