"""The decoding process: the same pictures as in one's own process, and nothing that a file can do to us."""

import io
import os
import signal
import struct
import sys
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from threading import Timer

import numpy
import pytest
from PIL import Image
from structlog.testing import capture_logs

from chat.texts import source
from tests.worker.foreign import exif, file_of, files, ramps, taken, with_alpha
from worker.decoder import Decoder, DecoderAway, limits
from worker.decoding import Limits
from worker.decoding_process import COMMAND
from worker.picture_errors import (
    KINDS,
    BrokenPicture,
    EmptyPicture,
    NotAPicture,
    PictureError,
    TooHard,
    TooManyBytes,
    TooManyPixels,
)
from worker.pictures import Picture, decode

ROOT = Path(__file__).parents[2]
linux = pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")


@pytest.fixture(scope="module")
def decoder() -> Iterator[Decoder]:
    """One process for all pictures, as a worker has it."""
    one = Decoder()
    yield one
    one.close()


@pytest.fixture
def own() -> Iterator[Callable[..., Decoder]]:
    """Decoders of a test's own, with its limits and commands."""
    made: list[Decoder] = []

    def make(within: Limits | None = None, command: tuple[str, ...] = COMMAND) -> Decoder:
        made.append(Decoder(within, command))
        return made[-1]

    yield make
    for one in made:
        one.close()


def quick(seconds: int = 1, memory: int = 1 << 30) -> Limits:
    return Limits(pixels=40_000_000, memory=memory, seconds=seconds)


def same(one: Picture, other: Picture) -> bool:
    """Whether two pictures are the same to the last bit."""
    if (one.alpha is None) != (other.alpha is None) or one.source_format != other.source_format:
        return False
    opacity = one.alpha is None or numpy.array_equal(one.alpha, other.alpha)
    return bool(opacity) and numpy.array_equal(one.pixels, other.pixels)


@pytest.mark.parametrize("name", files())
def test_a_picture_is_the_same_to_the_last_bit_as_one_decoded_here(decoder: Decoder, name: str) -> None:
    assert same(decoder.decode(files()[name]), decode(files()[name]))


@pytest.mark.parametrize("size", [(1203, 801), (16_000, 45), (45, 16_000)])
def test_so_is_one_that_comes_in_several_bands(decoder: Decoder, size: tuple[int, int]) -> None:
    file = file_of(with_alpha(taken().resize(size)), "PNG", compress_level=1)

    assert same(decoder.decode(file), decode(file))


def header_only(width: int, height: int) -> bytes:
    """A PNG that says how large it is, and has hardly more."""
    file = bytearray(file_of(Image.new("1", (8, 8)), "PNG"))
    struct.pack_into(">II", file, 16, width, height)
    struct.pack_into(">I", file, 29, zlib.crc32(file[12:29]))
    return bytes(file)


def webp_canvas(width: int, height: int) -> bytes:
    """An animated WebP whose header claims a canvas, which its decoder would make before saying so."""
    file = bytearray(files()["WEBP animated"])
    assert file[12:16] == b"VP8X"
    file[24:27], file[27:30] = (width - 1).to_bytes(3, "little"), (height - 1).to_bytes(3, "little")
    return bytes(file)


def without_palette() -> bytes:
    """A PNG whose palette got lost on its way."""
    file = file_of(taken().quantize(16), "PNG")
    at = file.index(b"PLTE") - 4
    (length,) = struct.unpack_from(">I", file, at)
    return file[:at] + file[at + 12 + length :]


def half(name: str) -> bytes:
    file = file_of(ramps(200, 100), name)
    return file[: len(file) // 2]


#: By number: what somebody sends, and what must become of it.
BAD: list[tuple[str, Callable[[], bytes], type[PictureError]]] = [
    ("words", lambda: b"hello, paint this", NotAPicture),
    ("nothing", lambda: b"", EmptyPicture),
    ("zeros", lambda: bytes(5000), NotAPicture),
    ("half a JPEG", lambda: half("JPEG"), BrokenPicture),
    ("half a PNG", lambda: half("PNG"), BrokenPicture),
    ("half a WebP", lambda: half("WEBP"), BrokenPicture),
    ("half a HEIC", lambda: half("HEIF"), BrokenPicture),
    ("half an AVIF", lambda: half("AVIF"), BrokenPicture),
    ("half a GIF", lambda: half("GIF"), BrokenPicture),
    ("half a TIFF", lambda: half("TIFF"), BrokenPicture),
    ("half a BMP", lambda: half("BMP"), BrokenPicture),
    ("50 megapixels in 7 kB", lambda: file_of(Image.new("1", (10_000, 5000)), "PNG"), TooManyPixels),
    ("a header of 4 gigapixels", lambda: header_only(65_000, 65_000), TooManyPixels),
    ("a header of 10^18 pixels", lambda: header_only(2**30, 2**30), TooManyPixels),
    ("a WebP canvas of 268 megapixels", lambda: webp_canvas(16_383, 16_383), TooManyPixels),
    ("a WebP canvas of 72 megapixels", lambda: webp_canvas(9000, 8000), TooManyPixels),
    ("a line of 70,000 px", lambda: header_only(70_000, 1), TooManyPixels),
    ("no pixels", lambda: header_only(0, 9), BrokenPicture),
    ("a palette picture without its palette", without_palette, BrokenPicture),
    ("20 MiB and a byte", lambda: files()["JPEG"] + bytes(20 << 20), TooManyBytes),
    ("SVG", lambda: b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>', NotAPicture),
    ("SVG in XML", lambda: b'<?xml version="1.0"?><svg width="9" height="9"/>', NotAPicture),
    ("PDF", lambda: file_of(ramps(), "PDF"), NotAPicture),
    ("EPS", lambda: file_of(ramps(), "EPS"), NotAPicture),
    ("ICO", lambda: file_of(ramps(), "ICO"), NotAPicture),
    ("PSD", lambda: b"8BPS\0\1" + bytes(6) + struct.pack(">HIIHH", 3, 9, 9, 8, 3) + bytes(200), NotAPicture),
    ("JPEG 2000", lambda: file_of(ramps(), "JPEG2000"), NotAPicture),
    ("PPM", lambda: file_of(ramps(), "PPM"), NotAPicture),
    ("TGA", lambda: file_of(ramps(), "TGA"), NotAPicture),
    ("PCX", lambda: file_of(ramps(), "PCX"), NotAPicture),
    ("ICNS", lambda: file_of(ramps(64, 64), "ICNS"), NotAPicture),
    ("DDS", lambda: file_of(ramps(), "DDS"), NotAPicture),
    ("SGI", lambda: file_of(ramps(), "SGI"), NotAPicture),
    ("XBM", lambda: file_of(ramps().convert("1"), "XBM"), NotAPicture),
    ("a video", lambda: b"\0\0\0\x18ftypisom\0\0\2\0isomiso2" + bytes(400), NotAPicture),
    ("an archive", lambda: b"PK\3\4" + bytes(300), NotAPicture),
    ("the beginning of a JPEG", lambda: b"\xff\xd8", NotAPicture),
]


@pytest.mark.parametrize("number", range(len(BAD)), ids=lambda number: f"{number + 1} {BAD[number][0]}")
def test_a_bad_file_is_refused_for_its_reason_by_a_process_that_lives_on(
    decoder: Decoder, number: int
) -> None:
    decoder.open()
    process = decoder.pid
    with pytest.raises(PictureError) as refused:
        decoder.decode(BAD[number][1]())

    assert type(refused.value) is BAD[number][2]
    assert decoder.pid == process


def test_pixels_are_limited_before_a_decoder_takes_memory_for_them(own) -> None:
    little = limits(pixels=1_000_000)
    with pytest.raises(TooManyPixels):
        own(little).decode(webp_canvas(12_000, 12_000))  # two canvases of 576 MB would not fit


#: By number: what is unusual and must be painted; width, height, whether something is transparent.
UNUSUAL: list[tuple[str, Callable[[], bytes], tuple[int, int, bool]]] = [
    ("16 bits", lambda: files()["PNG 16 bit"], (72, 48, False)),
    ("CMYK", lambda: files()["JPEG CMYK"], (90, 60, False)),
    ("alpha", lambda: files()["PNG alpha"], (90, 60, True)),
    ("animated", lambda: files()["GIF animated"], (90, 60, False)),
    ("held on its side", lambda: files()["JPEG turned"], (60, 90, False)),
    ("upside down", lambda: file_of(taken(), "TIFF", exif=exif(3)), (90, 60, False)),
    ("one pixel", lambda: file_of(Image.new("RGB", (1, 1)), "PNG"), (1, 1, False)),
    ("nothing but transparency", lambda: file_of(Image.new("RGBA", (5, 3)), "PNG"), (5, 3, True)),
]


@pytest.mark.parametrize(
    "number", range(len(UNUSUAL)), ids=lambda number: f"{number + 1} {UNUSUAL[number][0]}"
)
def test_an_unusual_picture_is_read(decoder: Decoder, number: int) -> None:
    picture = decoder.decode(UNUSUAL[number][1]())

    assert (picture.width, picture.height, picture.alpha is not None) == UNUSUAL[number][2]


def test_ghostscript_never_starts(own, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    started = tmp_path / "started"
    ghostscript = tmp_path / "gs"
    ghostscript.write_text(f"#!/bin/sh\ntouch {started}\n")
    ghostscript.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    with Image.open(io.BytesIO(file_of(ramps(), "EPS"))) as eps, suppress(OSError):
        eps.load()
    assert started.exists()  # with Pillow's own list of formats it does
    started.unlink()

    with pytest.raises(NotAPicture):
        own().decode(file_of(ramps(), "EPS"))
    assert not started.exists()


def test_every_kind_of_refusal_has_words_in_every_language() -> None:
    for language in ("en", "ru"):
        texts = source(language)
        assert [kind.reason for kind in KINDS.values() if f"\nreason-{kind.reason} = " not in texts] == []


def test_a_picture_that_takes_too_long_is_told_and_the_next_one_is_read(own) -> None:
    decoder = own(quick(seconds=1))
    decoder.open()
    hung = decoder.pid
    os.kill(hung, signal.SIGSTOP)
    with pytest.raises(TooHard, match="within 1 s"):
        decoder.decode(files()["PNG"])

    assert same(decoder.decode(files()["JPEG"]), decode(files()["JPEG"]))
    assert decoder.pid != hung


def test_a_picture_that_takes_too_much_memory_is_told_and_the_next_one_is_read(own) -> None:
    decoder = own(quick(seconds=30, memory=256 << 20))
    with pytest.raises(TooHard, match="MemoryError"):
        decoder.decode(file_of(Image.new("L", (7000, 5000)), "JPEG"))

    assert same(decoder.decode(files()["PNG"]), decode(files()["PNG"]))


@linux
@pytest.mark.slow
def test_forty_megapixels_leave_memory_to_spare(own) -> None:
    decoder = own()
    turned = with_alpha(Image.new("RGB", (8000, 5000), (200, 90, 30)))
    decoder.decode(file_of(turned, "WEBP", exif=exif(6), quality=1, method=0))
    status = Path(f"/proc/{decoder.pid}/status").read_text()

    peak = int(status.split("VmPeak:")[1].split()[0]) * 1024
    assert 400 << 20 < peak < 0.75 * limits().memory


def test_a_process_killed_by_somebody_costs_no_picture(own) -> None:
    decoder = own(quick(seconds=30))
    decoder.open()
    first = decoder.pid
    os.kill(first, signal.SIGSTOP)
    killing = Timer(0.3, os.kill, (first, signal.SIGKILL))
    killing.start()
    with capture_logs() as logged:
        picture = decoder.decode(files()["PNG"])
    killing.join()

    assert same(picture, decode(files()["PNG"]))
    lost = [entry["exit_code"] for entry in logged if entry["event"] == "! decoding process lost"]
    assert lost == [-signal.SIGKILL]


def test_a_process_found_dead_is_replaced_without_a_word(own) -> None:
    decoder = own()
    decoder.open()
    first = decoder.pid
    os.kill(first, signal.SIGKILL)
    deadline = time.monotonic() + 10
    while decoder.pid and time.monotonic() < deadline:
        time.sleep(0.01)
    with capture_logs() as logged:
        decoder.decode(files()["PNG"])

    assert [entry["event"] for entry in logged] == ["decoding process ready"]


def test_one_who_is_interrupted_never_gets_the_picture_of_another(own) -> None:
    class Interrupted(Exception):
        pass

    def interrupt(*_: object) -> None:
        raise Interrupted

    decoder = own(quick(seconds=30))
    decoder.open()
    os.kill(decoder.pid, signal.SIGSTOP)
    before = signal.signal(signal.SIGUSR1, interrupt)
    try:
        Timer(0.2, os.kill, (os.getpid(), signal.SIGUSR1)).start()
        with pytest.raises(Interrupted):
            decoder.decode(files()["PNG"])
    finally:
        signal.signal(signal.SIGUSR1, before)

    assert same(decoder.decode(files()["JPEG grey"]), decode(files()["JPEG grey"]))


LIAR = """
import json, struct, sys, time

def say(header):
    text = header if isinstance(header, bytes) else json.dumps(header).encode()
    sys.stdout.buffer.write(struct.pack(">I", len(text)) + text)
    sys.stdout.buffer.flush()

say({"sealed": True})
(length,) = struct.unpack(">Q", sys.stdin.buffer.read(8))
sys.stdin.buffer.read(length)
"""
SHAPE = '"alpha": False, "source_format": "PNG"'
LIES = {
    "claims 65000x65000 px": f'say({{"width": 65000, "height": 65000, {SHAPE}}}); time.sleep(60)',
    "less than or equal": f'say({{"width": 1, "height": 10**30, {SHAPE}}}); time.sleep(60)',
    "greater than or equal": f'say({{"width": -4, "height": 4, {SHAPE}}}); time.sleep(60)',
    "valid integer": f'say({{"width": "4", "height": 4, {SHAPE}}}); time.sleep(60)',
    "not permitted": 'say({"width": 4, "height": 4, "run": "me"}); time.sleep(60)',
    "pattern": 'say({"width": 4, "height": 4, "source_format": "../../x"}); time.sleep(60)',
    "an error that is none": 'say({"error": "SystemExit", "message": ""}); time.sleep(60)',
    "Invalid JSON": 'say(b"pixels"); time.sleep(60)',
    "Invalid JSON: ": 'say(b"[" * 4000); time.sleep(60)',
    "announces a header": 'sys.stdout.buffer.write(b"\\xff" * 4); sys.stdout.buffer.flush(); time.sleep(60)',
    "pipe is closed": f'say({{"width": 900, "height": 900, {SHAPE}}}); sys.stdout.buffer.write(bytes(99))',
}


@pytest.mark.parametrize("found", LIES)
@pytest.mark.slow
def test_a_process_that_was_taken_over_is_not_believed(own, found: str) -> None:
    decoder = own(quick(seconds=30), (sys.executable, "-c", LIAR + LIES[found]))
    with capture_logs() as logged, pytest.raises(TooHard):
        decoder.decode(files()["PNG"])

    lost = [entry["why"] for entry in logged if entry["event"] == "! decoding process lost"]
    assert len(lost) == 2
    assert all(found in why for why in lost)


@pytest.mark.slow
def test_one_that_sends_a_byte_now_and_then_has_the_same_deadline(own) -> None:
    trickle = f'say({{"width": 900, "height": 900, {SHAPE}}})\nwhile True:\n'
    trickle += '    sys.stdout.buffer.write(b"x"); sys.stdout.buffer.flush(); time.sleep(0.05)'
    with pytest.raises(TooHard, match="within 1 s"):
        own(quick(seconds=1), (sys.executable, "-c", LIAR + trickle)).decode(files()["PNG"])


@pytest.mark.parametrize("command", [("/nowhere/python",), ("false",), ("echo", "warm")])
def test_without_a_process_it_is_not_the_pictures_fault(own, command: tuple[str, ...]) -> None:
    with pytest.raises(DecoderAway):
        own(None, command).decode(files()["PNG"])
