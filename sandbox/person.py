"""The client of the people's side: tests, the demo and the bench act as persons through it.

It talks to a running sandbox over HTTP and imports nothing of the server.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sandbox.acting import File, Group, Person
from sandbox.client import Client
from sandbox.seen import Answer, Button, Message, Press, State, state

__all__ = ["Answer", "Button", "File", "Group", "Message", "Person", "Press", "Sandbox", "State"]


class Sandbox(Client):
    """A running sandbox, as those who experiment with it see it."""

    def person(
        self,
        id: int | None = None,  # noqa: A002 - reads as a person's id
        name: str | None = None,
        language: str | None = None,
    ) -> Person:
        """Return a person, new where no ``id`` is given or nobody has it yet.

        Args:
            id: the person's; without one a fresh one is drawn.
            name: first name; Anna, or what it was.
            language: tag of the app's language, empty for none; ``en``, or what it was.
        """
        told = {"id": id, "first_name": name, "language_code": language}
        return Person(self, self.post("people", json=told).json()["id"])

    def group(self, title: str = "Group", topics: Sequence[str] = ()) -> Group:
        """Found a group with the bot in it; with ``topics`` it is a forum."""
        view = self.post("chats", json={"title": title, "topics": list(topics)}).json()
        return Group(view["id"], {topic["title"]: topic["id"] for topic in view["topics"]})

    def fault(self, kind: str, method: str = "*", **how: Any) -> None:
        """Let calls go wrong; kinds and settings as in ``sandbox.faults``."""
        self.post("faults", json={"kind": kind, "method": method, **how})

    def faults(self) -> list[dict[str, Any]]:
        """Return the faults that are switched on, with how often each was ``taken``."""
        return list(self.get("faults").json())

    def clear_faults(self) -> None:
        """Let everything go well again."""
        self.delete("faults")

    def privacy(self, *, on: bool) -> None:
        """Let the bot hear in groups only what is meant for it, or all again."""
        self.post("privacy", json={"on": on})

    def flood_limits(self, *, on: bool) -> None:
        """Limit how many messages the bot may send, or stop that."""
        self.post("limits", json={"on": on})

    def repeat_update(self, update_id: int | None = None) -> None:
        """Deliver an update once more, the youngest unless ``update_id`` is given."""
        self.post("updates/repeat", json={"update_id": update_id})

    def waiting_updates(self) -> list[dict[str, Any]]:
        """Return the updates that the bot has not confirmed."""
        return list(self.get("updates").json())

    def history(self, since: int = 0) -> list[State]:
        """Return what the chats showed after the state with number ``since``, oldest first."""
        return [state(self, told) for told in self.get("history", params={"since": since}).json()]

    def calls(self, method: str | None = None, since: int = 0) -> list[dict[str, Any]]:
        """Return the Bot API calls that came after the one with number ``since``, oldest first."""
        wanted = {"since": str(since)} | ({"method": method} if method else {})
        return list(self.get("calls", params=wanted).json())
