"""A person in a chat with the bot: writes, presses buttons, and waits for what comes."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeAlias

from sandbox.client import Client
from sandbox.seen import Answer, Message, Press, seen
from sandbox.watch import LOOK, Watch

#: A picture or any file: where it lies, or its bytes.
File: TypeAlias = Path | str | bytes


class Group:
    """A group, and the thread ids of its topics by title."""

    def __init__(self, chat_id: int, topics: dict[str, int]) -> None:
        self.chat_id = chat_id
        self.topics = topics


class Person:
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

    def within(self, group: Group, topic: str | None = None) -> Person:
        """Return the same person, now writing in a group."""
        return Person(self._sandbox, self.id, group.chat_id, group.topics[topic] if topic else None)

    def send_text(self, text: str, reply_to: Message | None = None) -> Message:
        """Write a text."""
        return self._send({"text": text}, [], reply_to)[0]

    def send_photo(self, photo: File, caption: str | None = None, reply_to: Message | None = None) -> Message:
        """Send a picture as a photo: it is shrunk to 1280 px, as the app does."""
        return self._send({"caption": caption}, [photo], reply_to)[0]

    def send_document(
        self,
        document: File,
        caption: str | None = None,
        reply_to: Message | None = None,
        name: str | None = None,
    ) -> Message:
        """Send a file byte for byte; bytes without a ``name`` are called ``file``."""
        return self._send({"caption": caption, "kind": "document"}, [document], reply_to, name)[0]

    def send_album(
        self, photos: Sequence[File], caption: str | None = None, reply_to: Message | None = None
    ) -> list[Message]:
        """Send several photos as one album; the caption stands under the first."""
        return self._send({"caption": caption}, photos, reply_to)

    def press(self, button: str, on: Message | None = None) -> Press:
        """Press a button, named by its data, its text or a part of that.

        Args:
            button: which one.
            on: the message that it stands under, as it is now; by default the youngest that has it.

        Raises:
            LookupError: there is no such button.
        """
        message = self._with_button(button, on)
        data = message.button(button).data
        path = f"chats/{self.chat_id}/messages/{message.id}/press"
        view = self._sandbox.post(path, json={"person_id": self.id, "data": data}).json()
        return Press(id=view["id"], data=view["data"], client=self._sandbox)

    def delete(self, message: Message) -> None:
        """Take a message away for everybody; the bot is not told."""
        self._sandbox.delete(f"chats/{self.chat_id}/messages/{message.id}")

    def block(self, *, blocked: bool = True) -> None:
        """Block the bot, or take that back."""
        told = {"chat_id": self.chat_id, "blocked": blocked}
        self._sandbox.post(f"people/{self.id}/block", json=told)

    def messages(self) -> list[Message]:
        """Return what the chat shows now, oldest first."""
        return self._watch.messages()

    def again(self, message: Message) -> Message:
        """Return a message as it is now.

        Raises:
            LookupError: it was deleted.
        """
        for present in self.messages():
            if present.id == message.id:
                return present
        raise LookupError(f"message {message.id} is gone")

    def wait_for(self, predicate: Callable[[Message], bool], deadline_s: float) -> Message:
        """Return the youngest message that fits, as soon as there is one.

        Raises:
            TimeoutError: there was none in time; the error shows the last messages.
        """
        return self._watch.wait_for(predicate, deadline_s)

    def wait_for_reply(self, to: Message, deadline_s: float) -> Message:
        """Return the bot's youngest answer to a message; errors as for ``wait_for``."""
        return self.wait_for(lambda message: message.from_bot and message.reply_to == to.id, deadline_s)

    def wait_for_photo(self, reply_to: Message | None = None, *, deadline_s: float) -> Message:
        """Return the bot's youngest photo, where ``reply_to`` is given in answer to that."""
        return self._wait_for_media("photo", reply_to, deadline_s)

    def wait_for_document(self, reply_to: Message | None = None, *, deadline_s: float) -> Message:
        """Return the bot's youngest document, where ``reply_to`` is given in answer to that."""
        return self._wait_for_media("document", reply_to, deadline_s)

    def wait_for_answer(self, press: Press, deadline_s: float) -> Answer:
        """Return what the bot answered to a press.

        Raises:
            TimeoutError: it did not, in time.
        """
        until = time.monotonic() + deadline_s
        while (answer := press.answer()) is None:
            if time.monotonic() > until:
                raise TimeoutError(f"the press on {press.data!r} was not answered in {deadline_s} s")
            time.sleep(LOOK)
        return answer

    def _wait_for_media(self, kind: str, reply_to: Message | None, deadline_s: float) -> Message:
        def fits(message: Message) -> bool:
            answers = reply_to is None or message.reply_to == reply_to.id
            return message.from_bot and message.media == kind and answers

        return self.wait_for(fits, deadline_s)

    def _with_button(self, button: str, on: Message | None) -> Message:
        if on is not None:
            return self.again(on)
        for message in reversed(self.messages()):
            try:
                message.button(button)
            except LookupError:
                continue
            return message
        raise LookupError(f"no button {button!r} in the chat")

    def _send(
        self,
        words: dict[str, str | None],
        files: Sequence[File],
        reply_to: Message | None,
        name: str | None = None,
    ) -> list[Message]:
        told = words | {
            "person_id": str(self.id),
            "reply_to": str(reply_to.id) if reply_to else None,
            "thread_id": str(self._thread_id) if self._thread_id else None,
        }
        told = {key: value for key, value in told.items() if value is not None}
        sent = {f"file{place}": _named(file, name) for place, file in enumerate(files)}
        path = f"chats/{self.chat_id}/messages"
        answer = (
            self._sandbox.post(path, data=told, files=sent) if sent else self._sandbox.post(path, json=told)
        )
        return [seen(self._sandbox, view) for view in json.loads(answer.content)]


def _named(file: File, name: str | None) -> tuple[str, bytes]:
    if isinstance(file, bytes):
        return name or "file", file
    return name or Path(file).name, Path(file).read_bytes()
