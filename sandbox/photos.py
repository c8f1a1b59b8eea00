"""Photos as Telegram keeps them: upright JPEGs of at most 1280 px, without metadata."""

import io
import warnings
from dataclasses import dataclass

from PIL import Image, ImageOps

from sandbox.errors import BadRequest

#: Longest sides of the kept sizes, in pixels: "s", "m", "x", "y" in Telegram's own letters.
BOXES = (90, 320, 800, 1280)
#: Pixels, and longer to shorter side.
MAX_WIDTH_PLUS_HEIGHT = 10_000
MAX_RATIO = 20
#: Bytes of a photo that a bot uploads.
MAX_PHOTO_BYTES = 10 * 1024 * 1024
QUALITY = 87


@dataclass(frozen=True, kw_only=True)
class Rendition:
    """One re-encoding, not yet kept."""

    content: bytes
    width: int
    height: int


def renditions(content: bytes, *, strict: bool) -> list[Rendition]:
    """Re-encode a picture in Telegram's sizes, smallest first.

    Args:
        content: a picture file of any kind that Pillow reads.
        strict: apply the limits a bot's upload has; a person's app shrinks the picture before it sends it.

    Raises:
        BadRequest: the picture is too large, too narrow, or cannot be read.
    """
    if strict and len(content) > MAX_PHOTO_BYTES:
        raise BadRequest("file is too big")
    picture = _upright(content, strict=strict)
    largest = _fitted(picture, BOXES[-1])
    smaller = [_fitted(largest, box) for box in BOXES if box < max(largest.size)]
    return [_encoded(size) for size in [*smaller, largest]]


def pixels(content: bytes) -> tuple[int, int] | None:
    """Return (width, height) of a picture as it is shown, or None where it is not a picture."""
    try:
        with warnings.catch_warnings(), Image.open(io.BytesIO(content)) as picture:
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            width, height = picture.size
            sideways = picture.getexif().get(0x0112, 1) >= 5
    except Exception:  # a broken file can fail inside Pillow in any way; then it simply is no picture
        return None
    return (height, width) if sideways else (width, height)


def _upright(content: bytes, *, strict: bool) -> Image.Image:
    try:
        with Image.open(io.BytesIO(content)) as picture:
            if strict:
                _check_shape(*picture.size)
            picture.load()
            return _flat(ImageOps.exif_transpose(picture))
    except BadRequest:
        raise
    except Exception as error:  # as above: whatever Pillow says, Telegram says only this
        raise BadRequest("IMAGE_PROCESS_FAILED") from error


def _check_shape(width: int, height: int) -> None:
    if width + height > MAX_WIDTH_PLUS_HEIGHT or max(width, height) > MAX_RATIO * min(width, height):
        raise BadRequest("PHOTO_INVALID_DIMENSIONS")


def _flat(picture: Image.Image) -> Image.Image:
    """Return the picture as RGB; what is transparent becomes white, for a JPEG has no alpha."""
    if "A" not in picture.getbands() and "transparency" not in picture.info:
        return picture.convert("RGB")
    layer = picture.convert("RGBA")
    page = Image.new("RGBA", layer.size, "white")
    return Image.alpha_composite(page, layer).convert("RGB")


def _fitted(picture: Image.Image, box: int) -> Image.Image:
    scale = min(1.0, box / max(picture.size))
    width, height = (max(1, round(side * scale)) for side in picture.size)
    if (width, height) == picture.size:
        return picture
    return picture.resize((width, height), Image.Resampling.BICUBIC, reducing_gap=2.0)


def _encoded(picture: Image.Image) -> Rendition:
    file = io.BytesIO()
    picture.save(file, "JPEG", quality=QUALITY)
    return Rendition(content=file.getvalue(), width=picture.width, height=picture.height)
