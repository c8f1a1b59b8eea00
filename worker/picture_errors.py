"""What can be wrong with a picture that a person sent; chat texts are keyed by ``reason``.

PictureError
├── NotAPicture
├── BrokenPicture
│   └── EmptyPicture
├── TooManyPixels
├── TooManyBytes
└── TooHard
"""

from collections.abc import Mapping
from typing import ClassVar, Final


class PictureError(Exception):
    """A person's picture cannot be painted; sending another one helps, trying again does not."""

    #: key of the text that tells the person; part of the contract with ``chat``
    reason: ClassVar[str]


class NotAPicture(PictureError):
    """Raised when no enabled decoder knows the bytes: text, SVG, PDF, a video, an exotic format."""

    reason = "not_a_picture"


class BrokenPicture(PictureError):
    """Raised when a known format ends too early or holds nonsense."""

    reason = "truncated"


class EmptyPicture(BrokenPicture):
    """Raised when the file has no bytes at all."""


class TooManyPixels(PictureError):
    """Raised, before anything is decoded, when the picture would need too much memory."""

    reason = "too_many_pixels"


class TooManyBytes(PictureError):
    """Raised, before anything is opened, when the file is longer than may be taken in."""

    reason = "too_large"


class TooHard(PictureError):
    """Raised when decoding took too long or too much memory, or ended the process that it ran in."""

    reason = "too_hard"


#: By name, as a decoding process tells them.
KINDS: Final[Mapping[str, type[PictureError]]] = {
    kind.__name__: kind
    for kind in (NotAPicture, BrokenPicture, EmptyPicture, TooManyPixels, TooManyBytes, TooHard)
}
