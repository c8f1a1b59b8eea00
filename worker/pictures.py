"""Bytes to pixels and back: between the download and the painter, and between the painter and the chat."""

import io
from dataclasses import dataclass, replace
from typing import Final, TypeAlias

import numpy
from numpy.typing import NDArray
from PIL import Image

from painting.sizes import with_side
from painting.wish import Picture as Pixels
from worker.colours import SRGB_PROFILE, fill_under, straight_srgb
from worker.opening import first_frame, translated
from worker.picture_errors import EmptyPicture, TooManyBytes

LIMIT_PIXELS: Final = 40_000_000
LIMIT_BYTES: Final = 20 * 1024 * 1024  # what getFile of the public Bot API hands out

PHOTO_SIDE: Final = 1280  # px; Telegram shrinks what is longer
PHOTO_SIDES: Final = 10_000  # px, width + height
PHOTO_RATIO: Final = 20
PHOTO_BYTES: Final = 10_000_000


#: Opacity in [0, 1], float32, shape (1, H, W).
Alpha: TypeAlias = NDArray[numpy.float32]


@dataclass(frozen=True, kw_only=True, eq=False)
class Picture:
    """A decoded picture, upright and in sRGB."""

    #: sRGB in [0, 1], float32, shape (3, H, W); under transparent parts the colours around them
    pixels: Pixels
    #: opacity in [0, 1], float32, shape (1, H, W); None where the picture is opaque
    alpha: Alpha | None
    #: Pillow's name of the format it came in: "JPEG", "PNG", ...
    source_format: str

    @property
    def width(self) -> int:
        """Width in pixels, after EXIF orientation."""
        return int(self.pixels.shape[2])

    @property
    def height(self) -> int:
        """Height in pixels, after EXIF orientation."""
        return int(self.pixels.shape[1])


@dataclass(frozen=True, kw_only=True)
class EncodedPicture:
    """A painted picture as a file."""

    content: bytes
    #: ".jpg" or ".png"
    suffix: str
    #: pixels
    width: int
    height: int
    #: Has it no alpha, which Telegram takes from photos?
    opaque: bool

    @property
    def is_photo(self) -> bool:
        """Whether Telegram shows it at its size as a photo; else it goes as a document."""
        return self.opaque and photo_fits(self.width, self.height, len(self.content))


def decode(data: bytes, limit_pixels: int = LIMIT_PIXELS, limit_bytes: int = LIMIT_BYTES) -> Picture:
    """Read a picture of any usual format: its first frame, upright, in sRGB, colour and opacity apart.

    Raises:
        PictureError: one of its kinds, see ``worker.picture_errors``; nothing else for any bytes.
    """
    check_length(data, limit_bytes)
    colour, opacity, source_format = taken_apart(data, limit_pixels)
    return assembled(_pixels(colour), None if opacity is None else _pixels(opacity), source_format)


def taken_apart(data: bytes, limit_pixels: int) -> tuple[Image.Image, Image.Image | None, str]:
    """Decode the first frame, upright, into "RGB", "L" or None where it is opaque, and its format.

    Raises:
        PictureError: as ``decode``, but for the length.
    """
    image, source_format = first_frame(data, limit_pixels)
    with translated():
        return (*straight_srgb(image), source_format)


def check_length(data: bytes, limit_bytes: int = LIMIT_BYTES) -> None:
    """Refuse a file by its length alone.

    Raises:
        EmptyPicture, TooManyBytes: there is nothing, or too much.
    """
    if not data:
        raise EmptyPicture("the file has no bytes")
    if len(data) > limit_bytes:
        raise TooManyBytes(f"{len(data)} bytes; allowed are {limit_bytes}")


def assembled(pixels: Pixels, alpha: Alpha | None, source_format: str) -> Picture:
    """Make a picture of its decoded parts; ``pixels`` are overwritten under what is transparent."""
    if alpha is not None:
        pixels = fill_under(pixels, alpha)
    return Picture(pixels=pixels, alpha=alpha, source_format=source_format)


def within(picture: Picture, longest: int) -> Picture:
    """Shrink a picture, and its opacity, whose longer side exceeds ``longest`` pixels; 0: any may stay.

    The longer side becomes exactly that, the other one what keeps the proportions, to the nearest pixel and
    at least one.
    """
    if not longest or max(picture.width, picture.height) <= longest:
        return picture
    # Under transparent parts lie the colours around them, so that edges do not darken.
    alpha = None if picture.alpha is None else with_side(picture.alpha, longest)
    return replace(picture, pixels=with_side(picture.pixels, longest), alpha=alpha)


def to_unit(values: NDArray[numpy.uint8], out: Pixels | None = None) -> Pixels:
    """Turn bytes of shape (H, W, C) into float32 in [0, 1] of shape (C, H, W)."""
    planes = values.transpose(2, 0, 1)
    pixels: Pixels = numpy.divide(planes, 255, out=out, order="C", dtype=numpy.float32)
    return pixels


def encode(
    painting: Pixels, alpha: Alpha | None = None, quality: int = 95, *, lossless: bool = False
) -> EncodedPicture:
    """Write a painting as JPEG without colour subsampling, or as PNG where it has an alpha; tagged sRGB.

    Args:
        painting: sRGB in [0, 1], shape (3, H, W); values outside are clamped.
        alpha: opacity in [0, 1], shape (1, H, W), as ``Picture.alpha``.
        quality: of the JPEG, 1 to 100.
        lossless: as PNG, with or without an alpha.

    Raises:
        ValueError: the shapes are not those, or do not belong together.
    """
    if painting.ndim != 3 or painting.shape[0] != 3:
        raise ValueError(f"a painting has the shape (3, H, W), not {tuple(painting.shape)}")
    if alpha is not None and alpha.shape != (1, *painting.shape[1:]):
        raise ValueError(f"alpha {tuple(alpha.shape)} does not fit a painting {tuple(painting.shape)}")
    image, file = _image(painting, alpha), io.BytesIO()
    if lossless or alpha is not None:
        suffix = ".png"
        image.save(file, "PNG", icc_profile=SRGB_PROFILE)
    else:
        suffix = ".jpg"
        image.save(file, "JPEG", quality=quality, subsampling=0, icc_profile=SRGB_PROFILE)
    return EncodedPicture(
        content=file.getvalue(), suffix=suffix, width=image.width, height=image.height, opaque=alpha is None
    )


def on_white(painting: Pixels, alpha: Alpha) -> Pixels:
    """Lay a painting with an alpha on white, for where transparency cannot be shown.

    Args:
        painting: (3, H, W) in [0, 1]; alpha: (1, H, W) in [0, 1].
    """
    return painting * alpha + (1 - alpha)


def photo_fits(width: int, height: int, size: int) -> bool:
    """Whether Telegram would show a JPEG of ``width`` x ``height`` px and ``size`` bytes as it is."""
    long, short = max(width, height), min(width, height)
    return (
        long <= PHOTO_SIDE
        and width + height <= PHOTO_SIDES
        and long <= PHOTO_RATIO * short
        and size <= PHOTO_BYTES
    )


def _pixels(image: Image.Image) -> NDArray[numpy.float32]:
    """Turn an "RGB" or "L" image into float32 in [0, 1], shape (3 or 1, H, W)."""
    return to_unit(numpy.asarray(image, dtype=numpy.uint8).reshape(image.height, image.width, -1))


def _image(pixels: Pixels, alpha: Alpha | None) -> Image.Image:
    values = _bytes(pixels) if alpha is None else numpy.concatenate([_bytes(pixels), _bytes(alpha)])
    return Image.fromarray(numpy.ascontiguousarray(values.transpose(1, 2, 0)))


def _bytes(pixels: NDArray[numpy.float32]) -> NDArray[numpy.uint8]:
    return (pixels.clip(0, 1) * 255).round().astype(numpy.uint8)
