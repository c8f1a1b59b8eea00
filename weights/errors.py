"""What can be wrong with a file of weights; each kind asks the operator for something else.

FileError
├── UnknownWeights
├── NotInstalled
├── DigestMismatch
├── NothingFetched
└── FetchRunning
"""


class FileError(Exception):
    """A file of weights cannot be had; the message says what to do."""


class UnknownWeights(FileError):
    """Raised when a name is not in the manifest."""


class NotInstalled(FileError):
    """Raised when the file is not there, or nobody has vouched for it yet; the message holds the command."""


class DigestMismatch(FileError):
    """Raised when the file is not the one that the manifest or the first fetch names."""


class NothingFetched(FileError):
    """Raised when every address failed; the message says why, one by one."""


class FetchRunning(FileError):
    """Raised when another process fetches into the same folder."""
