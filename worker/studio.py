"""One pool child: its connections, its painters, and its word that it is there."""

import os
import socket
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from threading import Event, Thread
from time import monotonic

import numpy
import structlog
from redis.exceptions import RedisError

from chat.bot_api import BotThread, bot
from chat.deliver import Delivery
from jobs import keys
from jobs.catalogue import STYLES, Lane
from jobs.estimates import Estimates
from jobs.presence import Announcement, Presence
from jobs.prompt import connect_promptly
from jobs.redis import connect
from jobs.results import Results
from jobs.settings import Settings
from jobs.sheets import Sheets
from jobs.store import Store
from painting.wish import Wish
from worker import device
from worker.decoder import DecoderAway
from worker.easel import Easel
from worker.editions import Editions
from worker.painters import Painters, enlarger
from worker.repertoire import Repertoire
from worker.telling import Telling

logger = structlog.get_logger()


@dataclass(frozen=True)
class Studio:
    """Everything that a child keeps for its life."""

    settings: Settings
    lane: Lane

    @cached_property
    def store(self) -> Store:
        """The job records."""
        return Store(connect(str(self.settings.redis_url)))

    @cached_property
    def prompt_store(self) -> Store:
        """The job records through a client that tries once: it answers soon, and does nothing twice."""
        return Store(connect_promptly(str(self.settings.redis_url)))

    @cached_property
    def results(self) -> Results:
        """Where painted pictures wait."""
        return Results(self.settings.results_url)

    @cached_property
    def thread(self) -> BotThread:
        """The event loop that talks to Telegram."""
        return BotThread(bot(self.settings, self.store.redis))

    @cached_property
    def delivery(self) -> Delivery:
        """What brings results into chats."""
        return Delivery(self.thread.bot, self.store, self.results)

    @cached_property
    def telling(self) -> Telling:
        """What is being brought just now."""
        return Telling(self.thread, self.delivery, self.prompt_store, self.estimates)

    @cached_property
    def estimates(self) -> Estimates:
        """What painting times are learnt in."""
        return Estimates(self.store.redis)

    @cached_property
    def device(self) -> str:
        """Where nets run."""
        return device.choose(self.settings.device)

    @cached_property
    def easel(self) -> Easel:
        """What paints."""
        painters = Painters(self.settings.weights_dir, self.device)
        larger = enlarger(self.settings.weights_dir, self.device)
        return Easel(self.settings, self.thread, painters, larger, self.device, self.results)

    @property
    def announcement(self) -> Announcement:
        """What this child says of itself: looked up anew each time."""
        return self._announcement_of(self.repertoire)

    def _announcement_of(self, can: Repertoire) -> Announcement:
        kind = device.name(self.device)
        return Announcement(name=self.name, lane=self.lane, device=kind, able=can.able, own=can.own)

    @property
    def repertoire(self) -> Repertoire:
        """What this child can paint just now."""
        return Repertoire.read(self.lane, self.settings)

    @property
    def name(self) -> str:
        """By which it is told from other workers."""
        return f"{self.lane}@{socket.gethostname()}.{os.getpid()}"

    @property
    def stopping(self) -> str:
        """Key that the main process sets when it must stop."""
        return keys.stopping(socket.gethostname(), os.getppid())

    def open(self) -> None:
        """Check the surroundings, warm up, and be announced from now on.

        Raises:
            jobs.errors.StoreMismatch: the results would lie where no other process looks.
        """
        self.results.check_shared(self.store.redis)
        began = monotonic()
        self._warm_up()
        try:
            self.easel.decoder.open()
        except DecoderAway as away:  # the next picture tries again
            logger.warning("! decoder not warm", error=str(away))
        can = self.repertoire
        logger.info("worker ready", able=sorted(can.able), warm_s=round(monotonic() - began, 2))
        Thread(target=_announce, args=(self._announce_once,), name="presence", daemon=True).start()

    @cached_property
    def _told(self) -> set[str]:
        """What was wrong in the operator's folder and is in the log already."""
        return set()

    def _announce_once(self) -> None:
        can = self.repertoire
        for problem in sorted(set(can.problems) - self._told):
            logger.warning("! not a style", problem=problem)
            self._told.add(problem)
        if self.lane is Lane.FAST:
            self._note_editions(can)
        Presence(self.store.redis).announce(self._announcement_of(can))

    def _note_editions(self, can: Repertoire) -> None:
        """Say which editions contact sheets are to show, where that changed here."""
        now = self.editions.of(can.styles.values())
        changed = {name: edition for name, edition in now.items() if self._noted.get(name) != edition}
        if changed:
            Sheets(self.store.redis, self.results).note_editions(changed)
            self._noted.update(changed)

    @cached_property
    def _noted(self) -> dict[str, str]:
        """Editions as this child announced them."""
        return {}

    @cached_property
    def editions(self) -> Editions:
        """Which editions of the operator's files are here."""
        return Editions(self.settings)

    def _warm_up(self) -> None:
        """Paint something small, so that the first person does not wait for libraries to unfold."""
        names = self.repertoire.able & STYLES.keys()
        if not names:
            return
        style = STYLES[min(names)]
        try:
            painter = self.easel.painters.get(style.method, {style.name: 1.0}, STYLES)
            painter.paint(Wish(content=numpy.full((3, 64, 64), 0.5, numpy.float32)), lambda _: None)
        except Exception as error:
            # The outermost edge: one style that is broken here must not keep the others from being painted.
            logger.exception("! warming up broke", style=style.name, error=type(error).__name__)

    def close(self) -> None:
        """Be gone, after what is under way."""
        self.telling.settle()
        self.easel.decoder.close()
        try:
            Presence(self.store.redis).leave(self.announcement)
        except RedisError:
            logger.warning("! left without saying so: Redis is away")


def _announce(announce: Callable[[], None]) -> None:
    forever = Event()
    while True:
        try:
            announce()
        except RedisError as trouble:
            logger.warning("! not announced", error=type(trouble).__name__)
        forever.wait(keys.PRESENCE / 3)
