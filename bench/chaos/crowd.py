"""The people: each does with a card what people do, and presses again when nothing happens for long."""

import asyncio
import io
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from functools import cache
from time import time

import httpx
import numpy
from PIL import Image

from bench.chaos.faces import ENDS, Face, data_of, face
from bench.chaos.feed import Feed
from bench.chaos.plan import Plan
from nst.drawings import draw
from sandbox.client import Client
from sandbox.person import State

#: Seconds after which a person presses once more what has shown no effect.
AGAIN = 15.0
#: Seconds that a person who was refused waits.
REFUSED = 10.0
#: Drawings that people send as styles, and their side in pixels.
STYLES, SIDE = ("brush", "dots", "ink", "waves"), 96


@dataclass(kw_only=True)
class Wish:
    """One picture on its way, as its person knows it."""

    plan: Plan
    chat: int
    #: Id of the message with the photo; 0: not sent yet.
    photo: int = 0
    #: Id of the message on which the person presses.
    card: int = 0
    #: Seconds since 1970 of what the person did: name or data of the button.
    done: list[tuple[float, str]] = field(default_factory=list)

    def when(self, what: str) -> float | None:
        """When the person first did something that begins with this."""
        return next((at for at, done in self.done if done.startswith(what)), None)


class Crowd:
    """Everybody.

    Args:
        client: of the sandbox; safe to be used by several threads.
        people: their ids, which are those of their chats with the bot.
    """

    def __init__(self, client: Client, feed: Feed, plans: list[Plan], people: list[int]) -> None:
        self.wishes = [Wish(plan=plan, chat=people[plan.person]) for plan in plans]
        self._client = client
        self._feed = feed
        #: While somebody is asked for a style picture, their next picture is one.
        self._asked = {chat: asyncio.Lock() for chat in people}

    async def live(self, sent: Callable[[Wish], None]) -> None:
        """Return when everybody has what they wanted, or was told why not.

        Args:
            sent: is called with each wish whose photo was just sent.
        """
        began, self._sent = time(), sent
        async with asyncio.TaskGroup() as group:
            for wish in self.wishes:
                group.create_task(self._live(wish, began))

    async def _live(self, wish: Wish, began: float) -> None:
        await asyncio.sleep(max(0.0, began + wish.plan.moment - time()))
        if wish.plan.style is None:
            async with self._asked[wish.chat]:
                await self._send(wish)
                await self._act(wish, lambda shown: shown is Face.WAITING or shown in ENDS)
        else:
            async with self._asked[wish.chat]:
                await self._send(wish)
        await self._act(wish, lambda shown: shown in ENDS)

    async def _send(self, wish: Wish) -> None:
        photo = await asyncio.to_thread(wish.plan.photo.jpeg)
        wish.photo = await self._say(wish, "photo", photo)
        self._sent(wish)

    async def _act(self, wish: Wish, enough: Callable[[Face], bool]) -> None:
        """Do what the card calls for, until it shows enough."""
        state = await self._card(wish)
        while state.message is not None and not enough(shown := face(state.message)):
            await ACTIONS.get(shown, _wait)(self, wish, state)
            seconds = None if shown is Face.WAITING else AGAIN
            state = await self._next(wish, state, seconds) or state

    async def _card(self, wish: Wish) -> State:
        """The card that answers the photo: the first, where the bot was killed and sent two."""

        def look() -> State | None:
            if wish.card:
                return self._feed.now(wish.chat, wish.card)
            cards = (s for s in self._feed.answers(wish.chat, wish.photo) if s.message and s.message.buttons)
            return next(cards, None)

        state = await self._feed.until(wish.chat, look)
        assert state is not None  # no time was set
        wish.card = state.message_id
        return state

    async def _next(self, wish: Wish, before: State, seconds: float | None) -> State | None:
        """What the card shows next; None: nothing new in that time."""

        def look() -> State | None:
            state = self._feed.now(wish.chat, wish.card)
            return state if state and state.number > before.number else None

        return await self._feed.until(wish.chat, look, seconds)

    async def press(self, wish: Wish, state: State, verb: str, argument: str | None = None) -> bool:
        """Press a button of the card, if it is there."""
        if state.message is None:
            return False
        found = [data for data in data_of(state.message, verb) if argument in (None, data.split("|")[2])]
        if not found:
            return False
        wish.done.append((time(), found[0]))
        told = {"person_id": wish.chat, "data": found[0]}
        await self._tell(f"chats/{wish.chat}/messages/{wish.card}/press", json=told)
        return True

    async def _say(self, wish: Wish, what: str, photo: bytes) -> int:
        wish.done.append((time(), what))
        answer = await self._tell(
            f"chats/{wish.chat}/messages",
            data={"person_id": str(wish.chat)},
            files={"file0": ("photo.jpg", photo)},
        )
        return int(answer.json()[0]["id"])

    async def _tell(self, path: str, **what: object) -> httpx.Response:
        return await asyncio.to_thread(self._client.post, path, **what)

    async def fast(self, wish: Wish, state: State) -> None:
        """On a card: to the fast styles, or to one's own."""
        await self.press(wish, state, "fast" if wish.plan.style else "own")

    async def style(self, wish: Wish, state: State) -> None:
        """Among the fast styles: the one wanted."""
        if not await self.press(wish, state, "paint", wish.plan.style):
            await self.back(wish, state)

    async def send_style(self, wish: Wish, state: State) -> None:
        """Asked for a style: a picture with one; if that shows nothing, back to the card and once more."""
        if wish.done[-1][1] == "style":
            await self.press(wish, state, "back")
            return
        await self._say(wish, "style", style_picture(STYLES[wish.plan.number % len(STYLES)]))

    async def run(self, wish: Wish, state: State) -> None:
        """With a style at hand: paint with care."""
        await self.press(wish, state, "run", "")

    async def back(self, wish: Wish, state: State) -> None:
        """Refused: wait, and back to the card."""
        await asyncio.sleep(REFUSED)
        await self.press(wish, state, "back")

    async def cancel(self, wish: Wish, state: State) -> None:
        """In the queue: change one's mind, once."""
        if wish.plan.cancels and wish.when("v1|cancel") is None:
            await self.press(wish, state, "cancel")


async def _wait(_: Crowd, __: Wish, ___: State) -> None:
    """Nothing to be done: what comes next may be seen."""


#: What a person does about a face, in a row until the end.
ACTIONS: dict[Face, Callable[[Crowd, Wish, State], Awaitable[None]]] = {
    Face.CARD: Crowd.fast,
    Face.STYLES: Crowd.style,
    Face.ASKS: Crowd.send_style,
    Face.MIX: Crowd.run,
    Face.REFUSED: Crowd.back,
    Face.WAITING: Crowd.cancel,
}


@cache
def style_picture(name: str) -> bytes:
    """A picture with a style of its own."""
    pixels = (draw(name, SIDE).transpose(1, 2, 0) * 255).round().astype(numpy.uint8)
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, "JPEG", quality=90)
    return file.getvalue()
