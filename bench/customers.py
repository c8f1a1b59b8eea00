"""People without moods: they order one picture after the other, as fast as they come."""

import asyncio
import io
from collections.abc import Callable
from dataclasses import dataclass
from time import time

from PIL import Image

from bench.chaos.faces import Face, data_of, face
from bench.chaos.feed import Feed
from sandbox.person import Message, Sandbox, State

#: Pixels of each side of the photos: small, so that decoding and encoding are not what is measured.
SIDE = 64


@dataclass(frozen=True, kw_only=True)
class Served:
    """One picture that came."""

    chat: int
    #: Seconds since 1970: when the person sent the photo, pressed the style, and saw the picture.
    sent: float
    pressed: float
    shown: float


class Customers:
    """Orders pictures in a sandbox."""

    def __init__(self, sandbox: Sandbox, feed: Feed) -> None:
        self._sandbox = sandbox
        self.feed = feed
        self._photo = _photo()
        self.served: list[Served] = []
        self._came = asyncio.Event()

    def people(self, count: int) -> list[int]:
        """New people: their ids, which are those of their chats."""
        return [self._sandbox.person(name="Customer", language="en").id for _ in range(count)]

    async def order(self, chat: int) -> Served:
        """Send a photo, choose a style, and wait for the picture."""
        sent = time()
        answer = await asyncio.to_thread(
            self._sandbox.post,
            f"chats/{chat}/messages",
            data={"person_id": str(chat)},
            files={"file0": ("photo.jpg", self._photo)},
        )
        photo = int(answer.json()[0]["id"])
        card = await self._shown(chat, lambda: self._answer(chat, photo))
        await self._press(chat, card, "fast")
        styles = await self._card(chat, card.id, Face.STYLES)
        pressed = time()
        await self._press(chat, styles, "paint")
        shown = await self._state(chat, card.id, Face.PICTURE)
        served = Served(chat=chat, sent=sent, pressed=pressed, shown=shown.at)
        self.served.append(served)
        self._came.set()
        return served

    async def order_on(self, chat: int, over: Callable[[], bool]) -> None:
        """Order the next picture as soon as one has come."""
        while not over():
            await self.order(chat)

    async def have_been_served(self, count: int) -> None:
        """Wait until as many pictures have come."""
        while len(self.served) < count:
            self._came.clear()
            await self._came.wait()

    def _answer(self, chat: int, photo: int) -> State | None:
        return next(iter(self.feed.answers(chat, photo)), None)

    async def _card(self, chat: int, card: int, wanted: Face) -> Message:
        state = await self._state(chat, card, wanted)
        assert state.message is not None
        return state.message

    async def _state(self, chat: int, card: int, wanted: Face) -> State:
        def look() -> State | None:
            state = self.feed.now(chat, card)
            return state if state and state.message and face(state.message) is wanted else None

        state = await self.feed.until(chat, look)
        assert state is not None  # no time was set
        return state

    async def _shown(self, chat: int, look: Callable[[], State | None]) -> Message:
        state = await self.feed.until(chat, look)
        assert state is not None
        assert state.message is not None
        return state.message

    async def _press(self, chat: int, message: Message, verb: str) -> None:
        told = {"person_id": chat, "data": data_of(message, verb)[0]}
        await asyncio.to_thread(self._sandbox.post, f"chats/{chat}/messages/{message.id}/press", json=told)


def _photo() -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (SIDE, SIDE), (90, 120, 160)).save(file, "JPEG")
    return file.getvalue()
