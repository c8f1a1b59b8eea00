"""The picture as it is painted: which steps of a long painting are shown in its chat, and how."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from jobs.job import Job

if TYPE_CHECKING:
    from painting.step import Step
    from painting.wish import Picture

#: How far a painting is, 0 to 1, when it is shown.
SHOWN_AT: Final = (0.25, 0.5, 0.75)
#: Seconds that must be left: otherwise the painting is there before anybody has looked at this.
WORTH: Final = 3.0
#: Pixels of the longer side, and quality of the JPEG: about 100 kB.
SIDE: Final = 800
QUALITY: Final = 85


@dataclass
class Growing:
    """What is still to be shown of one job, in private chats only: a group gets the painting alone."""

    job: Job
    _left: list[float] = field(default_factory=lambda: list(SHOWN_AT))

    def picture(self, step: "Step", seconds_left: float) -> "Picture | None":
        """Give the picture of a step that is to be shown; None: its words will do."""
        wanted = self.job.chat > 0 and self.job.previews and self.job.purpose == "picture"
        share = step.step / step.of
        if not wanted or step.picture is None or not self._left or share < self._left[0]:
            return None
        self._left = [later for later in self._left if later > share]
        return step.picture() if seconds_left >= WORTH else None

    @property
    def side(self) -> int:
        """Pixels of the longer side that all its pictures have, so that the message does not jump."""
        own = max(self.job.content.width, self.job.content.height)
        wished = min((side for side in (own, self.job.longest) if side), default=SIDE)
        return min(SIDE, wished)


def encoded(picture: "Picture", side: int) -> bytes:
    """Write it as a small JPEG.

    Args:
        side: pixels of its longer side.
    """
    from painting.sizes import with_side  # NumPy and Pillow come in here: in the pool's children only
    from worker.pictures import encode

    return encode(with_side(picture, side), quality=QUALITY).content
