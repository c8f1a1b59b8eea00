"""The bot's commands by scope and language, and which of them a person sees.

https://core.telegram.org/bots/api#determining-list-of-commands
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from sandbox.chats import Chat
from sandbox.people import Json, Person


@dataclass(frozen=True, kw_only=True)
class Scope:
    """For whom a list of commands is."""

    #: As in the Bot API: ``default``, ``all_private_chats``, ``chat`` and others.
    type: str = "default"
    chat_id: int | None = None
    user_id: int | None = None


@dataclass
class Commands:
    """Keeps lists of commands."""

    #: By scope and language; the empty language is for all others.
    lists: dict[tuple[Scope, str], list[Json]] = field(default_factory=dict)

    def seen(self, person: Person, chat: Chat) -> list[Json]:
        """Return the commands that the person's app offers in a chat: the narrowest list that is set."""
        for scope in _scopes(person, chat):
            for language in ((person.language_code or "")[:2], ""):
                if commands := self.lists.get((scope, language)):
                    return commands
        return []


def _scopes(person: Person, chat: Chat) -> Iterator[Scope]:
    """Yield what fits, the narrowest first."""
    if chat.person is not None:
        yield Scope(type="chat", chat_id=chat.id)
        yield Scope(type="all_private_chats")
        yield Scope()
        return
    administrator = chat.members.get(person.id) == "administrator"
    yield Scope(type="chat_member", chat_id=chat.id, user_id=person.id)
    if administrator:
        yield Scope(type="chat_administrators", chat_id=chat.id)
    yield Scope(type="chat", chat_id=chat.id)
    if administrator:
        yield Scope(type="all_chat_administrators")
    yield Scope(type="all_group_chats")
    yield Scope()
