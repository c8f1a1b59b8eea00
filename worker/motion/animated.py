"""GIF, animated WebP and APNG to frames, by Pillow; a picture that does not move is a reel of one frame."""

import io
from collections.abc import Iterator
from fractions import Fraction
from typing import Final

import numpy
from PIL import Image

from worker.colours import straight_srgb
from worker.motion.clip import Frame, Kind, keeps, most_frames
from worker.motion.reel import Reel, Shown, check_length, check_size
from worker.opening import enable_formats, translated
from worker.picture_errors import BrokenPicture

#: Pillow's formats by their first bytes.
FORMATS: Final = {(0, b"GIF8"): "GIF", (8, b"WEBP"): "WEBP", (0, b"\x89PNG"): "PNG"}
#: Frames that are to be shown for less than 20 ms are shown for 100 ms, as browsers do.
SHORTEST: Final = Fraction(1, 50)
USUAL: Final = Fraction(1, 10)
#: Longer side of a sticker in pixels.
STICKER_SIDE: Final = 512


def source_format(file: bytes) -> str | None:
    """Say which of Pillow's formats the file is; None: none that we let."""
    for (at, mark), name in FORMATS.items():
        if file[at : at + len(mark)] == mark:
            return name
    return None


def opened(file: bytes, limit_pixels: int) -> Reel:
    """Open an animated picture.

    Raises:
        PictureError: it cannot be read.
    """
    enable_formats()
    with translated():
        image = Image.open(io.BytesIO(file), formats=[source_format(file) or ""])
    check_size(*image.size, limit_pixels)
    return Reel(
        width=image.width,
        height=image.height,
        has_alpha=True,  # whether any frame shows it is seen at the end
        kind=_kind(image),
        source_format=image.format or "unknown",
        frames=_frames(image),
    )


def _kind(image: Image.Image) -> Kind:
    is_sticker = image.format == "WEBP" and max(image.size) == STICKER_SIDE
    return "sticker" if is_sticker else "animation"


def _frames(image: Image.Image) -> Iterator[Shown]:
    with translated():
        of: int = getattr(image, "n_frames", 1)
    size, most, end = image.size, most_frames(*image.size), Fraction(0)
    waiting: Shown | None = None
    for number in range(of):
        with translated():
            image.seek(number)
            image.load()
            begin, end = end, end + _shown_for(image)
        check_length(end)
        if image.size != size:
            raise BrokenPicture("its frames have several sizes")
        if keeps(number, of, most):
            if waiting:
                yield waiting
            waiting = _shown(image, begin, end)
        elif waiting:  # it stays in the place of the one that goes
            waiting = Shown(colour=waiting.colour, opacity=waiting.opacity, begin=waiting.begin, end=end)
    if waiting:
        yield waiting


def _shown_for(image: Image.Image) -> Fraction:
    seconds = Fraction(image.info.get("duration") or 0) / 1000
    return seconds if seconds >= SHORTEST else USUAL


def _shown(image: Image.Image, begin: Fraction, end: Fraction) -> Shown:
    with translated():
        colour, opacity = straight_srgb(image)
        seen = Image.new("L", image.size, 255) if opacity is None else opacity
        return Shown(colour=_values(colour), opacity=_values(seen), begin=begin, end=end)


def _values(image: Image.Image) -> Frame:
    return numpy.asarray(image, numpy.uint8).reshape(image.height, image.width, -1)
