"""Inline mode as a person uses it: a query, the results above the keyboard, and the one that is sent."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import Any

from sandbox.client import Client
from sandbox.seen import Message, seen
from sandbox.watch import LOOK


@dataclass(frozen=True, kw_only=True)
class Result:
    """One result of an inline query."""

    id: str
    #: ``photo``, ``document``, ``mpeg4_gif``, ``gif``, ``video``, ``sticker`` or ``article``.
    kind: str
    title: str | None
    description: str | None
    #: The caption or the text that will be sent.
    words: str
    #: Name of the bytes, as of a message's ``content``; None where only words are sent.
    content: str | None


@dataclass(frozen=True, kw_only=True)
class Results:
    """What the bot answered to a query."""

    id: str
    query: str
    results: tuple[Result, ...]
    #: To ask for more with; empty at the end.
    next_offset: str
    #: Kept for this person alone; how many seconds.
    personal: bool
    cache_time: float
    #: Text and start parameter of the button above the results, or None.
    button: tuple[str, str] | None
    chat_id: int
    thread_id: int | None
    client: Client = field(repr=False, compare=False)

    def choose(self, result: Result | str) -> Message:
        """Send a result, or the one with this id, into the chat where it was asked for."""
        result_id = result if isinstance(result, str) else result.id
        told = {"result_id": result_id, "chat_id": self.chat_id, "thread_id": self.thread_id}
        return seen(self.client, self.client.post(f"inline/{self.id}/choose", json=told).json())


def wait_for_results(client: Client, asked: dict[str, Any], deadline_s: float) -> Results:
    """Ask, and return what the bot answers.

    Raises:
        TimeoutError: it did not, in time.
    """
    view = client.post("inline", json=asked).json()
    until = time.monotonic() + deadline_s
    while not view["answered"]:
        if time.monotonic() > until:
            raise TimeoutError(f"the inline query {view['query']!r} was not answered in {deadline_s} s")
        time.sleep(LOOK)
        view = client.get(f"inline/{view['id']}").json()
    button = view["button"]
    return Results(
        id=view["id"],
        query=view["query"],
        results=tuple(_result(told) for told in view["results"]),
        next_offset=view["next_offset"],
        personal=view["personal"],
        cache_time=view["cache_time"],
        button=(button["text"], button["start_parameter"]) if button else None,
        chat_id=asked["chat_id"],
        thread_id=asked["thread_id"],
        client=client,
    )


def _result(told: dict[str, Any]) -> Result:
    media = told.pop("media") or {}
    return Result(**told, content=media.get("unique_id"))
