"""Which of the files that a person sends at once stand together, as a person's app decides it."""

import secrets
from collections.abc import Sequence
from itertools import count

from sandbox.media import Media

#: Messages of one album at most.
MOST = 10
_GROUPS = {"photo": "pictures", "video": "pictures", "document": "documents"}


def albums(media: Sequence[Media]) -> list[tuple[Media, str | None]]:
    """Return each file with its album: photos go with videos, documents with documents, the rest alone."""
    kinds = [_GROUPS.get(item.kind) for item in media]
    numbers = {kind: count() for kind in _GROUPS.values()}
    places = [(kind, next(numbers[kind]) // MOST) if kind else None for kind in kinds]
    names = {place: str(secrets.randbits(60)) for place in places if place and places.count(place) > 1}
    return [(item, names.get(place) if place else None) for item, place in zip(media, places, strict=True)]
