"""Whatever a person does, and wherever the bot is killed: each order comes to one end, on its card."""

import asyncio
from collections.abc import Coroutine
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from redis import Redis

from bot.ways import albums
from jobs import keys
from jobs.catalogue import Lane
from jobs.presence import Announcement, Presence
from jobs.record import Record, State
from sandbox.person import Message, Sandbox
from tests.bot.lives import bot_of, picture, tickets_to
from tests.chat.samples import result

ABLE = {Lane.FAST: {"wave", "microast"}, Lane.SLOW: {"gatys"}}
#: Steps after which the bot is killed in the next handler; None: it lives.
KILLS = st.one_of(st.none(), st.integers(0, 12))
CAPTIONS = (None, "/style", "/style wave", "/style ink 30", "/style no", "/nst", "/gan")
OVER = (State.DONE, State.FAILED, State.CANCELLED)


class Conversation(RuleBasedStateMachine):
    """One person, the bot, and workers; nobody waits for anybody."""

    def __init__(self, sandbox: Sandbox, redis: Redis, folder: Path) -> None:
        super().__init__()
        redis.flushall()
        for lane, able in ABLE.items():
            word = Announcement(name=f"{lane}@test.1", lane=lane, device="cpu", able=frozenset(able))
            Presence(redis).announce(word)
            redis.zadd(keys.workers(lane), {word.name: 4e9})
            redis.persist(keys.worker(word.name))
        self.redis = redis
        self.anna = sandbox.person(name="Anna", language="en")
        self._runner, self._open = asyncio.Runner(), AsyncExitStack()
        self.bot = self._run(self._open.enter_async_context(bot_of(sandbox, redis, folder)))
        self._run(self.bot.updates())
        self.store = self.bot.desk.store
        #: The pictures that were put into messages, by the message.
        self.pictures: dict[int, str] = {}

    def _run(self, call: Coroutine[Any, Any, Any]) -> Any:
        return self._runner.run(call)

    @property
    def cards(self) -> list[Message]:
        """What the bot has written that has buttons."""
        return [message for message in self.anna.messages() if message.from_bot and message.buttons]

    @property
    def records(self) -> list[Record]:
        """All jobs."""
        found = (self.store.record(key.removeprefix("job:")) for key in self.redis.scan_iter("job:*"))
        return [record for record in found if record]

    def handle(self, killed: int | None) -> None:
        """Let the bot handle what has come; killed, it begins again."""
        for update in self._run(self.bot.updates()):
            if killed is not None and not self._run(self.bot.killed_after(killed, update)):
                continue
            self._run(self.bot.handle(update))

    # The person.

    @rule(killed=KILLS, reply=st.booleans())
    def send_a_photo(self, killed: int | None, reply: bool) -> None:
        cards = self.cards
        self.anna.send_photo(picture(), reply_to=cards[-1] if reply and cards else None)
        self.handle(killed)

    @rule(
        killed=KILLS,
        caption=st.sampled_from(
            [None, "/style", "/style wave", "/style ink 30", "/style no", "/nst", "/gan"]
        ),
        count=st.integers(1, 3),
        reply=st.booleans(),
    )
    def send_an_album(self, killed: int | None, caption: str | None, count: int, reply: bool) -> None:
        cards = [card for card in self.cards if card.reply_to]
        to = cards[-1] if reply and cards else None
        if count == 1:
            self.anna.send_photo(picture(), caption=caption, reply_to=to)
        else:
            self.anna.send_album([picture(50 + i, 40) for i in range(count)], caption=caption, reply_to=to)
        self.handle(killed)

    @rule(
        killed=KILLS,
        words=st.sampled_from(
            ["hello", "70", "60 40", "wave", "/style wave", "/style", "/nst", "/gan", "/styles", "/start"]
        ),
        reply=st.booleans(),
    )
    def write(self, killed: int | None, words: str, reply: bool) -> None:
        messages = [message for message in self.anna.messages() if message.media]
        self.anna.send_text(words, reply_to=messages[-1] if reply and messages else None)
        self.handle(killed)

    @rule(killed=KILLS)
    def forget(self, killed: int | None) -> None:
        self.anna.send_text("/cancel")
        self.handle(killed)

    @precondition(lambda self: self.cards)
    @rule(killed=KILLS, data=st.data(), twice=st.booleans())
    def press(self, killed: int | None, data: st.DataObject, twice: bool) -> None:
        cards = self.cards
        card = cards[data.draw(st.integers(0, len(cards) - 1), label="card")]
        buttons = [button.data for row in card.buttons for button in row if button.data]
        button = data.draw(st.sampled_from(buttons), label="button")
        self.anna.press(button, on=card)
        if twice:  # before the bot has answered
            self.anna.press(button, on=card)
        self.handle(killed)

    @rule(killed=KILLS, step=st.integers(0, 2), twice=st.booleans())
    def order(self, killed: int | None, step: int, twice: bool) -> None:
        """Go straight to a picture, which random presses seldom do; at one step the bot is killed."""
        self.anna.send_photo(picture())
        self.handle(killed if step == 0 else None)
        for number, verb in enumerate(("v1|fast|", "v1|paint|wave"), start=1):
            shown = [card for card in self.cards if any(verb == b.data for row in card.buttons for b in row)]
            for _ in range(1 + twice if shown else 0):  # the second time before the bot has answered
                self.anna.press(verb, on=shown[-1])
            self.handle(killed if step == number else None)

    # Workers and clerks.

    @rule(lane=st.sampled_from(list(Lane)), outcome=st.sampled_from([State.DONE, State.FAILED]))
    def paint(self, lane: Lane, outcome: State) -> None:
        claim = self.store.claim(lane, f"{lane}@test.1", ABLE[lane])
        if claim is None:
            return
        self.bot.desk.results.write(claim.job.id, picture(64, 48 + len(self.pictures)))
        self.store.conclude(
            claim, outcome, reason="broken", result=result() if outcome is State.DONE else None
        )
        self._run(self.bot.delivery.deliver(claim.job.id, claim.fence))

    @rule()
    def redrive(self) -> None:
        """What is due, comes; what was promised to be told, is told."""
        for name in self.redis.zrange(keys.DUE, 0, -1):
            self.redis.zadd(keys.DUE, {name: 0})
            self.redis.hset(keys.job(name), "lease_until", 0)
        for name in self.store.redrive().deliver:
            if fence := self.store.claim_delivery(name):
                self._run(self.bot.delivery.deliver(name, fence))

    # What is true at any time.

    @invariant()
    def a_card_is_about_one_job_and_a_picture_stays(self) -> None:
        shown = {message.id: message for message in self.anna.messages()}
        jobs = [record.job.status_message for record in self.records]
        for message, content in self.pictures.items():
            assert shown[message].content == content
        self.pictures |= {m.id: m.content for m in shown.values() if m.from_bot and m.content}

        assert len(set(jobs)) == len(jobs)

    def teardown(self) -> None:
        """Everything is driven to rest: no message goes on promising anything."""
        for _ in range(3):
            for lane in Lane:
                for _ in self.store.waiting(lane):
                    self.paint(lane, State.DONE)
            for name in self.redis.keys("edit:*"):
                self.redis.delete(name)
            self.redrive()
        shown = {message.id: message for message in self.anna.messages()}
        self._run(self._open.aclose())
        self._runner.close()

        for record in self.records:
            message = shown[record.job.status_message]
            assert record.state in OVER
            assert (message.media is not None) == (record.state is State.DONE)
        assert not [
            m for m in shown.values() if m.from_bot and m.words.startswith(("⏳", "⏸", "🎨 Painting"))
        ]


def run(sandbox: Sandbox, redis: Redis, folder: Path, examples: int, steps: int) -> None:
    """Let people talk."""
    profile = settings(
        max_examples=examples,
        stateful_step_count=steps,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        derandomize=True,
        database=None,
    )
    run_state_machine_as_test(lambda: Conversation(sandbox, redis, folder), settings=profile)


def test_any_conversation_ends_well(
    sandbox: Sandbox, redis: Redis, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    tickets_to(redis, monkeypatch)
    monkeypatch.setattr(albums, "SETTLED", 0.01)
    run(sandbox, redis, tmp_path, 6, 15)


@pytest.mark.slow
def test_very_many_conversations_end_well(
    sandbox: Sandbox, redis: Redis, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    tickets_to(redis, monkeypatch)
    monkeypatch.setattr(albums, "SETTLED", 0.01)
    run(sandbox, redis, tmp_path, 12, 40)
