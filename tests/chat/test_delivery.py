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
from jobs.catalogue import Lane
from jobs.doubts import Doubts, Editor
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
    delivery: Delivery, anna: Person, kind: str = "photo", content: bytes = b""
) -> tuple[Job, int]:
    """A job that a worker has just painted: its status message is in the chat, its picture in the store."""
    photo = anna.send_photo(picture())
    status = await delivery.bot.send_message(
        anna.chat_id, "painting", reply_to_message_id=photo.id, rate_limit_args=Priority.RESULT
    )
    wanted = job(anna.chat_id, photo_message=photo.id, status_message=status.message_id)
    delivery.store.accept(wanted, allowed=60, limits=ROOM)
    claim = delivery.store.claim(Lane.FAST, "w", {"wave"})
    delivery.results.write(wanted.id, content or picture())
    delivery.store.conclude(claim, State.DONE, result=result(kind))
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
    await delivery.deliver(wanted.id, fence)

    assert "it was deleted" in from_bot(anna)[0].words


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


def test_a_process_without_a_loop_delivers_through_a_thread(sandbox: Sandbox, redis: Redis, anna: Person):
    settings = Settings(bot_token=DEFAULT_TOKEN, bot_api_url=sandbox.base_url)
    thread = BotThread(bot(settings, redis))
    sent = thread.run(thread.bot.send_message(anna.chat_id, "hello"), 20)
    thread.close()

    assert anna.messages()[-1].id == sent.message_id
    assert sandbox.calls("getMe") == []  # a worker must start while Telegram is away
