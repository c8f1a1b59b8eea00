"""A person with a finished picture, for tests of what its buttons do: real handlers, Redis and HTTP."""

import io
from dataclasses import dataclass
from typing import Any

from PIL import Image

from jobs import keys
from jobs.catalogue import Lane
from jobs.doubts import Doubts
from jobs.job import ENLARGE, Job
from jobs.presence import Announcement, Presence
from jobs.record import Record, State
from sandbox.person import Answer, Message, Person, Press
from tests.bot.lives import Bot, picture
from tests.chat.samples import result

#: What the workers of these tests can paint.
ABLE = {Lane.FAST: {"wave", "cradle", "microast", ENLARGE}, Lane.SLOW: {"gatys"}}


def announce(bot: Bot, lane: Lane, able: set[str]) -> None:
    """Let a worker be there."""
    word = Announcement(name=f"{lane}@test.1", lane=lane, device="cpu", able=frozenset(able))
    Presence(bot.desk.store.redis).announce(word)


@dataclass
class Scene:
    """Anna's chat and the bot."""

    bot: Bot
    anna: Person

    def youngest(self) -> Message:
        """The bot's last message."""
        return [message for message in self.anna.messages() if message.from_bot][-1]

    async def press(self, button: str, on: Message | None = None, by: Person | None = None) -> Answer | None:
        """Press a button and let it be handled; what the person is told."""
        message = on or self.youngest()
        if button.startswith("v1|"):  # as a slow app sends it, whether it is shown now or not
            path = f"chats/{message.chat_id}/messages/{message.id}/press"
            told = {"person_id": (by or self.anna).id, "data": button}
            view = message.client.post(path, json=told).json()
            made = Press(id=view["id"], data=button, client=message.client)
        else:
            made = (by or self.anna).press(button, on=message)
        await self.bot.handle_all()
        return made.answer()

    async def ordered(self, *buttons: str) -> Message:
        """Send a photo and press buttons on its card: the status message."""
        self.anna.send_photo(picture())
        await self.bot.handle_all()
        for button in buttons or ("v1|fast|", "v1|paint|wave"):
            await self.press(button)
        self.settle()
        return self.youngest()

    async def anna_sends_a_style(self, colour: tuple[int, int, int]) -> None:
        """A picture of her own as a style."""
        self.anna.send_photo(plain(colour))
        await self.bot.handle_all()
        self.settle()

    def settle(self) -> None:
        """Let no earlier edit be under way any more."""
        redis = self.bot.desk.store.redis
        for key in redis.keys("edit:*"):
            redis.delete(key)

    def job(self, status: Message | None = None) -> Job:
        """The job that a message belongs to."""
        return self.record(status).job

    def record(self, status: Message | None = None) -> Record:
        """Its record."""
        shown = self.bot.desk.store.record(id_of(status or self.youngest()))
        assert shown is not None
        return shown

    async def painted(self, lane: Lane = Lane.FAST, outcome: State = State.DONE, **told: Any) -> Job:
        """Be the worker: paint and deliver the lane's next job."""
        store = self.bot.desk.store
        claim = store.claim(lane, "w1", ABLE[lane])
        assert claim is not None
        self.bot.desk.results.write(claim.job.id, picture())
        store.conclude(claim, outcome, result=result(**{"seconds": 1} | told))
        await self.bot.delivery.deliver(claim.job.id, claim.fence)
        return claim.job

    async def result(self, *buttons: str, **told: Any) -> Message:
        """A finished picture."""
        await self.ordered(*buttons)
        await self.painted(**told)
        return self.youngest()

    def forget_record(self, message: Message) -> None:
        """Let two days pass."""
        assert self.bot.desk.store.redis.delete(keys.job(id_of(message)))

    def doubts(self, message: Message) -> float:
        """Seconds for which an earlier edit may still arrive."""
        return Doubts(self.bot.desk.store.redis).left(self.anna.chat_id, message.id)


def plain(colour: tuple[int, int, int]) -> bytes:
    """A small photo in one colour."""
    file = io.BytesIO()
    Image.new("RGB", (64, 48), colour).save(file, "JPEG")
    return file.getvalue()


def id_of(message: Message) -> str:
    """The job that the buttons under a message belong to."""
    datas = [button.data or "" for row in message.buttons for button in row]
    return next(data for data in datas if data.startswith("v1|")).rpartition("|")[2]


def texts(message: Message) -> list[list[str]]:
    """What the buttons say."""
    return [[button.text for button in row] for row in message.buttons]
