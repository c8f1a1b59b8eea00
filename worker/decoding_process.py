"""One running decoding process as its owner sees it: started, asked, not believed, ended."""

import os
import subprocess
import sys
import weakref
from collections.abc import Mapping, Sequence
from pathlib import Path
from time import monotonic
from typing import IO, Annotated, ClassVar, Final, TypeVar

import numpy
import structlog
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field

from worker.decoding import ANSWER, LONGEST_MESSAGE, REQUEST, Limits, band_rows
from worker.opening import LIMIT_SIDE
from worker.picture_errors import KINDS, PictureError
from worker.pictures import Picture, assembled, to_unit
from worker.pipes import Pipes

logger = structlog.get_logger()

#: Seconds until a new process must be ready.
START: Final = 60
LONGEST_HEADER: Final = 4096  # bytes
#: Safe path, no user's site: nothing is imported from where somebody else may write.
COMMAND: Final = (sys.executable, "-P", "-s", "-m", "worker.decoding")
#: Of this process's environment: where Python finds itself, where it is not in its usual place.
KEPT: Final = ("LD_LIBRARY_PATH", "PYTHONHOME")
#: One arena and one thread: each further one maps memory that it does not use.
GIVEN: Final = {
    "PYTHONPATH": str(Path(__file__).parents[1]),
    "MALLOC_ARENA_MAX": "1",
    "OPENBLAS_NUM_THREADS": "1",
}


class Header(BaseModel):
    """What an answer claims: something that its kind says, or an error and its message."""

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid")

    sealed: bool = False
    error: Annotated[str, Field(max_length=32)] = ""
    message: Annotated[str, Field(max_length=LONGEST_MESSAGE)] = ""


class ShapeHeader(Header):
    """What an answer claims to bring."""

    width: Annotated[int, Field(ge=1, le=LIMIT_SIDE)] = 1
    height: Annotated[int, Field(ge=1, le=LIMIT_SIDE)] = 1
    alpha: bool = False
    source_format: Annotated[str, Field(pattern=r"^[A-Z0-9]{1,16}$")] = "NONE"


Claimed = TypeVar("Claimed", bound=Header)


class ConfinedProcess:
    """A process that reads foreign bytes, one file after the other, for one thread.

    Args:
        limits: given to it as its arguments.
        command: what is started.

    Raises:
        OSError, EOFError, ValueError: it cannot be started, or does not become ready.
    """

    #: What it may say of a file, by name.
    kinds: ClassVar[Mapping[str, type[PictureError]]] = KINDS

    def __init__(self, limits: Limits, command: Sequence[str]) -> None:
        self._limits = limits
        began = monotonic()
        self._process = _started([*command, *limits.arguments])
        #: End it now; it also ends with this object, and with this program.
        self.end = weakref.finalize(self, _end, self._process)
        self._pipes = Pipes(_descriptor(self._process.stdin), _descriptor(self._process.stdout))
        sealed = self.header(Header, began + START).sealed
        logger.info("decoding process ready", sealed=sealed, start_s=round(monotonic() - began, 2))

    @property
    def alive(self) -> bool:
        """Whether it can be asked."""
        return self._process.poll() is None

    @property
    def pid(self) -> int:
        """Its process id."""
        return self._process.pid

    @property
    def exit_code(self) -> int | None:
        """Of one that ended; negative: the signal that ended it."""
        return self._process.poll()

    def ask(self, file: bytes) -> float:
        """Hand a file over.

        Returns:
            When the last of the answer must be there, in time.monotonic().
        """
        deadline = monotonic() + self._limits.seconds
        self._pipes.write(REQUEST.pack(len(file)), deadline)
        self._pipes.write(file, deadline)
        return deadline

    def header(self, kind: type[Claimed], deadline: float) -> Claimed:
        """Take the next header.

        Raises:
            PictureError: it tells one.
            ValueError: it is none of that kind.
        """
        (length,) = ANSWER.unpack(self._read(ANSWER.size, deadline))
        if length > LONGEST_HEADER:
            raise ValueError(f"it announces a header of {length} bytes")
        header = kind.model_validate_json(self._read(length, deadline))
        if header.error and header.error not in self.kinds:
            raise ValueError("it tells an error that is none")
        if header.error:
            raise self.kinds[header.error](header.message)
        return header

    def read(self, buffer: memoryview, deadline: float) -> None:
        """Take bytes that a header announced."""
        self._pipes.read(buffer, deadline)

    def _read(self, size: int, deadline: float) -> bytearray:
        content = bytearray(size)
        self._pipes.read(memoryview(content), deadline)
        return content


class DecodingProcess(ConfinedProcess):
    """Decodes pictures."""

    def __init__(self, limits: Limits, command: Sequence[str] = COMMAND) -> None:
        """Start it; see :class:`ConfinedProcess`."""
        super().__init__(limits, command)

    def decode(self, file: bytes) -> Picture:
        """Ask for a picture.

        Raises:
            PictureError: it says so.
            TimeoutError: it takes too long.
            EOFError, BrokenPipeError: it ended.
            ValueError: its answer is none.
        """
        deadline = self.ask(file)
        header = self.header(ShapeHeader, deadline)
        if header.width * header.height > self._limits.pixels:
            raise ValueError(f"it claims {header.width}x{header.height} px")
        pixels = self._planes(3, header, deadline)
        alpha = self._planes(1, header, deadline) if header.alpha else None
        return assembled(pixels, alpha, header.source_format)

    def _planes(self, channels: int, header: ShapeHeader, deadline: float) -> NDArray[numpy.float32]:
        """Take rows as they come: to have them all as bytes first would take more memory, and more time."""
        width, height = header.width, header.height
        rows = band_rows(width, channels)
        planes = numpy.empty((channels, height, width), numpy.float32)
        band = numpy.empty((min(rows, height), width, channels), numpy.uint8)
        for top in range(0, height, rows):
            part = band[: height - top]
            self.read(part.data.cast("B"), deadline)
            to_unit(part, out=planes[:, top : top + rows])
        return planes


def _started(command: list[str]) -> "subprocess.Popen[bytes]":
    kept = {name: os.environ[name] for name in KEPT if name in os.environ}
    return subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        bufsize=0,
        cwd="/",
        env={**kept, **GIVEN},
        start_new_session=True,
    )


def _descriptor(pipe: IO[bytes] | None) -> int:
    if pipe is None:
        raise ValueError("the process was started without its pipes")
    return pipe.fileno()


def _end(process: "subprocess.Popen[bytes]") -> None:
    process.kill()
    process.wait()
    for pipe in (process.stdin, process.stdout):
        if pipe:
            pipe.close()
