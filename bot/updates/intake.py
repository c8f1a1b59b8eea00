"""The way into the inbox, for updates that were asked for and for those that were sent."""

from collections.abc import Callable, Sequence
from time import monotonic

import structlog
from redis.exceptions import RedisError

from bot.desk import off_loop
from bot.updates.absence import Absence
from bot.updates.arrivals import Arrival
from jobs.inbox import Inbox

logger = structlog.get_logger()


class Intake:
    """Stores updates before they are confirmed.

    Args:
        wake: called when there is something to be handled.
    """

    def __init__(self, inbox: Inbox, absence: Absence, wake: Callable[[], None]) -> None:
        self.absence = absence
        self._inbox = inbox
        self._wake = wake

    async def store(self, arrivals: Sequence[Arrival]) -> None:
        """Store updates, all or none.

        Raises:
            redis.exceptions.RedisError: they are not stored, or nobody knows: do not confirm them.
        """
        began = monotonic()
        try:
            new = await off_loop(self._inbox.put, [arrival.entry for arrival in arrivals])
        except RedisError as trouble:
            self.absence.begin(trouble, began)
            raise
        self.absence.over()
        self._wake()
        logger.info("→ taken in", updates=new, repeated=len(arrivals) - len(new))
