"""What can be picked now: the built-in styles, and those of the operator's that present workers announced."""

from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple, Self

from jobs.catalogue import OWN_FAST, STYLES, Lane, Method, Style
from jobs.job import StylePart
from jobs.presence import Announcement, Presence


class Way(NamedTuple):
    """How a job is painted."""

    method: Method
    lane: Lane


#: Own pictures and mixtures of pictures take their time.
SLOW = Way(Method.GATYS, Lane.SLOW)
#: Styles on one sheet of previews.
PREVIEWS = 8
#: What paints only pictures of one special kind: nobody tries these on any photo.
SPECIAL = frozenset(
    {
        "monet2photo",
        "apple2orange",
        "orange2apple",
        "map2sat",
        "sat2map",
        "street2label",
        "label2street",
        "facade2label",
        "label2facade",
        "edges2shoes",
    }
)


@dataclass(frozen=True)
class Offer:
    """The gallery of this moment."""

    workers: tuple[Announcement, ...] = ()

    @classmethod
    def now(cls, presence: Presence) -> Self:
        """Ask Redis who is there."""
        workers = (worker for lane in Lane for worker in presence.present(lane))
        return cls(tuple(sorted(workers, key=lambda worker: worker.name)))

    @cached_property
    def styles(self) -> dict[str, Style]:
        """Every style by its name; a built-in one hides an operator's, of two workers' the first counts."""
        announced = {style.name: style for worker in reversed(self.workers) for style in worker.own}
        own = sorted(announced.values(), key=lambda style: style.name)
        return STYLES | {style.name: style for style in own if style.name not in STYLES}

    def fast(self) -> list[Style]:
        """The styles that some fast worker can paint in one pass; pairs stand side by side."""
        able = frozenset[str]().union(*(worker.able for worker in self._in(Lane.FAST)))
        return [style for style in self.styles.values() if style.lane is Lane.FAST and style.name in able]

    def translations(self) -> list[Style]:
        """The fast styles that turn one kind of picture into another."""
        return [style for style in self.fast() if style.method in (Method.CYCLEGAN, Method.MUNIT)]

    def previews(self, after: str = "") -> tuple[Style, ...]:
        """The styles for a sheet of previews, which one present fast worker can all paint.

        Args:
            after: name of the style to go on behind; past the last the first comes again.
        """
        there = [style for style in self.fast() if style.name not in SPECIAL]
        each = ([style for style in there if style.name in worker.able] for worker in self._in(Lane.FAST))
        styles = max(each, key=len, default=[])
        names = [style.name for style in styles]
        first = names.index(after) + 1 if after in names else 0
        return tuple(styles[first:] + styles[:first])[:PREVIEWS]

    def pictures(self) -> list[Style]:
        """The styles of the gallery that are pictures: these can be mixed."""
        return [style for style in self.styles.values() if style.by_picture]

    def fast_way(self, parts: tuple[StylePart, ...]) -> Way | None:
        """How these pictures can be painted in one pass; None: no present worker can."""
        for method in OWN_FAST:
            if any(method in worker.able and _files(parts) <= worker.able for worker in self._in(Lane.FAST)):
                return Way(method, Lane.FAST)
        return None

    def lacks(self, parts: tuple[StylePart, ...], lane: Lane) -> StylePart | None:
        """The first of the operator's styles that no present worker of a lane has; None: none is lacking."""
        able = frozenset[str]().union(*(worker.able for worker in self._in(lane)))
        return next((part for part in parts if part.title is not None and part.gallery not in able), None)

    def _in(self, lane: Lane) -> list[Announcement]:
        return [worker for worker in self.workers if worker.lane is lane]


def _files(parts: tuple[StylePart, ...]) -> frozenset[str]:
    """Names of the operator's styles, which only some workers have."""
    return frozenset(part.gallery for part in parts if part.gallery and part.title is not None)
