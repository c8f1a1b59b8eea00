"""Everything the sandbox knows: one bot, people, chats, files, updates."""

import asyncio
import itertools
import time
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sandbox.blobs import Blobs
from sandbox.calls import Calls
from sandbox.chats import Chat
from sandbox.errors import BadRequest
from sandbox.events import Events
from sandbox.faults import Faults
from sandbox.files import Files
from sandbox.history import History
from sandbox.inline import Queries
from sandbox.limits import Limits
from sandbox.messages import Message
from sandbox.payments import Payments
from sandbox.people import Json, Person, bot_account
from sandbox.presses import Presses
from sandbox.privacy import hears
from sandbox.profile import Profile
from sandbox.updates import Updates
from sandbox.webhook import Webhook


def fresh_ids(first: int = 0, wrap: int = 1_000_000_000) -> Callable[[], int]:
    """Return a counter that a sandbox started later does not repeat: a bot remembers the ids it has seen.

    Args:
        first: the smallest id that it can give.
        wrap: the seconds since 1970 start again from ``first`` after as many.
    """
    return itertools.count(first + int(time.time()) % wrap).__next__


@dataclass(kw_only=True, eq=False)
class World:
    """One Telegram with one bot."""

    token: str = field(repr=False)
    bot: Person
    files: Files
    limits: Limits
    presses: Presses
    queries: Queries
    payments: Payments
    updates: Updates
    people: dict[int, Person] = field(default_factory=dict)
    chats: dict[int, Chat] = field(default_factory=dict)
    faults: Faults = field(default_factory=Faults)
    calls: Calls = field(default_factory=Calls)
    history: History = field(default_factory=History)
    events: Events = field(default_factory=Events)
    #: Where updates are sent to; None where the bot asks for them.
    webhook: Webhook | None = None
    #: Chat and number of a result that somebody sent, by the id that the bot edits it with.
    sent_inline: dict[str, tuple[int, int]] = field(default_factory=dict)
    #: In groups the bot gets only what is meant for it.
    privacy: bool = False
    profile: Profile = field(default_factory=Profile)
    #: As large as those of new accounts: beyond 32 bits.
    next_person_id: Callable[[], int] = field(default_factory=lambda: fresh_ids(first=5_000_000_000))
    next_private_id: Callable[[], int] = field(default_factory=lambda: fresh_ids(wrap=10_000_000))
    next_change: Callable[[], int] = field(default_factory=lambda: itertools.count(1).__next__)
    #: Calls that were answered badly and still take effect.
    _afterwards: set[asyncio.Task[None]] = field(default_factory=set, repr=False)

    def chat(self, chat_id: int | None) -> Chat:
        """Return a chat.

        Raises:
            BadRequest: the bot does not know it.
        """
        if chat_id is None or chat_id not in self.chats:
            raise BadRequest("chat not found")
        return self.chats[chat_id]

    def person(self, person_id: int | None) -> Person:
        """Return a person.

        Raises:
            BadRequest: nobody has this id.
        """
        if person_id is None or person_id not in self.people:
            raise BadRequest("user not found")
        return self.people[person_id]

    def meet(self, person: Person) -> Chat:
        """Let a person, new or changed, have a private chat with the bot."""
        self.people[person.id] = person
        known = self.chats.get(person.id)
        if known is not None:
            known.person, known.title = person, person.first_name
            return known
        return self._open(
            Chat(
                id=person.id,
                kind="private",
                title=person.first_name,
                person=person,
                next_id=self.next_private_id,
                next_change=self.next_change,
            )
        )

    def found(self, title: str, topics: list[str]) -> Chat:
        """Make a group with the bot in it; with ``topics`` it is a forum."""
        next_id = itertools.count(1).__next__
        group = Chat(
            id=-1_000_000_000_000 - self.next_person_id(),
            kind="supergroup",
            title=title,
            topics={next_id(): topic for topic in topics},
            next_id=next_id,
            next_change=self.next_change,
        )
        return self._open(group)

    def keep(self, message: Message) -> Message:
        """Add a message or its newer state, and tell the pages."""
        message.chat.keep(message)
        self.history.kept(message)
        self.events.tell({"chat_id": message.chat.id, "message_id": message.id})
        return message

    def delete(self, message: Message) -> None:
        """Take a message away for everybody, and tell the pages."""
        message.chat.delete(message.id)
        self.history.deleted(message)
        self.events.tell({"chat_id": message.chat.id, "message_id": message.id})

    def happened(self, kind: str, chat: Chat, content: Json) -> None:
        """Put an update into the bot's queue."""
        update = self.updates.add(kind, chat.id, content)
        if update is not None and self.faults.take("update", chat.id):
            self.updates.repeat(update)

    def told(self, kind: str, message: Message) -> None:
        """Tell the bot of a message where it hears it: not where it was thrown out, nor what is private."""
        chat = message.chat
        if chat.person is not None or (not chat.closed and (not self.privacy or hears(self.bot, message))):
            self.happened(kind, chat, message.as_api())

    def later(self, work: Coroutine[Any, Any, None]) -> None:
        """Let something take effect though nobody waits for it."""
        task = asyncio.get_running_loop().create_task(work)
        self._afterwards.add(task)
        task.add_done_callback(self._afterwards.discard)

    def close(self) -> None:
        """Send everybody home who still waits for something."""
        for task in self._afterwards:
            task.cancel()
        if self.webhook is not None:
            self.webhook.stop()
        self.updates.close()
        self.events.close()

    def _open(self, chat: Chat) -> Chat:
        self.chats[chat.id] = chat
        self.events.tell({"chat_id": chat.id})
        return chat


def new_world(
    token: str,
    folder: Path,
    *,
    flood: bool,
    capacity: int,
    press_lifetime: float,
    checkout_lifetime: float,
) -> World:
    """Make an empty world.

    Args:
        token: the bot's, of the form ``<number>:<text>``.
        folder: where files lie; must exist.
        flood: limit how many messages the bot may send.
        capacity: bytes of files kept at most.
        press_lifetime: seconds in which the press of a button or an inline query can be answered.
        checkout_lifetime: seconds in which the bot has to agree to a payment.
    """
    return World(
        token=token,
        bot=bot_account(token),
        files=Files(token, Blobs(folder, capacity)),
        limits=Limits(on=flood),
        presses=Presses(press_lifetime),
        queries=Queries(press_lifetime),
        payments=Payments(checkout_lifetime),
        updates=Updates(fresh_ids()()),
    )
