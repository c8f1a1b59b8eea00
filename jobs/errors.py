"""Errors of the contract, named after what the caller can do."""


class AtelierError(Exception):
    """Root of our own errors."""


class NothingToDo(AtelierError):
    """A ticket found no job: another worker was faster, or it was cancelled. Take the next ticket."""


class LostJob(AtelierError):
    """The lease ran out or the job is over: throw the result away."""


class Cancelled(AtelierError):
    """The person pressed Cancel while the job was being painted: stop and say so."""


class TellThePerson(AtelierError):
    """The job cannot succeed however often it is tried; the person must be told why.

    Args:
        reason: a code that the texts know, such as ``truncated``.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class StoreMismatch(AtelierError):
    """This process keeps its results elsewhere than the others: stop and correct ``ATELIER_RESULTS_URL``."""
