"""The way in of a foreign file: allow-list, limits before decoding, first frame, upright.

The first half of ``worker.pictures.decode``; what Pillow raises is translated here and nowhere else.
"""

import io
import struct
import warnings
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib import import_module
from typing import Final

from PIL import Image, UnidentifiedImageError
from pillow_heif import register_heif_opener

from worker.picture_errors import BrokenPicture, NotAPicture, TooManyPixels

#: What people send. Pillow's other decoders stay off: rarely used code is where the holes are.
FORMATS: Final = ("JPEG", "PNG", "WEBP", "HEIF", "AVIF", "GIF", "TIFF", "BMP")

LIMIT_SIDE: Final = 65_500  # px, JPEG_MAX_DIMENSION of libjpeg: what we could not encode we do not paint

ORIENTATION: Final = 0x0112
UPRIGHT: Final = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}

# What Pillow's decoders raise on damaged bytes; MemoryError is not among them.
DAMAGE: Final = (
    OSError,
    SyntaxError,
    ValueError,
    TypeError,
    LookupError,
    EOFError,
    ArithmeticError,
    RuntimeError,
    AttributeError,
    AssertionError,  # a palette picture without its palette
    struct.error,
    zlib.error,
)

# For the whole process and once: warnings.catch_warnings is not safe beside other threads.
warnings.filterwarnings("error", category=Image.DecompressionBombWarning)


@contextmanager
def translated() -> Iterator[None]:
    """Turn what Pillow raises about a file into a ``PictureError``."""
    try:
        yield
    except (Image.DecompressionBombWarning, Image.DecompressionBombError) as cause:
        raise TooManyPixels(str(cause)) from cause
    except DAMAGE as cause:
        raise BrokenPicture(f"{type(cause).__name__}: {cause}") from cause


def first_frame(data: bytes, limit_pixels: int) -> tuple[Image.Image, str]:
    """Decode the first frame, upright; only the header is read before the size is known to be allowed.

    Returns:
        The frame, loaded, and Pillow's name of the file's format.

    Raises:
        PictureError: not a picture of the allowed formats, broken, or of too many pixels.
    """
    enable_formats()
    with translated():
        image = _opened(data)
    _check(image.size, limit_pixels)
    with translated():
        image.load()
        image, source_format = _upright(image), image.format or "unknown"
    _check(image.size, limit_pixels)  # some decoders believe the frame more than the header
    return image, source_format


@cache
def enable_formats() -> None:
    """Load the decoders of all formats; later calls find them loaded."""
    Image.preinit()
    for name in ("TiffImagePlugin", "WebPImagePlugin", "AvifImagePlugin", "MpoImagePlugin"):
        import_module(f"PIL.{name}")
    register_heif_opener()


def _check(size: tuple[int, int], limit_pixels: int) -> None:
    width, height = size
    if width < 1 or height < 1:
        raise BrokenPicture(f"{width}x{height} px")
    if width * height > limit_pixels or max(width, height) > LIMIT_SIDE:
        raise TooManyPixels(f"{width}x{height} px; allowed are {limit_pixels} px, {LIMIT_SIDE} a side")


def _opened(data: bytes) -> Image.Image:
    try:
        return Image.open(io.BytesIO(data), formats=FORMATS)
    except UnidentifiedImageError as cause:
        if any(accepts and accepts(data[:16]) is True for _, accepts in map(Image.OPEN.__getitem__, FORMATS)):
            raise BrokenPicture("begins as a picture does, but has no readable header") from cause
        raise NotAPicture("no enabled decoder knows these bytes") from cause


def _upright(image: Image.Image) -> Image.Image:
    try:
        orientation = image.getexif().get(ORIENTATION, 1)
    except DAMAGE:
        return image  # broken metadata does not make a broken picture
    turn = UPRIGHT.get(orientation) if isinstance(orientation, int) else None
    return image if turn is None else image.transpose(turn)
