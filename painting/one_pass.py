"""What all nets that paint in one pass have in common: checks, borders, colours, strength. NumPy only."""

from abc import ABC, abstractmethod
from dataclasses import replace
from typing import ClassVar

import numpy

from painting import colours, masks
from painting.borders import padded
from painting.step import Step, Tell
from painting.wish import Picture, StylePicture, Wish


class OnePass(ABC):
    """A net that paints in one pass; subclasses say how."""

    #: Both sides are padded to a multiple of this, in pixels.
    multiple: ClassVar[int]
    #: Both sides are at least this, in pixels; a multiple of ``multiple``.
    least: ClassVar[int]
    #: The least and the greatest number of style pictures; (0, 0): the style is in the weights.
    takes: ClassVar[tuple[int, int]] = (0, 0)
    #: Whether ``translate`` itself lets each style rule where its mask says.
    masks_inside: ClassVar[bool] = False
    #: Below this strength the painting fades into the photo; ``translate`` heeds the strength above it. 1:
    #: it does not, and the fading is all there is.
    fades_below: ClassVar[float] = 1.0

    @abstractmethod
    def translate(self, image: Picture, wish: Wish, progress: Tell) -> Picture:
        """Pass a picture through the net.

        Args:
            image: the content, padded as the class says.
            wish: checked, its styles in the colours they are to have; ``wish.content`` is not padded.
            progress: may be called between layers.

        Returns:
            Of ``image``'s size, about [0, 1].
        """

    def paint(self, wish: Wish, progress: Tell) -> Picture:
        """Paint what is wished; see :class:`painting.wish.Painter`.

        A net of one pass has no picture before its end: :class:`painting.step.Enough` passes through.
        """
        wish.check(styles=self.takes)
        if wish.strength == 0:
            return wish.content.copy()
        painted = self._ruled(colours.prepared(wish), progress)
        painted = colours.finished(painted.clip(0, 1), wish)
        share = min(1.0, wish.strength / self.fades_below)
        if share < 1:
            painted += (1 - share) * (wish.content - painted)
        numpy.clip(painted, 0, 1, out=painted)
        return painted

    def _ruled(self, wish: Wish, progress: Tell) -> Picture:
        height, width = wish.content.shape[1:]
        rule = None if self.masks_inside else masks.masks(wish, height, width)
        if rule is None:
            return self._passed(wish, progress)
        return self._pieced(wish, progress, rule)

    def _pieced(self, wish: Wish, progress: Tell, rule: Picture) -> Picture:
        """One pass for each style, laid over the photo by their masks."""
        painted: Picture = (1 - rule.sum(0)) * wish.content
        ruling = [(style, share) for style, share in zip(wish.styles, rule, strict=True) if share.any()]
        for done, (style, share) in enumerate(ruling):
            alone = replace(wish, styles=(StylePicture(picture=style.picture),))
            painted += share * self._passed(alone, _one_of(progress, len(ruling), done))
        return painted

    def _passed(self, wish: Wish, progress: Tell) -> Picture:
        height, width = wish.content.shape[1:]
        image = padded(wish.content, multiple=self.multiple, least=self.least)
        painted: Picture = self.translate(image, wish, progress)[:, :height, :width]
        return painted


def _one_of(progress: Tell, passes: int, done: int) -> Tell:
    """Report one of several passes as a part of all."""

    def tell(step: Step) -> None:
        progress(replace(step, step=done * step.of + step.step, of=passes * step.of))

    return tell
