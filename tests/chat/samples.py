"""Jobs and results as the contract has them, for tests of what is said about them."""

from itertools import count
from typing import Any

from jobs.catalogue import Lane, Method
from jobs.job import Job, Photo, StylePart, job_id
from jobs.record import Result
from jobs.store import Limits

_NUMBERS = count(1)
#: Room enough for every test's jobs.
ROOM = Limits(hand=10, held=10, waiting=100)
OWN = Photo(file_id="own", file_unique_id="own", width=300, height=200, kind="photo")


def job(chat: int = 1, **fields: Any) -> Job:
    """A fast job; other fields as told."""
    number = next(_NUMBERS)
    told = {
        "id": job_id(42, number),
        "person": abs(chat),
        "chat": chat,
        "photo_message": number,
        "status_message": number,
        "language": "en",
        "content": Photo(file_id="f", file_unique_id="u", width=64, height=48, kind="photo"),
        "styles": (StylePart(gallery="wave", weight=1),),
        "method": Method.MULTISTYLE,
        "lane": Lane.FAST,
        "created": 0,
    }
    return Job(**told | fields)


def result(kind: str = "photo", **fields: Any) -> Result:
    """A painted picture of the job above; other fields as told."""
    told = {
        "kind": kind,
        "file_name": "wave.jpg",
        "width": 64,
        "height": 48,
        "seconds": 1.5,
        "painting_seconds": 1,
        "painter": "Atelier",
        "device": "cpu",
    }
    return Result(**told | fields)


def parts(*weights: float) -> tuple[StylePart, ...]:
    """A mix of own pictures with these weights."""
    return tuple(StylePart(picture=OWN, weight=weight) for weight in weights)
