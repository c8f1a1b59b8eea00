"""Updates that wait for the bot, and the one who takes them."""

import asyncio
from collections.abc import Collection
from dataclasses import dataclass, field, replace

from sandbox.errors import Conflict
from sandbox.people import Json

#: What a bot gets that did not say what it wants; Telegram's default leaves out reactions and members.
DEFAULT_KINDS = (
    "message",
    "edited_message",
    "callback_query",
    "inline_query",
    "pre_checkout_query",
    "my_chat_member",
)
#: Seconds that a call may wait, and updates that it may get.
MAX_WAIT = 50
MAX_BATCH = 100


@dataclass(frozen=True, kw_only=True)
class Update:
    """Something that happened in a chat."""

    id: int
    chat_id: int
    #: The name of the field that tells what happened, for example ``message``.
    kind: str
    content: Json = field(repr=False)
    #: Delivered before: comes again once, whatever the bot has confirmed.
    repeated: bool = False

    def as_api(self) -> Json:
        """Return the Bot API's ``Update`` object."""
        return {"update_id": self.id, self.kind: self.content}


class Updates:
    """Keeps updates in order until the bot confirms them.

    Args:
        first_id: the id of the first update; a restarted sandbox must not use ids again that a bot has
            already seen.
    """

    def __init__(self, first_id: int) -> None:
        self.kinds: Collection[str] = DEFAULT_KINDS
        self._next_id = first_id
        self._waiting: dict[int, Update] = {}
        self._repeated: list[Update] = []
        self._taken: dict[int, Update] = {}
        self._turn = 0
        self._changed = asyncio.Event()
        self.closed = False

    def add(self, kind: str, chat_id: int, content: Json) -> Update | None:
        """Put an update at the end, or drop it where the bot does not want its kind."""
        if kind not in self.kinds:
            return None
        update = Update(id=self._next_id, chat_id=chat_id, kind=kind, content=content)
        self._next_id += 1
        self._waiting[update.id] = update
        self.wake()
        return update

    def repeat(self, update: Update) -> None:
        """Deliver an update once more, under the same id."""
        self._repeated.append(replace(update, repeated=True))
        self.wake()

    def find(self, update_id: int | None) -> Update | None:
        """Return an update that waits or was lately taken; without an id the youngest."""
        known = self._taken | self._waiting
        return known.get(update_id) if update_id is not None else next(reversed(known.values()), None)

    def waiting(self) -> list[Update]:
        """Return what is not confirmed in the order of the ids, as Telegram does: who confirms the last one
        that came confirms nothing that did not come.
        """
        return sorted([*self._waiting.values(), *self._repeated], key=lambda update: update.id)

    def done(self, update: Update) -> None:
        """Forget an update that the bot has confirmed."""
        if update.repeated:
            self._repeated.remove(update)
        elif self._waiting.pop(update.id, None) is not None:
            self._remember(update)

    def drop_all(self) -> None:
        """Forget everything that waits."""
        self._waiting.clear()
        self._repeated.clear()

    async def poll(self, offset: int, limit: int, wait: float) -> list[Update]:
        """Confirm what is before ``offset`` and return what comes next.

        Args:
            offset: id of the first update wanted; negative counts from the end and forgets what is before.
            limit: updates at most.
            wait: seconds to wait for the first one.

        Raises:
            Conflict: another call came while this one waited.
        """
        self._turn += 1
        turn = self._turn
        self.wake()  # the call that waits is told that it lost its turn
        self._confirm(offset)
        deadline = asyncio.get_running_loop().time() + min(max(wait, 0), MAX_WAIT)
        await self._something(turn, deadline)
        batch = self.waiting()[: min(max(limit, 1), MAX_BATCH)]
        for update in batch:
            if update.repeated:
                self._repeated.remove(update)
        return batch

    def wake(self) -> None:
        """Tell everybody who waits that something changed."""
        self._changed.set()
        self._changed = asyncio.Event()

    async def changed(self) -> None:
        """Wait until something changes."""
        await self._changed.wait()

    def close(self) -> None:
        """Send those who wait home."""
        self.closed = True
        self.wake()

    async def _something(self, turn: int, deadline: float) -> None:
        try:
            async with asyncio.timeout_at(deadline):
                while not (self._repeated or self._waiting or self.closed):
                    await self.changed()
                    if turn != self._turn:
                        raise Conflict(
                            "terminated by other getUpdates request; "
                            "make sure that only one bot instance is running"
                        )
        except TimeoutError:
            return

    def _confirm(self, offset: int) -> None:
        first = offset if offset >= 0 else ([*self._waiting][offset:] or [0])[0]
        while self._waiting and (oldest := next(iter(self._waiting))) < first:
            self._remember(self._waiting.pop(oldest))

    def _remember(self, update: Update) -> None:
        self._taken[update.id] = update
        if len(self._taken) > 1000:
            del self._taken[next(iter(self._taken))]
