"""``python -m bench.growing``: what it costs a Gatys job to show the picture as it is painted.

In turns with jobs that show nothing, in processor time, since other things may run on the same cores; and
that of the pictures themselves: on the painting thread, which then paints later, and beside it.
"""

import argparse
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from statistics import median
from time import process_time, thread_time

import numpy

from bench import results
from jobs.catalogue import Lane, Method
from jobs.job import Job, Photo, StylePart
from nst.drawings import draw
from nst.features import SmallFeatures
from nst.gatys import Gatys
from nst.landscape import SIZE, landscape
from painting.sizes import with_side
from painting.step import Step
from painting.wish import StylePicture, Wish
from weights.manifest import EMBEDDED
from worker.growing import Growing, encoded

COMMAND = "python -m bench.growing"
TITLE = "The growing picture"
#: As jobs are painted unless an operator says otherwise.
SIDE = 640


@dataclass
class Watched:
    """Shows pictures as a worker does, to nobody, and takes the time."""

    growing: Growing | None
    beside: ThreadPoolExecutor
    taken: list[float] = field(default_factory=list)
    encodings: "list[Future[tuple[float, int]]]" = field(default_factory=list)

    def __call__(self, step: Step) -> None:
        """Take note of a step."""
        began = thread_time()
        picture = self.growing.picture(step, 60) if self.growing else None
        if self.growing and picture is not None:
            self.encodings.append(self.beside.submit(_encoded, picture, self.growing.side))
            self.taken.append(thread_time() - began)


def _encoded(picture: numpy.ndarray, side: int) -> tuple[float, int]:
    began = thread_time()
    size = len(encoded(picture, side))
    return thread_time() - began, size


def job() -> Job:
    """Of somebody in a private chat who wants to see it grow."""
    height, width = SIZE
    return Job(
        id="AAAAAAAAAA",
        person=1,
        chat=1,
        photo_message=1,
        status_message=2,
        language="en",
        content=Photo(file_id="f", file_unique_id="u", width=width, height=height, kind="photo"),
        styles=(StylePart(gallery="drawn_waves", weight=1),),
        method=Method.GATYS,
        lane=Lane.SLOW,
        created=0,
    )


def main() -> None:
    """Measure, and write the section."""
    parser = argparse.ArgumentParser(prog=COMMAND, description=__doc__)
    parser.add_argument("--turns", type=int, default=3)
    turns: int = parser.parse_args().turns
    painter = Gatys(SmallFeatures.load(EMBEDDED / "features-small.safetensors"))
    photo = with_side(landscape(SIZE), SIDE)
    wish = Wish(content=photo, styles=(StylePicture(picture=draw("waves", photo.shape[1:])),))
    plain, shown, on_thread, beside = [], [], [], []
    with ThreadPoolExecutor(1) as pool:
        for _ in range(turns):
            for seconds, growing in ((plain, None), (shown, Growing(job()))):
                watched = Watched(growing, pool)
                began = process_time()
                painter.paint(wish, watched)
                seconds.append(process_time() - began)
                on_thread += watched.taken
                beside += [encoding.result() for encoding in watched.encodings]
    ratio = median(b / a for a, b in zip(plain, shown, strict=True))
    ours = 1000 * median(on_thread)
    others, kilobytes = 1000 * median(t for t, _ in beside), median(size for _, size in beside) / 1000
    share = 3 * (ours + others) / 1000 / median(plain)
    results.write(
        TITLE,
        COMMAND,
        [
            f"Gatys at {SIDE} px; {turns} jobs with three pictures, in turns with {turns} that show none.",
            "",
            "| | |",
            "|---|---|",
            f"| processor seconds of a job that shows none (median) | {median(plain):.1f} |",
            f"| those of one that shows three, over the one before it (median) | {ratio:.3f} |",
            f"| processor time of one picture on the painting thread | {ours:.0f} ms |",
            f"| processor time of one picture beside it (800 px, {kilobytes:.0f} kB) | {others:.0f} ms |",
            f"| three pictures, of the whole job | {100 * share:.1f} % |",
        ],
    )


if __name__ == "__main__":
    main()
