"""When two requests are the same: equal pictures of these come from equal photos, styles and choices."""

import hashlib
import json

from jobs.catalogue import Method
from jobs.job import Job, StylePart

#: Styles that are another one each time, by chance.
_BY_CHANCE = frozenset({Method.MUNIT})


def digest(job: Job) -> str:
    """Name a request by all that its picture follows from; empty: the picture may differ all the same.

    An operator may exchange the file behind a style, so that these are painted each time.
    """
    operators = any(part.title is not None for part in job.styles)
    if job.purpose != "picture" or job.method in _BY_CHANCE or operators:
        return ""
    whole = sum(part.weight for part in job.styles)
    told = [
        job.content.file_unique_id,
        job.content.kind,
        [(_source(part), round(part.weight / whole, 4)) for part in job.styles],
        job.method,
        round(job.strength, 4),
        job.colours,
        job.arrangement if len(job.styles) > 1 else "",
        job.longest,
        job.as_file,
    ]
    return hashlib.blake2b(json.dumps(told).encode(), digest_size=12).hexdigest()


def _source(part: StylePart) -> str:
    return f"own {part.picture.file_unique_id}" if part.picture else f"gallery {part.gallery}"
