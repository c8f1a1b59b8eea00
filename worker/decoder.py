"""Foreign bytes in, and out the very picture that ``worker.pictures.decode`` makes, by a process of its own.

The process (``worker.decoding``) is not trusted: what it claims is checked, all it does has a deadline, and a
picture that upsets it costs one process, which another one replaces.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from threading import Lock
from typing import Final, Generic, TypeVar

import structlog

from worker.decoding import LONGEST_MESSAGE, Limits
from worker.decoding_process import COMMAND, ConfinedProcess, DecodingProcess
from worker.motion.clip import Clip, Kind
from worker.motion.process import CLIP_LIMITS, ClipProcess
from worker.picture_errors import PictureError, TooHard
from worker.pictures import LIMIT_PIXELS, Picture, check_length

logger = structlog.get_logger()

#: A process may be ended by what is not the picture's fault; a picture that ends two is.
TRIES: Final = 2


class DecoderAway(Exception):
    """Raised when no decoding process can be had: no picture's fault, and worth another attempt later."""


def limits(pixels: int = LIMIT_PIXELS) -> Limits:
    """What a process may take for pictures of up to ``pixels``.

    Libraries map 140 MB and the hungriest decoder (WebP with an alpha) 22 bytes for a pixel; turning the
    picture and converting its colours come on top. The slowest of 40 megapixels took 2 s of a free core.
    """
    return Limits(pixels=pixels, memory=(256 << 20) + 32 * pixels, seconds=30)


class Decoder:
    """Decodes foreign pictures and clips in processes that can do nothing else, each started by the first.

    Args:
        within: what one picture may take.
        command: what is started for pictures.
    """

    def __init__(self, within: Limits | None = None, command: Sequence[str] = COMMAND) -> None:
        of_pictures = within or limits()
        self._pictures = Kept(lambda: DecodingProcess(of_pictures, command), of_pictures.seconds)
        self._clips = Kept(lambda: ClipProcess(CLIP_LIMITS), CLIP_LIMITS.seconds)

    def open(self) -> None:
        """Have a process for pictures ready.

        Raises:
            DecoderAway: it cannot be had.
        """
        self._pictures.open()

    @property
    def pid(self) -> int | None:
        """Of the process for pictures that is ready; None: the next picture starts one."""
        return self._pictures.pid

    @property
    def clip_pid(self) -> int | None:
        """Of the process for clips that is ready; None: the next clip starts one."""
        return self._clips.pid

    def close(self) -> None:
        """End the processes; another picture or clip would start a new one."""
        self._pictures.close()
        self._clips.close()

    def decode(self, data: bytes) -> Picture:
        """Read a picture as ``worker.pictures.decode`` does.

        Raises:
            PictureError: one of its kinds, ``TooHard`` among them.
            DecoderAway: no process can be had.
        """
        check_length(data)
        return self._pictures.ask(lambda process: process.decode(data), len(data))

    def decode_clip(self, data: bytes, kind: Kind | None = None) -> Clip:
        """Read a GIF, a sticker or a short video; a sticker that does not move is a clip of one frame.

        Args:
            data: an MP4, MOV, WebM, GIF, WebP or PNG.
            kind: how it was sent; None: guessed from what is in it.

        Raises:
            PictureError: one of its kinds, or of ``worker.motion.errors``.
            DecoderAway: no process can be had.
            OSError: there is no room for the frames.
        """
        check_length(data)
        clip = self._clips.ask(lambda process: process.decode(data), len(data))
        return clip if kind is None else replace(clip, kind=kind)


Process = TypeVar("Process", bound=ConfinedProcess)
Answer = TypeVar("Answer")


class Kept(Generic[Process]):
    """A process kept ready, and replaced when a file has ended it or it took too long.

    Args:
        start: a process.
        seconds: that it has for a file, for the log.
    """

    def __init__(self, start: Callable[[], Process], seconds: int) -> None:
        self._start = start
        self._seconds = seconds
        self._process: Process | None = None
        self._lock = Lock()

    def open(self) -> None:
        """Have it ready.

        Raises:
            DecoderAway: it cannot be had.
        """
        with self._lock:
            self._ready()

    @property
    def pid(self) -> int | None:
        """Of the process that is ready."""
        return self._process.pid if self._process and self._process.alive else None

    def close(self) -> None:
        """End it."""
        with self._lock:
            self._end()

    def ask(self, ask: Callable[[Process], Answer], size: int) -> Answer:
        """Have a file decoded.

        Args:
            ask: has it done by a process.
            size: of the file in bytes, for the log.

        Raises:
            PictureError: it cannot be.
            DecoderAway: no process can be had.
        """
        with self._lock:
            for _ in range(TRIES):
                process = self._ready()
                try:
                    return self._answer(lambda: ask(process), size)  # noqa: B023 - called at once
                except (EOFError, BrokenPipeError, ValueError) as error:
                    # ValueError: an answer that is none, and maybe more of it to come.
                    logger.warning(
                        "! decoding process lost",
                        why=str(error)[:LONGEST_MESSAGE],
                        exit_code=process.exit_code,
                        size=size,
                    )
        raise TooHard("it ended the processes that decoded it")

    def _answer(self, ask: Callable[[], Answer], size: int) -> Answer:
        try:
            return ask()
        except TimeoutError as error:
            self._end()
            logger.warning("! decoding took too long", size=size)
            raise TooHard(f"not decoded within {self._seconds} s") from error
        except TooHard as error:
            self._end()  # out of memory, as a rule: who knows what is left half done there
            logger.warning("! too hard to decode", why=str(error), size=size)
            raise
        except PictureError:
            raise
        except BaseException:
            self._end()  # whatever it still says belongs to no picture
            raise

    def _ready(self) -> Process:
        if self._process is None or not self._process.alive:
            self._end()
            try:
                self._process = self._start()
            except (OSError, EOFError, ValueError) as error:
                raise DecoderAway(str(error)) from error
        return self._process

    def _end(self) -> None:
        if self._process is not None:
            self._process.end()
            self._process = None
