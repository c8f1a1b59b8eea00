"""What one worker can paint just now: built-in styles with their weights, and the operator's own."""

from collections.abc import Mapping
from dataclasses import dataclass

import weights
from jobs.catalogue import Lane, Style
from jobs.gallery import read_folder, usable
from jobs.job import ENLARGE
from jobs.settings import Settings
from worker.needs import able


@dataclass(frozen=True, kw_only=True)
class Repertoire:
    """Read again at every announcement, so that what is dropped in appears without a restart."""

    #: The gallery by name: built in, and the operator's with their files.
    styles: Mapping[str, Style]
    #: See :attr:`jobs.job.Job.needs`.
    able: frozenset[str]
    #: The operator's among them.
    own: tuple[Style, ...]
    #: What is wrong with others in the folder, for the operator.
    problems: tuple[str, ...]

    @classmethod
    def read(cls, lane: Lane, settings: Settings) -> "Repertoire":
        """Look into the weights folder and the operator's."""
        built_in = able(lane, settings.weights_dir)
        folder = read_folder(settings.styles_dir)
        larger = (
            {ENLARGE} if lane is Lane.FAST and weights.installed("enlarger", settings.weights_dir) else set()
        )
        own = usable(folder.styles, lane, built_in)
        return cls(
            styles=folder.gallery,
            able=built_in | larger | {style.name for style in own},
            own=own,
            problems=folder.problems,
        )
