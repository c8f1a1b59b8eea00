"""Foreign bytes in, and out the very picture that ``worker.pictures.decode`` makes, by a process of its own.

The process (``worker.decoding``) is not trusted: what it claims is checked, all it does has a deadline, and a
picture that upsets it costs one process, which another one replaces.
"""

from collections.abc import Sequence
from threading import Lock
from typing import Final

import structlog

from worker.decoding import LONGEST_MESSAGE, Limits
from worker.decoding_process import COMMAND, DecodingProcess
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
    """Decodes foreign pictures in a process that can do nothing else, started by the first.

    Args:
        within: what one picture may take.
        command: what is started.
    """

    def __init__(self, within: Limits | None = None, command: Sequence[str] = COMMAND) -> None:
        self._within = within or limits()
        self._command = command
        self._process: DecodingProcess | None = None
        self._lock = Lock()

    def open(self) -> None:
        """Have a process ready.

        Raises:
            DecoderAway: it cannot be had.
        """
        with self._lock:
            self._ready()

    @property
    def pid(self) -> int | None:
        """Of the process that is ready; None: the next picture starts one."""
        return self._process.pid if self._process and self._process.alive else None

    def close(self) -> None:
        """End the process; another picture would start a new one."""
        with self._lock:
            self._end()

    def decode(self, data: bytes) -> Picture:
        """Read a picture as ``worker.pictures.decode`` does.

        Raises:
            PictureError: one of its kinds, ``TooHard`` among them.
            DecoderAway: no process can be had.
        """
        check_length(data)
        with self._lock:
            for _ in range(TRIES):
                process = self._ready()
                try:
                    return self._answer(process, data)
                except (EOFError, BrokenPipeError, ValueError) as error:
                    # ValueError: an answer that is none.
                    logger.warning(
                        "! decoding process lost",
                        why=str(error)[:LONGEST_MESSAGE],
                        exit_code=process.exit_code,
                        size=len(data),
                    )
        raise TooHard("it ended the processes that decoded it")

    def _answer(self, process: DecodingProcess, data: bytes) -> Picture:
        try:
            return process.decode(data)
        except TimeoutError as error:
            self._end()
            logger.warning("! decoding took too long", size=len(data))
            raise TooHard(f"not decoded within {self._within.seconds} s") from error
        except TooHard as error:
            self._end()  # out of memory, as a rule: who knows what is left half done there
            logger.warning("! too hard to decode", why=str(error), size=len(data))
            raise
        except PictureError:
            raise
        except BaseException:
            self._end()  # whatever it still says belongs to no picture
            raise

    def _ready(self) -> DecodingProcess:
        if self._process is None or not self._process.alive:
            self._end()
            try:
                self._process = DecodingProcess(self._within, self._command)
            except (OSError, EOFError, ValueError) as error:
                raise DecoderAway(str(error)) from error
        return self._process

    def _end(self) -> None:
        if self._process is not None:
            self._process.end()
            self._process = None
