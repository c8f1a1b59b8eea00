"""Do painted clips flicker? ``python -m bench.motion [WEIGHTS]``, some minutes, to bench/RESULTS.md.

WEIGHTS is a folder of fetched weights; painters whose weights are not there are left out. Each clip is
painted frame by frame as pictures are, then with what is measured held still (``painting.steady``), then with
the film's noise calmed too (``painting.still``), which is what people get.
"""

import sys
from collections.abc import Callable, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import numpy
from numpy.typing import NDArray
from PIL import Image
from rich.console import Console
from skimage import data

import weights
from bench.results import write
from jobs.catalogue import STYLES, Method
from nst.drawings import draw
from nst.johnson import Johnson
from painting.still import Still
from painting.wish import Painter, StylePicture, Wish
from weights.checkpoint import WeightsError
from worker.decoder import Decoder
from worker.motion.clip import Clip, Frame
from worker.motion.encoding import encode_clip
from worker.motion.paint import paint_clip
from worker.painters import build

SIZE = (384, 240)
COUNT = 24
#: Pixels that the camera or the square moves each frame.
STEP = 4
#: Deviation of a camera's noise, of 255.
NOISE = 2.0
#: Pixels that no net looks across, and so what is static in spite of the square.
FAR = 150
MARGIN = 32
OUT = Console(highlight=False)

Measure = Callable[[Sequence[Frame]], float]


@dataclass(frozen=True, kw_only=True)
class Film:
    """A clip to be painted, and how its flicker is measured."""

    frames: Sequence[Frame]
    measure: Measure


def films() -> dict[str, Film]:
    """Make the clips from photographs of ``skimage.data``."""
    person = _sized(data.astronaut(), (384, 384))[: SIZE[1]]
    wide = _sized(data.coffee(), (SIZE[0] + 2 * STEP * COUNT, 340))
    room = _sized(data.chelsea(), (SIZE[0] + 2 * STEP * COUNT, 340))
    walk = [_with_square(person, number) for number in range(COUNT)]
    pan = [wide[40 : 40 + SIZE[1], STEP * number :][:, : SIZE[0]] for number in range(COUNT)]
    slow = [room[40 : 40 + SIZE[1], number:][:, : SIZE[0]] for number in range(COUNT)]
    return {
        "square, clean": Film(frames=walk, measure=_far_change),
        "square, camera noise": Film(frames=_noisy(walk), measure=_far_change),
        "square, H.264": Film(frames=_coded(_noisy(walk)), measure=_far_change),
        "pan 4 px, clean": Film(frames=pan, measure=_moved_by(STEP)),
        "pan 4 px, H.264": Film(frames=_coded(_noisy(pan)), measure=_moved_by(STEP)),
        "pan 1 px, H.264": Film(frames=_coded(_noisy(slow)), measure=_moved_by(1)),
    }


def _sized(photo: Frame, size: tuple[int, int]) -> Frame:
    return numpy.asarray(Image.fromarray(photo).resize(size, Image.Resampling.LANCZOS))


def _with_square(photo: Frame, number: int) -> Frame:
    frame = photo.copy()
    frame[90:170, STEP * number : STEP * number + 80] = (255, 240, 40)
    return frame


def _noisy(frames: Sequence[Frame]) -> list[Frame]:
    chance = numpy.random.default_rng(0)
    noise = (chance.normal(0, NOISE, frame.shape) for frame in frames)
    return [
        (frame + grain).clip(0, 255).astype(numpy.uint8) for frame, grain in zip(frames, noise, strict=True)
    ]


def _coded(frames: Sequence[Frame]) -> list[Frame]:
    """As a phone's film arrives: through H.264."""
    decoder = Decoder()
    coded = decoder.decode_clip(encode_clip(_clip(frames)).content).frames[:]
    decoder.close()
    return list(coded)


def _clip(frames: Sequence[Frame]) -> Clip:
    times = tuple(Fraction(number, 25) for number in range(len(frames)))
    return Clip(
        frames=frames,
        alpha=None,
        times=times,
        duration=Fraction(len(frames), 25),
        kind="animation",
        source_format="NONE",
    )


def _far_change(frames: Sequence[Frame]) -> float:
    """Mean change from frame to frame, of 255, where nothing moves and nothing that moves is near."""
    right = [frame[:, STEP * COUNT + 80 + FAR :].astype(float) for frame in frames]
    return _change(right[:-1], right[1:])


def _moved_by(step: int) -> Measure:
    """Mean change from frame to frame, of 255, along the camera's movement."""

    def measure(frames: Sequence[Frame]) -> float:
        inner = [frame[MARGIN:-MARGIN, MARGIN:-MARGIN].astype(float) for frame in frames]
        return _change([frame[:, step:] for frame in inner[:-1]], [frame[:, :-step] for frame in inner[1:]])

    return measure


def _change(before: Sequence[NDArray[numpy.float64]], after: Sequence[NDArray[numpy.float64]]) -> float:
    pairs = zip(before, after, strict=True)
    return float(numpy.mean([numpy.abs(two - one).mean() for one, two in pairs]))


def painters(folder: Path) -> dict[str, tuple[Painter, Wish]]:
    """Build one painter of each method whose weights are there, and what it is to paint."""
    waves, nothing = (StylePicture(picture=draw("waves", 512)),), numpy.zeros((3, 8, 8), numpy.float32)
    chosen: dict[str, tuple[Callable[[], Painter], tuple[StylePicture, ...]]] = {
        "our styles, wave": (lambda: build(Method.MULTISTYLE, {"wave": 1.0}, STYLES, folder, "cpu"), ()),
        # Any file of that name: there are several, of the same numbers in other precisions.
        "Johnson, candy": (lambda: Johnson(folder / "johnson" / "candy.pth"), ()),
        "MicroAST": (lambda: build(Method.MICROAST, {}, STYLES, folder, "cpu"), waves),
        "AdaIN": (lambda: build(Method.ADAIN, {}, STYLES, folder, "cpu"), waves),
        "MSG-Net": (lambda: build(Method.MSGNET, {}, STYLES, folder, "cpu"), waves),
        "CycleGAN, Monet": (lambda: build(Method.CYCLEGAN, {"monet": 1.0}, STYLES, folder, "cpu"), ()),
    }
    found: dict[str, tuple[Painter, Wish]] = {}
    for title, (painter, styles) in chosen.items():
        try:
            found[title] = painter(), Wish(content=nothing, styles=styles)
        except (weights.FileError, WeightsError, OSError) as error:
            OUT.print(f"left out: {title}: {error}")
    return found


@contextmanager
def noise_left():
    """Paint in the block with the film's noise."""
    kept = Still.calmed
    Still.calmed = lambda _, frame: frame
    try:
        yield
    finally:
        Still.calmed = kept


def frame_by_frame(painter: Painter, wish: Wish, frames: Sequence[Frame]) -> list[Frame]:
    """Paint each frame as the picture that it would be alone."""
    return [paint_clip(painter, wish, _clip([frame]), max(SIZE), _unheard).frames[0] for frame in frames]


def _unheard(_: object) -> None:
    pass


def main(folder: Path) -> None:
    """Measure and write the table."""
    lines = [
        "Mean change from each frame to the next, of 255, where the scene stays: beside the moving square, "
        "and along the camera's movement. In the source; painted frame by frame; with measurements held; and "
        "with the film's noise calmed too.",
        "",
        "| painter | film | source | frame by frame | held | held and calmed |",
        "|---|---|---|---|---|---|",
    ]
    chosen = films()
    for title, (painter, wish) in painters(folder).items():
        for name, film in chosen.items():
            lines.append(f"| {title} | {name} | {' | '.join(_measured(painter, wish, film))} |")
            OUT.print(lines[-1])
    write("Flicker of painted clips", "python -m bench.motion .atelier/weights", lines)


def _measured(painter: Painter, wish: Wish, film: Film) -> list[str]:
    alone = frame_by_frame(painter, wish, film.frames)
    with noise_left():
        held = paint_clip(painter, wish, _clip(film.frames), max(SIZE), _unheard).frames
    calmed = paint_clip(painter, wish, _clip(film.frames), max(SIZE), _unheard).frames
    return [f"{film.measure(frames):.2f}" for frames in (film.frames, alone, held, calmed)]


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else ".atelier/weights"))
