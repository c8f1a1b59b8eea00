"""What can be wrong with a clip besides what can be wrong with a picture.

PictureError
├── TooLong
├── NoFrames
└── DrawnSticker
"""

from collections.abc import Mapping
from typing import Final

from worker import picture_errors
from worker.picture_errors import PictureError


class TooLong(PictureError):
    """Raised when a clip lasts longer than ten seconds."""

    reason = "too_long"


class NoFrames(PictureError):
    """Raised when a video holds sound alone, or nothing that could be shown."""

    reason = "no_frames"


class DrawnSticker(PictureError):
    """Raised for a .tgs: a drawing of lines that is set in motion, not pictures."""

    reason = "drawn_sticker"


#: By name, as a process that decodes clips tells them.
KINDS: Final[Mapping[str, type[PictureError]]] = {
    **picture_errors.KINDS,
    **{kind.__name__: kind for kind in (TooLong, NoFrames, DrawnSticker)},
}
