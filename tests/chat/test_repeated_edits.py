"""An edit that is repeated although it has arrived: "message is not modified" is the proof that it has."""

import pytest

from chat.deliver import Delivery
from jobs import keys
from jobs.doubts import Doubts
from jobs.record import State
from sandbox.person import Person, Sandbox
from tests.chat.test_delivery import again, from_bot, painted, record


@pytest.mark.parametrize("kind", ["photo", "document"])
async def test_a_picture_that_is_confirmed_and_is_there_stays_as_it_is(
    delivery: Delivery, anna: Person, sandbox: Sandbox, kind: str
):
    wanted, fence = await painted(delivery, anna, kind)
    doubts, message = Doubts(delivery.store.redis), (wanted.chat, wanted.status_message)
    doubts.begin(*message, "progress")
    first = await delivery.deliver(wanted.id, fence)
    shown = from_bot(anna)
    doubts.end(*message, "progress", known=True)
    second = await again(delivery, wanted)

    assert (first, second) == (False, True)
    assert from_bot(anna) == shown
    assert shown[0].media == kind
    assert [call["status"] for call in sandbox.calls("editMessageMedia")] == [200, 400]
    assert record(delivery, wanted).state is State.DONE


async def test_words_whose_answer_was_lost_are_not_told_twice(
    delivery: Delivery, anna: Person, sandbox: Sandbox
):
    wanted, fence = await painted(delivery, anna)
    delivery.store.redis.hset(keys.job(wanted.id), mapping={"outcome": State.FAILED, "reason": "broken"})
    sandbox.fault("502_after", method="editMessageText")
    first = await delivery.deliver(wanted.id, fence)
    second = await again(delivery, wanted)
    [message] = from_bot(anna)

    assert (first, second) == (False, True)
    assert message.button("Try again")
    assert [call["status"] for call in sandbox.calls("editMessageText")] == [502, 400]
    assert record(delivery, wanted).state is State.FAILED
