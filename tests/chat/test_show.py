"""Edits that are not the last word: what Telegram did not answer stays in doubt for a while, nothing else."""

import pytest
from redis import Redis
from telegram.error import NetworkError, RetryAfter
from telegram.ext import ExtBot

from chat.flood import Priority
from chat.show import show
from jobs.catalogue import Lane
from jobs.doubts import SETTLED, Doubts
from jobs.record import Claim
from jobs.store import Store
from sandbox.person import Person, Sandbox
from tests.chat.samples import ROOM, job


async def painting(client: ExtBot[Priority], store: Store, anna: Person) -> Claim:
    """A job that is being painted."""
    status = await client.send_message(anna.chat_id, "queued")
    store.accept(job(anna.chat_id, status_message=status.message_id), allowed=60, limits=ROOM)
    claim = store.claim(Lane.FAST, "w1", {"wave"})
    assert claim is not None
    return claim


def doubt(store: Store, claim: Claim) -> float:
    """Seconds for which an edit of the job's status message may still arrive."""
    return Doubts(store.redis).left(claim.job.chat, claim.job.status_message)


async def test_progress_that_was_answered_leaves_no_doubt(
    client: ExtBot[Priority], redis: Redis, anna: Person
):
    store = Store(redis)
    claim = await painting(client, store, anna)
    shown = await show(client, store, claim.job, "🎨 50 %", fence=claim.fence)

    assert shown
    assert anna.messages()[-1].words == "🎨 50 %"
    assert doubt(store, claim) == 0


async def test_progress_that_nobody_answered_is_in_doubt_until_it_has_settled(
    client: ExtBot[Priority], redis: Redis, anna: Person, sandbox: Sandbox
):
    store = Store(redis)
    claim = await painting(client, store, anna)
    sandbox.fault("502", method="editMessageText")
    with pytest.raises(NetworkError):
        await show(client, store, claim.job, "🎨 50 %", fence=claim.fence)

    assert 0 < doubt(store, claim) <= SETTLED


async def test_progress_that_telegram_refused_leaves_no_doubt(
    client: ExtBot[Priority], redis: Redis, anna: Person, sandbox: Sandbox
):
    store = Store(redis)
    claim = await painting(client, store, anna)
    sandbox.fault("429", method="editMessageText", seconds=1)
    with pytest.raises(RetryAfter):
        await show(client, store, claim.job, "🎨 50 %", fence=claim.fence)

    assert doubt(store, claim) == 0


async def test_progress_of_a_job_that_somebody_else_has_is_not_shown(
    client: ExtBot[Priority], redis: Redis, anna: Person
):
    store = Store(redis)
    claim = await painting(client, store, anna)
    store.hand_back(claim)
    shown = await show(client, store, claim.job, "🎨 50 %", fence=claim.fence)

    assert not shown
    assert anna.messages()[-1].words == "queued"
    assert doubt(store, claim) == 0
