"""Looks at a chat again and again until it shows what is waited for."""

import time
from collections.abc import Callable

from sandbox.client import Client
from sandbox.seen import Message, seen

#: Seconds between two looks.
LOOK = 0.05
#: Messages that an error about waiting in vain shows.
SHOWN = 5


class Watch:
    """The messages of one chat; each look asks only for what changed since the one before."""

    def __init__(self, client: Client, chat_id: int) -> None:
        self.chat_id = chat_id
        self._client = client
        self._change = 0
        self._messages: dict[int, Message] = {}

    def messages(self) -> list[Message]:
        """Return what the chat shows now, oldest first."""
        answer = self._client.get(f"chats/{self.chat_id}/messages", params={"since": self._change}).json()
        self._change = answer["change"]
        self._messages |= {view["id"]: seen(self._client, view) for view in answer["messages"]}
        for deleted in answer["deleted"]:
            self._messages.pop(deleted, None)
        return [self._messages[key] for key in sorted(self._messages)]

    def wait_for(self, predicate: Callable[[Message], bool], deadline_s: float) -> Message:
        """Return the youngest message that fits, as soon as there is one.

        Raises:
            TimeoutError: there was none in ``deadline_s`` seconds; the error shows the last messages.
        """
        until = time.monotonic() + deadline_s
        while True:
            messages = self.messages()
            for message in reversed(messages):
                if predicate(message):
                    return message
            if time.monotonic() > until:
                raise TimeoutError(f"no such message in {deadline_s} s; the last ones: {messages[-SHOWN:]}")
            time.sleep(LOOK)
