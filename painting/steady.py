"""What a painter measures over a whole picture, held still while it paints the frames of one shot.

Instance norms divide by the picture's own deviation, so that something bright that enters at the left changes
the colours at the right: painted frame by frame, a clip flickers where nothing moves. So the painter first
paints some key frames, and each of its measurements is kept by its number: a net measures the same things in
the same order each time. Then the frames are painted with what was measured over all key frames together, as
if these were one large picture. What does not change in the source then does not change in the painting.

``moments`` and ``numbers`` are what painters measure by. Outside of a shot they only measure.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Protocol, TypeVar

#: A tensor, an array or a tuple of such.
Measured = TypeVar("Measured")


class Unsteady(RuntimeError):
    """Raised when a painter measures something else in a frame than in the key frames: a bug of ours."""


class _Measuring(Protocol):
    def take(self, what: object, measure: Callable[[], Any]) -> Any: ...


_measuring: ContextVar["_Measuring | None"] = ContextVar("measuring", default=None)


def moments(shape: Sequence[int], measure: Callable[[], tuple[Measured, Measured]]) -> Any:
    """Measure means and variances, or give those of the shot.

    Args:
        shape: of what is measured.
        measure: gives both.
    """
    return _taken(("moments", *shape), measure)


def numbers(measure: Callable[[], Measured]) -> Measured:
    """Measure any numbers, or give their average over the shot's key frames."""
    taken: Measured = _taken(("numbers",), measure)
    return taken


def is_held() -> bool:
    """Whether a shot is being painted."""
    return _measuring.get() is not None


def _taken(what: tuple[object, ...], measure: Callable[[], Any]) -> Any:
    measuring = _measuring.get()
    if measuring is None:
        return measure()

    def alone() -> Any:  # what it measures on its way is part of it
        with suspended():
            return measure()

    return measuring.take(what, alone)


@contextmanager
def suspended() -> Iterator[None]:
    """Measure in the block what does not belong to the frame: a style picture."""
    with _by(None):
        yield


@contextmanager
def _by(measuring: "_Measuring | None") -> Iterator[None]:
    token = _measuring.set(measuring)
    try:
        yield
    finally:
        _measuring.reset(token)


class Shot:
    """Frames that belong together, from one cut to the next: first its key frames, then all of them."""

    def __init__(self) -> None:
        self._keys: list[_Recording] = []
        self._held: list[tuple[object, Any]] | None = None

    @contextmanager
    def key_frame(self) -> Iterator[None]:
        """Paint one of the key frames in the block, as a picture of its own; all of them before any frame."""
        self._keys.append(_Recording())
        with _by(self._keys[-1]):
            yield

    @contextmanager
    def frame(self) -> Iterator[None]:
        """Paint a frame in the block.

        Raises:
            Unsteady: see there.
        """
        if self._held is None:
            self._held = _together([key.taken for key in self._keys])
            self._keys.clear()
        with _by(_Replay(self._held)):
            yield


class _Recording:
    def __init__(self) -> None:
        self.taken: list[tuple[object, Any]] = []

    def take(self, what: object, measure: Callable[[], Any]) -> Any:
        measured = measure()
        self.taken.append((what, measured))
        return measured


class _Replay:
    def __init__(self, held: Sequence[tuple[object, Any]]) -> None:
        self._left = iter(held)

    def take(self, what: object, measure: Callable[[], Any]) -> Any:  # noqa: ARG002 - it is known
        known, measured = next(self._left, (None, None))
        if known != what:
            raise Unsteady(f"{what} was {known} in the key frames")
        return measured


def _together(keys: Sequence[Sequence[tuple[object, Any]]]) -> list[tuple[object, Any]]:
    """Join the key frames' measurements, number by number."""
    kinds = [[what for what, _ in key] for key in keys]
    if any(kind != kinds[0] for kind in kinds):
        raise Unsteady("the key frames were measured differently")
    each = zip(*([measured for _, measured in key] for key in keys), strict=True)
    join = {"moments": _pooled, "numbers": _average}
    return [(what, join[what[0]](found)) for what, found in zip(kinds[0], each, strict=True)]  # type: ignore[index]


def _pooled(found: Sequence[tuple[Any, Any]]) -> tuple[Any, Any]:
    """Mean and variance of all key frames, seen as one picture."""
    mean = _average([mean for mean, _ in found])
    within = _average([variance for _, variance in found])
    return mean, within + _average([(own - mean) ** 2 for own, _ in found])


def _average(found: Sequence[Any]) -> Any:
    if isinstance(found[0], tuple):
        return tuple(_average(part) for part in zip(*found, strict=True))
    return sum(found[1:], start=found[0]) / len(found)
