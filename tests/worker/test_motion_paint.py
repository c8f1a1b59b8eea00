"""Clips painted: every frame, steadily, shot by shot; and what is between the frames."""

import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import numpy
import pytest
import torch

import weights
from nst.johnson import Johnson, TransformerNet
from nst.multistyle import MultiStyle
from painting import steady
from painting.step import Step, Tell
from painting.wish import Picture, Wish
from tests.painting.samples import clouds
from tests.worker.motion_clips import clip, files, ramp, squares
from worker.decoder import Decoder
from worker.motion.clip import Frame
from worker.motion.encoding import encode_clip
from worker.motion.frames import Frames
from worker.motion.paint import paint_clip
from worker.motion.shots import MOST_KEYS, keys, shots
from worker.pictures import to_unit

ROOT = Path(__file__).parents[2]
ANY = Wish(content=numpy.zeros((3, 8, 8), numpy.float32))


@dataclass
class Darkener:
    """Halves what it sees, less its mean: a painter with a norm, that counts what it is given."""

    #: (width, whether key frames or frames of a shot are painted)
    asked: list[tuple[int, bool]]

    def paint(self, wish: Wish, progress: Tell) -> Picture:
        picture = wish.content
        self.asked.append((picture.shape[2], steady.is_held()))
        mean = steady.numbers(lambda: numpy.float32(picture.mean()))
        progress(Step(step=1, of=2))
        painted: Picture = (0.5 + (picture - mean) / 2).clip(0, 1)
        return painted


def unheard(_: Step) -> None:
    """Whoever paints, I do not mind."""


def bright(value: int, count: int) -> list[Frame]:
    """Frames of one brightness, with something small that moves."""
    frames = [numpy.full((48, 64, 3), value, numpy.uint8) for _ in range(count)]
    for number, frame in enumerate(frames):
        frame[:4, number : number + 4] = 255 - value
    return frames


def test_every_frame_is_painted_at_its_size_and_time() -> None:
    given = clip(squares(9), "video", times=[Fraction(number * number, 50) for number in range(9)])
    painted = paint_clip(Darkener([]), ANY, given, 512, unheard)

    assert (painted.times, painted.duration, painted.kind) == (given.times, given.duration, "video")
    assert len(painted.frames) == 9
    assert {frame.shape for frame in painted.frames} == {(64, 96, 3)}
    mean = to_unit(numpy.stack(given.frames[:]).reshape(-1, 96, 3)).mean()
    wanted = 0.5 + (to_unit(given.frames[7]) - mean) / 2
    assert numpy.abs(to_unit(painted.frames[7]) - wanted).max() < 0.02


def test_a_norm_does_not_make_one_frame_brighter_than_the_next() -> None:
    frames = bright(60, 12)
    frames[6] = frames[6].copy()
    frames[6][20:24] = 250  # something passes: a norm would darken all else
    painted = paint_clip(Darkener([]), ANY, clip(frames), 512, unheard).frames

    assert [int(frame[47, 63, 0]) for frame in painted] == [int(painted[0][47, 63, 0])] * 12


def test_a_cut_begins_anew() -> None:
    dark, light = bright(30, 8), bright(220, 8)
    together = paint_clip(Darkener([]), ANY, clip([*dark, *light]), 512, unheard)
    alone = [paint_clip(Darkener([]), ANY, clip(part), 512, unheard) for part in (dark, light)]

    for one, other in zip(together.frames, [*alone[0].frames, *alone[1].frames], strict=True):
        assert numpy.array_equal(one, other)


def test_a_still_sticker_is_painted_as_a_picture() -> None:
    painter = Darkener([])
    painted = paint_clip(painter, ANY, clip(squares(1), "sticker"), 512, unheard)

    assert painter.asked == [(96, False)]
    assert painted.is_still


def test_large_frames_are_painted_smaller_and_enlarged() -> None:
    painter, given = Darkener([]), clip(squares(3, 192, 128))
    doubled: list[tuple[int, ...]] = []

    def enlarge(picture: Picture) -> Picture:
        doubled.append(picture.shape)
        return picture.repeat(2, 1).repeat(2, 2)

    painted = paint_clip(painter, ANY, given, 96, unheard, enlarge=enlarge)

    assert {width for width, _ in painter.asked} == {96}
    assert doubled == [(3, 64, 96)] * 3
    assert painted.frames[0].shape == (128, 192, 3)


def test_opacity_stays_and_what_is_under_it_is_not_painted() -> None:
    seen: list[Picture] = []

    class Looker(Darkener):
        def paint(self, wish: Wish, progress: Tell) -> Picture:
            seen.append(wish.content)
            return super().paint(wish, progress)

    opacity = ramp(96, 64)
    opacity[:, 40:] = 255
    frames = [numpy.where(opacity == 0, 0, frame).astype(numpy.uint8) for frame in squares(2)]
    painted = paint_clip(Looker([]), ANY, clip(frames, "sticker", alpha=[opacity] * 2), 512, unheard)

    assert painted.alpha is not None
    assert numpy.array_equal(painted.alpha[1], opacity)
    assert (
        min(float(picture[0, :, 0].min()) for picture in seen) > 0.1
    )  # not the black that the file has there


def test_progress_rises_to_its_end_and_shows_the_frames() -> None:
    told: list[Step] = []
    paint_clip(Darkener([]), ANY, clip(squares(6)), 512, told.append)
    steps = [step.step / step.of for step in told]

    assert steps == sorted(steps)
    assert steps[-1] == 1
    assert len({step.of for step in told}) == 1
    assert sum(step.picture is not None for step in told) == 6 + 2  # two key frames


@pytest.mark.parametrize("after", [1, 5, 9])
def test_whoever_is_told_can_stop_it(after: int) -> None:
    class Stopped(Exception):
        pass

    told: list[Step] = []

    def stop(step: Step) -> None:
        told.append(step)
        if len(told) == after:
            raise Stopped

    painter = Darkener([])
    with pytest.raises(Stopped):
        paint_clip(painter, ANY, clip(squares(6)), 512, stop)

    assert len(painter.asked) == -(-after // 2)
    assert not steady.is_held()


def test_a_net_paints_a_film_whose_background_stays() -> None:
    torch.manual_seed(0)
    back = (255 * clouds(48, 160).transpose(1, 2, 0)).astype(numpy.uint8)
    chance, frames = numpy.random.default_rng(0), []
    for number in range(4):
        frame = back.astype(int) + chance.integers(-1, 2, back.shape)
        frame[8:32, 2 * number : 2 * number + 20] = 255
        frames.append(frame.clip(0, 255).astype(numpy.uint8))
    painter = Johnson(TransformerNet().state_dict())
    painted = paint_clip(painter, ANY, clip(frames), 512, unheard).frames
    alone = [
        painter.paint(replace(ANY, content=to_unit(frame)), unheard).transpose(1, 2, 0) * 255
        for frame in frames
    ]

    assert change_at_the_right(painted) < 0.5 * change_at_the_right(alone)


@pytest.mark.parametrize("name", ["GIF", "MP4 with sound", "WebM with alpha"])
def test_a_clip_goes_all_the_way(name: str) -> None:
    decoder = Decoder()
    given = decoder.decode_clip(files()[name])
    painter = MultiStyle(weights.find("multistyle", Path("nowhere")), style="wave")
    encoded = encode_clip(paint_clip(painter, ANY, given, 64, unheard))
    again = decoder.decode_clip(encoded.content, encoded.kind)
    decoder.close()

    assert again.kind == given.kind
    assert (again.width, again.height, len(again.frames)) == (96, 64, 8)
    assert [float(time) for time in again.times] == pytest.approx([float(time) for time in given.times])
    assert (again.alpha is None) == (given.alpha is None)
    assert numpy.abs(again.frames[3].astype(int) - given.frames[3]).mean() > 10  # it is painted


def test_ffmpeg_is_loaded_where_it_is_needed_only() -> None:
    code = "import sys, worker.decoder, worker.motion.paint; print('av' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "False"


def change_at_the_right(frames: Sequence[numpy.ndarray]) -> float:
    right = [frame[:, 110:].astype(float) for frame in frames]
    return float(numpy.mean([numpy.abs(b - a).mean() for a, b in pairwise(right)]))


#: By number: frames, and where shots begin.
SHOTS: list[tuple[str, Callable[[], list[Frame]], list[int]]] = [
    ("one shot", lambda: bright(90, 20), [0]),
    ("one frame", lambda: bright(90, 1), [0]),
    ("a cut", lambda: [*bright(40, 10), *bright(200, 3)], [0, 10]),
    ("two cuts", lambda: [*bright(40, 7), *bright(120, 9), *bright(40, 7)], [0, 7, 16]),
    (
        "a slow change of light",
        lambda: [frame for value in range(0, 250, 5) for frame in bright(value, 1)],
        [0],
    ),
    ("a fast pan", lambda: [numpy.roll(pattern(), 40 * number, 1) for number in range(12)], [0]),
]


def pattern() -> Frame:
    frame = numpy.zeros((64, 320, 3), numpy.uint8)
    frame[:, ::3] = 120
    frame[:, 100:180] = 255
    return frame


@pytest.mark.parametrize("number", range(len(SHOTS)), ids=lambda number: SHOTS[number][0])
def test_shots_begin_at_cuts(number: int) -> None:
    frames = SHOTS[number][1]()
    found = shots(clip(frames))

    assert [shot.start for shot in found] == SHOTS[number][2]
    assert [place for shot in found for place in shot] == list(range(len(frames)))


def test_slides_are_shots_each() -> None:
    slides = [bright(value, 1)[0] for value in (0, 90, 180, 30)]

    assert len(shots(clip(slides, rate=1))) == 4


@pytest.mark.parametrize(("length", "count"), [(1, 1), (5, 1), (6, 2), (12, 3), (300, MOST_KEYS)])
def test_key_frames_lie_evenly_in_their_shot(length: int, count: int) -> None:
    chosen = keys(range(10, 10 + length))

    assert len(chosen) == len(set(chosen)) == count
    assert chosen[0] - 10 == pytest.approx(10 + length - 1 - chosen[-1], abs=1)
    assert all(10 <= number < 10 + length for number in chosen)


def test_frames_on_disk_are_what_was_added() -> None:
    frames, added = Frames((5, 7, 3)), [numpy.full((5, 7, 3), number, numpy.uint8) for number in range(4)]
    for frame in added:
        frames.append(frame[:, ::-1][:, ::-1])

    assert len(frames) == 4
    assert all(numpy.array_equal(one, other) for one, other in zip(frames, added, strict=True))
    assert numpy.array_equal(frames[-1], added[3])
    assert [frame[0, 0, 0] for frame in frames[1:3]] == [1, 2]
    with pytest.raises(IndexError):
        frames[4]
    with pytest.raises(ValueError, match="shape"):
        frames.append(added[0][:4])


def test_frames_leave_no_file_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    frames = Frames((50, 70, 3))
    frames.append(numpy.zeros((50, 70, 3), numpy.uint8))

    assert list(tmp_path.iterdir()) == []
