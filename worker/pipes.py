"""The pipes of a process that may not answer: everything in and out of them ends by a deadline."""

import os
import select
from dataclasses import dataclass
from time import monotonic


@dataclass(frozen=True)
class Pipes:
    """Both ways to another process.

    Args:
        into: file descriptor that it reads from, set not to block.
        out: file descriptor that it writes to.
    """

    into: int
    out: int

    def __post_init__(self) -> None:
        os.set_blocking(self.into, False)

    def write(self, content: bytes, deadline: float) -> None:
        """Write all of it.

        Args:
            deadline: in time.monotonic().

        Raises:
            TimeoutError: the deadline passed.
            BrokenPipeError: nobody reads.
        """
        left = memoryview(content)
        while left:
            _wait(self.into, select.POLLOUT, deadline)
            left = left[os.write(self.into, left) :]

    def read(self, buffer: memoryview, deadline: float) -> None:
        """Fill the buffer.

        Raises:
            TimeoutError: the deadline passed.
            EOFError: nobody writes any more.
        """
        while buffer:
            _wait(self.out, select.POLLIN, deadline)
            count = os.readv(self.out, [buffer])
            if not count:
                raise EOFError("the other side of the pipe is closed")
            buffer = buffer[count:]


def _wait(descriptor: int, event: int, deadline: float) -> None:
    poll = select.poll()
    poll.register(descriptor, event)
    if not poll.poll(max(0.0, deadline - monotonic()) * 1000):
        raise TimeoutError("the other side of the pipe takes too long")
