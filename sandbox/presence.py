"""Where a person is: the sandbox, the chat and the topic."""

from __future__ import annotations

from pathlib import Path
from typing import TypeAlias

from sandbox.client import Client
from sandbox.watch import Watch

#: A picture or any file: where it lies, or its bytes.
File: TypeAlias = Path | str | bytes


class Group:
    """A group, and the thread ids of its topics by title."""

    def __init__(self, chat_id: int, topics: dict[str, int]) -> None:
        self.chat_id = chat_id
        self.topics = topics


class Presence:
    """Somebody in a chat with the bot: in private, or in a group.

    Args:
        sandbox: where the person lives.
        id: the person's.
        chat_id: the chat that the person writes in; the private one by default.
        thread_id: the topic, where the chat is a forum.
    """

    def __init__(
        self,
        sandbox: Client,
        id: int,  # noqa: A002 - reads as a person's id
        chat_id: int | None = None,
        thread_id: int | None = None,
    ) -> None:
        self.id = id
        self.chat_id = id if chat_id is None else chat_id
        self._sandbox = sandbox
        self._thread_id = thread_id
        self._watch = Watch(sandbox, self.chat_id)
