"""What a job asks of a worker, as far as its time goes: of what kind, how large, and who can do it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, Self

from jobs.job import Job
from jobs.record import Result

#: What is not simply a picture, painted by a method, and learnt apart.
PREVIEWS: Final = "previews"
ENLARGEMENT: Final = "enlargement"
CLIP: Final = "clip"
#: How many times as many pixels an enlargement has.
LARGER: Final = 4
#: Megapixels of the largest pictures that are usual: all that a file may have that Telegram did not measure.
MOST: Final = 16.0


@dataclass(frozen=True, kw_only=True)
class Work:
    """One job, or one that somebody thinks of."""

    #: A method, or one of the above.
    what: str
    #: Megapixels of the picture or the frame, or how many previews.
    size: float
    #: See :attr:`jobs.job.Job.needs`; empty: some style of the method.
    needs: frozenset[str] = frozenset()
    #: Megapixels that it may turn out to have where nobody knows yet: its time is not up before theirs is.
    most: float = 0.0

    @property
    def largest(self) -> float:
        """Its size, or the most that it may turn out to have."""
        return max(self.size, self.most)

    @classmethod
    def of(cls, job: Job) -> Self:
        """What a job asks."""
        content = job.content
        size = _megapixels(content.width, content.height, job.longest)
        most = _most(content.width, content.height, job.longest)
        return cls._made(job.method, job.purpose, content.moves, size, len(job.styles), job.needs, most)

    @classmethod
    def told(cls, told: Sequence[Any]) -> Self:
        """What a record asks, as ``crowd.lua`` reads it; one of a newer version may lack anything."""
        method, purpose, moves, width, height, longest, styles, needs = told
        size, most = _megapixels(width, height, longest), _most(width, height, longest)
        return cls._made(method, purpose, bool(moves), size, styles, frozenset(needs.split()), most)

    @classmethod
    def done(cls, job: Job, result: Result) -> Self:
        """What it was, once the size is known for certain."""
        larger = LARGER if job.purpose == ENLARGEMENT else 1
        megapixels = result.width * result.height / 1e6 / larger
        return cls._made(job.method, job.purpose, job.content.moves, megapixels, len(job.styles))

    @classmethod
    def _made(
        cls,
        method: str,
        purpose: str,
        moves: bool,
        megapixels: float,
        styles: int,
        needs: frozenset[str] = frozenset(),
        most: float = 0.0,
    ) -> Self:
        if purpose == PREVIEWS:
            return cls(what=PREVIEWS, size=styles, needs=needs)
        what = ENLARGEMENT if purpose == ENLARGEMENT else CLIP if moves else method
        return cls(what=what, size=megapixels, needs=needs, most=most)


def _megapixels(width: int, height: int, longest: int) -> float:
    """As many as are painted; where Telegram did not say how large it is, one."""
    longer = max(width, height)
    if not longer:
        return min(1.0, longest**2 / 1e6) if longest else 1.0
    return width * height / 1e6 * min(1.0, (longest or longer) / longer) ** 2


def _most(width: int, height: int, longest: int) -> float:
    """As many as may be painted where Telegram did not say how large it is; else 0."""
    if max(width, height):
        return 0.0
    return min(MOST, longest**2 / 1e6) if longest else MOST
