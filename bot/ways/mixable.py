"""Which styles can be mixed."""

from jobs.job import StylePart
from jobs.offer import Offer


def mixable(offer: Offer, parts: tuple[StylePart, ...]) -> tuple[StylePart, ...]:
    """The styles that others can be mixed with: pictures, and no nets."""
    there = offer.styles
    return tuple(
        part
        for part in parts
        if part.picture or (part.gallery and part.gallery in there and there[part.gallery].by_picture)
    )
