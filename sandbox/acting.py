"""A person in a chat with the bot: writes, presses buttons, and waits for what comes."""

from __future__ import annotations

import time
from typing import Any

from sandbox.paying import Payment, payment
from sandbox.presence import File, Group
from sandbox.results import Results, wait_for_results
from sandbox.seen import Message, Press
from sandbox.waiting import Waiting
from sandbox.watch import LOOK
from sandbox.writing import Writing

__all__ = ["File", "Group", "Person"]


class Person(Writing, Waiting):
    """Somebody in a chat with the bot: in private, or in a group."""

    def within(self, group: Group, topic: str | None = None) -> Person:
        """Return the same person, now writing in a group."""
        return Person(self._sandbox, self.id, group.chat_id, group.topics[topic] if topic else None)

    def press(self, button: str, on: Message | None = None, *, inaccessible: bool = False) -> Press:
        """Press a button, named by its data, its text or a part of that.

        Args:
            button: which one.
            on: the message that it stands under, as it is now; by default the youngest that has it.
            inaccessible: Telegram's server does not find the message any more, as may be with old ones: the
                bot is told its number and chat, not what it says or answers.

        Raises:
            LookupError: there is no such button.
        """
        message = self._with_button(button, on)
        data = message.button(button).data
        told = {"person_id": self.id, "data": data, "inaccessible": inaccessible}
        path = f"chats/{self.chat_id}/messages/{message.id}/press"
        view = self._sandbox.post(path, json=told).json()
        return Press(id=view["id"], data=view["data"], client=self._sandbox)

    def inline(self, query: str = "", offset: str = "", *, deadline_s: float = 20) -> Results:
        """Type ``@bot query`` in this chat and return the bot's results.

        Raises:
            TimeoutError: the bot did not answer in time.
        """
        asked = {
            "person_id": self.id,
            "chat_id": self.chat_id,
            "thread_id": self._thread_id,
            "query": query,
            "offset": offset,
        }
        return wait_for_results(self._sandbox, asked, deadline_s)

    def pay(self, invoice: Message, *, deadline_s: float = 20) -> Payment:
        """Pay an invoice, and return how that ended: ``paid``, or ``failed`` with an error.

        Raises:
            TimeoutError: it was still waiting; the bot has ten seconds to agree.
        """
        path = f"chats/{self.chat_id}/messages/{invoice.id}/pay"
        paying = payment(self._sandbox, self._sandbox.post(path, json={"person_id": self.id}).json())
        until = time.monotonic() + deadline_s
        while paying.state == "waiting":
            if time.monotonic() > until:
                raise TimeoutError(f"the payment was still waiting after {deadline_s} s")
            time.sleep(LOOK)
            paying = paying.again()
        return paying

    def commands_seen(self) -> dict[str, str]:
        """Return the commands that the app offers in this chat, with their descriptions."""
        told = self._sandbox.get(f"chats/{self.chat_id}/commands", params={"person_id": self.id}).json()
        return {one["command"]: one["description"] for one in told}

    def join(self, *, administrator: bool = False) -> None:
        """Come into this group, or become its administrator."""
        self._at("members", status="administrator" if administrator else "member")

    def leave(self) -> None:
        """Go out of this group."""
        self._at("members", status="left")

    def promote_bot(self, *, administrator: bool = True) -> None:
        """Make the bot an administrator of this group, or an ordinary member again."""
        self._at("rights", administrator=administrator)

    def create_topic(self, title: str) -> Person:
        """Open a topic in this group, and return oneself writing in it."""
        thread_id = self._at("topics", title=title)["thread_id"]
        return Person(self._sandbox, self.id, self.chat_id, thread_id)

    def close_topic(self, *, closed: bool = True) -> None:
        """Close the topic that one is in, or open it again."""
        self._at(f"topics/{self._thread_id}", closed=closed)

    def delete(self, message: Message) -> None:
        """Take a message away for everybody; the bot is not told."""
        self._sandbox.delete(f"chats/{self.chat_id}/messages/{message.id}")

    def age(self, message: Message, hours: float) -> None:
        """Let a message be older by as many hours."""
        path = f"chats/{self.chat_id}/messages/{message.id}/age"
        self._sandbox.post(path, json={"seconds": round(hours * 3600)})

    def block(self, *, blocked: bool = True) -> None:
        """Block the bot, or take that back; in a group, throw it out or take it in."""
        told = {"chat_id": self.chat_id, "blocked": blocked}
        self._sandbox.post(f"people/{self.id}/block", json=told)

    def _at(self, what: str, **told: Any) -> Any:
        """Do something to the chat that one is in."""
        return self._sandbox.post(f"chats/{self.chat_id}/{what}", json={"person_id": self.id, **told}).json()

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
