"""Clips through the confined process: every kind that people send, and all that may be wrong with one."""

import gzip
import os
import signal
import sys
from collections.abc import Callable, Iterator
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import numpy
import pytest
from PIL import Image
from structlog.testing import capture_logs

from tests.worker.foreign import file_of, ramps
from tests.worker.motion_clips import (
    BLUE,
    NAMES,
    RED,
    animated,
    claiming,
    files,
    film,
    sound_alone,
    square,
    squares,
    turned,
)
from worker.decoder import Decoder
from worker.decoding import Limits
from worker.motion.clip import CLIP_PIXELS, LONGEST, MOST_FRAMES, Clip, keeps, most_frames
from worker.motion.errors import DrawnSticker, NoFrames, TooLong
from worker.motion.process import CLIP_LIMITS, ClipProcess
from worker.picture_errors import (
    BrokenPicture,
    EmptyPicture,
    NotAPicture,
    PictureError,
    TooHard,
    TooManyBytes,
    TooManyPixels,
)

linux = pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")


@pytest.fixture(scope="module")
def decoder() -> Iterator[Decoder]:
    """One process for all clips, as a worker has it."""
    one = Decoder()
    yield one
    one.close()


def colour(clip: Clip, number: int, x: int, y: int) -> tuple[int, ...]:
    return tuple(int(value) for value in clip.frames[number][y, x])


def near(one: tuple[int, ...], other: tuple[int, ...], by: int = 12) -> bool:
    return all(abs(a - b) <= by for a, b in zip(one, other, strict=True))


@pytest.mark.parametrize("name", NAMES)
def test_every_kind_of_clip_is_read_frame_by_frame(decoder: Decoder, name: str) -> None:
    clip = decoder.decode_clip(files()[name])

    assert (clip.width, clip.height, len(clip.frames)) == (96, 64, 8)
    assert [round(float(time), 3) for time in clip.times] == [round(number / 25, 3) for number in range(8)]
    assert float(clip.duration) == pytest.approx(8 / 25, abs=0.002)
    for number in (0, 7):
        assert near(colour(clip, number, 12 + 2 * number, 16), BLUE)
        assert near(colour(clip, number, 60, 50), RED)


@pytest.mark.parametrize(
    ("name", "kind", "source_format"),
    [
        ("MP4", "animation", "MOV"),
        ("MP4 with sound", "video", "MOV"),
        ("WebM with alpha", "sticker", "MATROSKA"),
        ("GIF", "animation", "GIF"),
        ("APNG", "animation", "PNG"),
    ],
)
def test_what_a_clip_is_can_be_seen_from_what_is_in_it(
    decoder: Decoder, name: str, kind: str, source_format: str
) -> None:
    clip = decoder.decode_clip(files()[name])

    assert (clip.kind, clip.source_format) == (kind, source_format)


def test_who_knows_how_it_was_sent_is_believed(decoder: Decoder) -> None:
    assert decoder.decode_clip(files()["WebM of VP9"], "sticker").kind == "sticker"


def test_a_video_sticker_keeps_its_opacity(decoder: Decoder) -> None:
    clip = decoder.decode_clip(files()["WebM with alpha"])

    assert clip.alpha is not None
    row = clip.alpha[5][40, :, 0].astype(int)
    assert numpy.abs(row - numpy.linspace(0, 255, 96)).max() <= 4


def test_a_clip_without_a_transparent_pixel_has_no_opacity(decoder: Decoder) -> None:
    assert decoder.decode_clip(files()["GIF"]).alpha is None


def test_a_sticker_that_does_not_move_is_a_clip_of_one_frame(decoder: Decoder) -> None:
    clip = decoder.decode_clip(file_of(ramps(512, 300), "WEBP", lossless=True))

    assert (clip.kind, clip.is_still, clip.width, clip.height) == ("sticker", True, 512, 300)
    assert numpy.array_equal(clip.frames[0], numpy.asarray(ramps(512, 300)))


@pytest.mark.parametrize("size", [(95, 63), (1, 1), (2, 1), (33, 2)])
def test_any_size_is_kept(decoder: Decoder, size: tuple[int, int]) -> None:
    width, height = size
    frames = [numpy.full((height, width, 3), 10 * number, numpy.uint8) for number in range(4)]
    clip = decoder.decode_clip(film(frames, "webm", "libvpx-vp9", options={"cpu-used": "8"}))

    assert (clip.width, clip.height, len(clip.frames)) == (width, height, 4)


@pytest.mark.parametrize("degrees", [0, 90, 180, 270])
def test_a_film_held_on_its_side_is_turned_upright(decoder: Decoder, degrees: int) -> None:
    upright = square(3)
    stored = numpy.ascontiguousarray(numpy.rot90(upright, degrees // 90))  # anticlockwise
    clip = decoder.decode_clip(turned(film([stored] * 3), degrees))

    assert (clip.width, clip.height) == (96, 64)
    assert numpy.abs(clip.frames[1].astype(int) - upright).mean() < 4


def test_pixels_that_are_not_square_are_made_so(decoder: Decoder) -> None:
    clip = decoder.decode_clip(film(squares(3), pixel_shape=Fraction(4, 3)))

    assert (clip.width, clip.height) == (128, 64)


def test_times_between_frames_may_differ(decoder: Decoder) -> None:
    times = [Fraction(0), Fraction(1, 10), Fraction(1), Fraction(21, 20)]
    clip = decoder.decode_clip(film(squares(4), times=times))

    assert [float(time) for time in clip.times] == pytest.approx([float(time) for time in times], abs=1e-5)


def test_a_gif_whose_frames_say_no_time_is_shown_as_browsers_do(decoder: Decoder) -> None:
    clip = decoder.decode_clip(animated("GIF", 4, [0, 10, 20, 500]))

    assert [float(shown) for shown in clip.shown] == [0.1, 0.1, 0.02, 0.5]


def test_high_frame_rates_are_thinned_evenly(decoder: Decoder) -> None:
    small = [numpy.full((16, 16, 3), number % 256, numpy.uint8) for number in range(600)]
    clip = decoder.decode_clip(film(small, rate=120))

    assert len(clip.frames) == MOST_FRAMES
    assert {round(float(shown) * 120) for shown in clip.shown} == {2}
    assert float(clip.duration) == pytest.approx(5, abs=0.01)


@pytest.mark.parametrize(("of", "most"), [(300, 300), (301, 300), (1199, 300), (7, 3), (5, 1)])
def test_as_many_frames_stay_as_may_and_the_first_is_among_them(of: int, most: int) -> None:
    kept = [number for number in range(of) if keeps(number, of, most)]
    gaps = {after - before for before, after in pairwise(kept)}

    assert kept[0] == 0
    assert len(kept) == most
    assert not gaps or max(gaps) - min(gaps) <= 1


def test_large_frames_leave_room_for_fewer() -> None:
    assert most_frames(640, 480) == most_frames(1920, 1080) == MOST_FRAMES
    assert most_frames(2560, 1440) * 2560 * 1440 <= CLIP_PIXELS


def test_a_name_says_nothing(decoder: Decoder) -> None:
    # Telegram's names are not even asked for: the bytes of a GIF are read as one, whatever they came as.
    assert decoder.decode_clip(files()["GIF"], "video").source_format == "GIF"


def cut(name: str, share: float) -> bytes:
    file = files()[name]
    return file[: int(share * len(file))]


def of_seconds(seconds: int) -> bytes:
    return film(squares(2 * seconds), rate=2)


#: By number: what somebody sends, and what must become of it.
BAD: list[tuple[str, Callable[[], bytes], type[PictureError]]] = [
    ("nothing", lambda: b"", EmptyPicture),
    ("words", lambda: b"hello, move this", NotAPicture),
    ("20 MiB and a byte", lambda: files()["MP4"] + bytes(20 << 20), TooManyBytes),
    ("a JPEG", lambda: file_of(ramps(), "JPEG"), NotAPicture),
    ("half an MP4", lambda: cut("MP4", 0.5), BrokenPicture),
    ("most of an MP4", lambda: cut("MP4 with sound", 0.97), BrokenPicture),
    ("the head of a WebM", lambda: cut("WebM of VP9", 0.1), BrokenPicture),
    ("half a GIF", lambda: cut("GIF", 0.5), BrokenPicture),
    ("half a WebP", lambda: cut("WebP", 0.5), BrokenPicture),
    ("half an APNG", lambda: cut("APNG", 0.5), BrokenPicture),
    ("no frames", lambda: film([]), NoFrames),
    ("sound alone", sound_alone, NoFrames),
    ("20 seconds", lambda: of_seconds(20), TooLong),
    ("20 seconds of GIF", lambda: animated("GIF", 10, 2000), TooLong),
    ("an hour in two frames", lambda: film(squares(2), times=[Fraction(0), Fraction(3600)]), TooLong),
    ("a frame of 268 megapixels", lambda: claiming(16_383, 16_383), BrokenPicture),
    ("5 megapixels", lambda: film([numpy.zeros((2000, 2500, 3), numpy.uint8)]), TooManyPixels),
    (
        "a WebP of 5 megapixels",
        lambda: file_of(Image.new("RGB", (2500, 2000)), "WEBP", method=0),
        TooManyPixels,
    ),
    ("an MPEG transport stream", lambda: film(squares(3), "mpegts"), NotAPicture),
    ("an AVI", lambda: film(squares(3), "avi", "mpeg4", options={}), NotAPicture),
    ("a film of JPEGs", lambda: film(squares(3), "mov", "mjpeg", pixels="yuvj420p", options={}), NotAPicture),
    ("a playlist", lambda: b"#EXTM3U\n#EXTINF:1,\nfile:///etc/hostname\n", NotAPicture),
    ("a list of files", lambda: b"ffconcat version 1.0\nfile '/etc/hostname'\n", NotAPicture),
    ("a drawn sticker", lambda: gzip.compress(b'{"tgs":1,"v":"5.5.2","fr":60}'), DrawnSticker),
    ("something packed", lambda: gzip.compress(b"hello"), NotAPicture),
    ("something badly packed", lambda: b"\x1f\x8b" + bytes(40), NotAPicture),
]


@pytest.mark.parametrize("number", range(len(BAD)), ids=lambda number: f"{number + 1} {BAD[number][0]}")
def test_a_bad_clip_is_refused_for_its_reason_by_a_process_that_lives_on(
    decoder: Decoder, number: int
) -> None:
    decoder.decode_clip(files()["GIF"])
    process = decoder.clip_pid
    with pytest.raises(PictureError) as refused:
        decoder.decode_clip(BAD[number][1]())

    assert type(refused.value) is BAD[number][2], str(refused.value)
    assert decoder.clip_pid == process


def test_one_frame_is_a_clip(decoder: Decoder) -> None:
    clip = decoder.decode_clip(film(squares(1)))

    assert clip.is_still
    assert clip.duration > 0


def test_ten_seconds_may_be_a_little_more(decoder: Decoder) -> None:
    small = [numpy.full((16, 16, 3), number, numpy.uint8) for number in range(253)]
    clip = decoder.decode_clip(film(small, rate=25))

    assert 10 < clip.duration < LONGEST


def test_pictures_and_clips_have_a_process_each(decoder: Decoder) -> None:
    decoder.decode(file_of(ramps(), "PNG"))
    decoder.decode_clip(files()["GIF"])

    assert decoder.pid
    assert decoder.clip_pid
    assert decoder.pid != decoder.clip_pid


def test_a_clip_that_ends_the_process_costs_one_process() -> None:
    decoder = Decoder()
    decoder.decode_clip(files()["GIF"])
    first = decoder.clip_pid
    os.kill(first or 0, signal.SIGKILL)
    clip = decoder.decode_clip(files()["MP4"])
    second = decoder.clip_pid
    decoder.close()

    assert len(clip.frames) == 8
    assert second != first


@linux
def test_the_process_that_reads_clips_is_confined_as_that_for_pictures(decoder: Decoder) -> None:
    decoder.decode_clip(files()["MP4"])
    process = Path(f"/proc/{decoder.clip_pid}")
    rows = process.joinpath("limits").read_text().splitlines()
    hard = {row[:25].strip(): row[26:].split()[1] for row in rows[1:]}
    status = process.joinpath("status").read_text()
    opened = {str(entry.readlink()).split(":")[0] for entry in process.joinpath("fd").iterdir()}

    assert hard["Max address space"] == str(CLIP_LIMITS.memory)
    assert [hard[f"Max {name}"] for name in ("file size", "core file size", "open files")] == ["0", "0", "0"]
    assert opened == {"pipe", "/dev/null"}
    assert "NoNewPrivs:\t1\nSeccomp:\t2" in status or os.uname().machine != "x86_64"


@linux
@pytest.mark.parametrize("kind", ["film", "PNG"])
def test_a_clip_that_takes_too_much_memory_is_told(kind: str) -> None:
    large = Image.new("RGB", (2000, 1900))
    file = file_of(large, "PNG", compress_level=1) if kind == "PNG" else film([numpy.asarray(large)] * 2)
    usual = ClipProcess(CLIP_LIMITS)
    mapped = int(Path(f"/proc/{usual.pid}/status").read_text().split("VmSize:")[1].split()[0]) << 10
    usual.end()
    little = ClipProcess(Limits(pixels=CLIP_LIMITS.pixels, memory=mapped + (24 << 20), seconds=60))
    # FFmpeg calls some packets invalid for which it has no memory.
    with pytest.raises(TooHard if kind == "PNG" else (TooHard, BrokenPicture)):
        little.decode(file)
    little.end()


LIAR = """
import json, struct, sys, time

def say(header):
    text = json.dumps(header).encode()
    sys.stdout.buffer.write(struct.pack(">I", len(text)) + text)
    sys.stdout.buffer.flush()

def show(begin, end):
    say({"begin": begin, "end": end})
    sys.stdout.buffer.write(bytes(12))

say({"sealed": True})
(length,) = struct.unpack(">Q", sys.stdin.buffer.read(8))
sys.stdin.buffer.read(length)
"""
SHAPE = 'say({"width": 2, "height": 2, "alpha": False, "kind": "video", "source_format": "X"})\n'
LIES = {
    "claims 60000x60000 px": 'say({"width": 60000, "height": 60000})',
    "Input should be 'animation'": 'say({"kind": "program"})',
    "brings no frames": SHAPE + 'say({"is_over": True})',
    "more than 300 frames": SHAPE + "[show(n, n + 1) for n in range(301)]",
    "from 5 to 9": SHAPE + "show(5, 9)",
    "from 0 to 0": SHAPE + "show(0, 0)",
    "from 1 to 2": SHAPE + "show(0, 9); show(1, 2); show(1, 2)",
    "less than or equal to 10500000": SHAPE + "show(0, 1); show(10**9, 10**9 + 1)",
    "an error that is none": 'say({"error": "SystemExit"})',
    "pipe is closed": SHAPE + 'say({"begin": 0, "end": 1})',
}


@pytest.mark.parametrize("found", LIES)
def test_a_process_that_was_taken_over_is_not_believed(found: str) -> None:
    lie = f"{LIAR}{LIES[found]}\nif 'closed' not in {found!r}: time.sleep(60)\n"
    process = ClipProcess(CLIP_LIMITS, (sys.executable, "-c", lie))
    with pytest.raises((ValueError, EOFError), match=found):
        process.decode(files()["GIF"])
    process.end()


def test_what_was_lost_is_in_the_log() -> None:
    decoder = Decoder()
    decoder.decode_clip(files()["GIF"])
    with capture_logs() as logged, pytest.raises(NoFrames):
        decoder.decode_clip(sound_alone())
    decoder.close()

    assert logged == []  # a refusal is no event of ours
