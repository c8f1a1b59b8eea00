"""A chat: who is in it, and its messages."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Literal

from sandbox.errors import BadRequest
from sandbox.messages import Message
from sandbox.people import Json, Person


@dataclass(kw_only=True, eq=False)
class Chat:
    """A private chat with one person, or a group that may have topics."""

    id: int
    kind: Literal["private", "supergroup"]
    title: str
    #: Gives the id of the next message: private chats share one counter, as in Telegram; a group has its own.
    next_id: Callable[[], int]
    #: Gives the number of the next change anywhere.
    next_change: Callable[[], int]
    #: Set in private chats only.
    person: Person | None = None
    #: Title by thread id; empty where the group is no forum.
    topics: dict[int, str] = field(default_factory=dict)
    #: Topics in which only administrators may write.
    closed_topics: set[int] = field(default_factory=set)
    #: What people are in a group, by id: ``member``, ``administrator`` or ``left``.
    members: dict[int, str] = field(default_factory=dict)
    #: The person blocked the bot, or the group threw it out, or it went.
    closed: bool = False
    #: It went by itself.
    left: bool = False
    messages: dict[int, Message] = field(default_factory=dict)
    #: The number of the last change of each message, present or deleted; the youngest change is last.
    changes: dict[int, int] = field(default_factory=dict)

    def as_api(self) -> Json:
        """Return the Bot API's ``Chat`` object."""
        if self.person is None:
            forum = {"is_forum": True} if self.topics else {}
            return {"id": self.id, "type": self.kind, "title": self.title} | forum
        account = self.person.as_api()
        names = {name: account[name] for name in ("first_name", "last_name", "username") if name in account}
        return {"id": self.id, "type": self.kind} | names

    def message(self, message_id: int | None, *, otherwise: str) -> Message:
        """Return a message.

        Raises:
            BadRequest: it is not there; the reason is ``otherwise``.
        """
        if message_id is None or message_id not in self.messages:
            raise BadRequest(otherwise)
        return self.messages[message_id]

    def keep(self, message: Message) -> Message:
        """Add a message, or put its newer state in its place."""
        self.messages[message.id] = message
        self._changed(message.id)
        return message

    def delete(self, message_id: int) -> None:
        """Take a message away for everybody."""
        del self.messages[message_id]
        self._changed(message_id)

    def changed_since(self, change: int) -> Iterator[int]:
        """Yield the ids of the messages that changed after ``change``, the youngest change first."""
        for message_id in reversed(self.changes):
            if self.changes[message_id] <= change:
                return
            yield message_id

    def _changed(self, message_id: int) -> None:
        self.changes.pop(message_id, None)
        self.changes[message_id] = self.next_change()
