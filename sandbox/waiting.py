"""What a person sees, and waits for."""

from __future__ import annotations

import time
from collections.abc import Callable

from sandbox.presence import Presence
from sandbox.seen import Answer, Message, Press
from sandbox.watch import LOOK


class Waiting(Presence):
    """A person who looks at the chat."""

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
        return self.wait_for_media("photo", reply_to, deadline_s=deadline_s)

    def wait_for_document(self, reply_to: Message | None = None, *, deadline_s: float) -> Message:
        """Return the bot's youngest document, where ``reply_to`` is given in answer to that."""
        return self.wait_for_media("document", reply_to, deadline_s=deadline_s)

    def wait_for_media(self, kind: str, reply_to: Message | None = None, *, deadline_s: float) -> Message:
        """Return the bot's youngest ``animation``, ``video``, ``sticker``, ``photo`` or ``document``."""

        def fits(message: Message) -> bool:
            answers = reply_to is None or message.reply_to == reply_to.id
            return message.from_bot and message.media == kind and answers

        return self.wait_for(fits, deadline_s)

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
