"""Albums: their items are updates of their own, and answered together."""

import asyncio
import json
from dataclasses import dataclass
from time import monotonic, time

from pydantic import BaseModel, ConfigDict, ValidationError
from redis import Redis
from telegram import Message

from bot.cards.pictures import refusal
from bot.desk import off_loop
from bot.ways.letter import Letter
from jobs import keys

#: Seconds without a further item after which an album is whole, and that it is waited for at most.
SETTLED, LONGEST = 1.0, 3.0
#: Seconds between two looks into the chat's inbox.
LOOK = 0.1
#: Items of an album, as Telegram has it.
MOST = 10
#: Updates behind the one in hand that are looked through.
FAR = 50


class Album(BaseModel):
    """An album that was answered; later items belong to the same card."""

    model_config = ConfigDict(frozen=True)

    #: 0: its pictures were kept as styles for the next photo.
    card: int
    #: Message ids of the items, in their order.
    items: tuple[int, ...]
    #: The updates that were answered first and last.
    first: int
    update: int


@dataclass(frozen=True)
class Albums:
    """Answered albums in Redis."""

    redis: "Redis"

    def load(self, group: str) -> Album | None:
        """What is known of an album; None: nobody has answered it."""
        text: str | None = self.redis.get(keys.album(group))  # type: ignore[assignment]
        try:
            return Album.model_validate_json(text) if text else None
        except ValidationError:  # of another version
            return None

    def note(self, group: str, album: Album) -> None:
        """Remember what was answered."""
        self.redis.set(keys.album(group), album.model_dump_json(), ex=keys.DRAFT_TTL)


async def collect(letter: Letter) -> list[Message]:
    """Wait until an album has come as a whole; its messages with pictures, in the order of sending.

    The others wait in the chat's inbox behind the one in hand. Nothing is waited for where the person has
    gone on writing already, or where the first item is so old that the others came or never will.
    """
    began = changed = monotonic()
    found, over = await _waiting(letter)
    if time() - letter.message.date.timestamp() > LONGEST + SETTLED:
        over = True
    while not over and len(found) < MOST - 1:
        now = monotonic()
        if now - changed >= SETTLED or now - began >= LONGEST:
            break
        await asyncio.sleep(LOOK)
        before = len(found)
        found, over = await _waiting(letter)
        changed = monotonic() if len(found) > before else changed
    messages = [message for message in found if refusal(message) is None]
    return sorted([letter.message, *messages], key=lambda message: message.message_id)


async def _waiting(letter: Letter) -> tuple[list[Message], bool]:
    """The album's items in the inbox, and whether the person has sent something else after them."""
    key = keys.inbox_chat(letter.bot.id, letter.chat)
    entries: list[str] = await off_loop(letter.desk.store.redis.lrange, key, 0, FAR)  # type: ignore[arg-type]
    found, over = [], False
    for entry in entries:
        number, _, text = entry.partition(" ")
        raw = json.loads(text).get("message") or {}
        if int(number) == letter.update or (raw.get("from") or {}).get("id") != letter.person:
            continue
        if raw.get("media_group_id") == letter.message.media_group_id:
            found.append(Message.de_json(raw, letter.bot))
        else:
            over = True
    return found, over
