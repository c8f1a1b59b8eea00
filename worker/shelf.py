"""Keep a painted picture: where the results store fails it is written again, never painted again."""

from time import sleep
from typing import Final

import structlog

from jobs.errors import TellThePerson
from jobs.results import Results

logger = structlog.get_logger()

#: Tries, and seconds between them.
TRIES: Final = 3
PAUSE: Final = 0.5


def keep(results: Results, job_id: str, picture: bytes) -> None:
    """Write a picture.

    Raises:
        TellThePerson: the store did not take it.
    """
    for attempt in range(1, TRIES + 1):
        try:
            results.write(job_id, picture)
            return
        except Exception as error:  # any address of fsspec's: each kind of store raises errors of its own
            logger.error("! not kept", bytes=len(picture), error=type(error).__name__, attempt=attempt)
            if attempt == TRIES:
                raise TellThePerson("no_room") from error
        sleep(PAUSE)
