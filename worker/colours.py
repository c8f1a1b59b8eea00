"""Any of Pillow's colour modes to straight sRGB and an opacity: the middle of ``worker.pictures.decode``."""

import io
from typing import Final

import numpy
from numpy.typing import NDArray
from PIL import Image, ImageCms

from painting.wish import Picture

FILL_SIDE: Final = 1024  # px; colours under transparent parts are smooth, so a small picture of them will do


def _srgb_profile() -> bytes:
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    # Bytes 24 to 35 of an ICC header are the time of its making; the same painting shall give the same file.
    profile[24:36] = bytes((7, 208, 0, 1, 0, 1, 0, 0, 0, 0, 0, 0))
    return bytes(profile)


SRGB_PROFILE: Final = _srgb_profile()


def straight_srgb(image: Image.Image) -> tuple[Image.Image, Image.Image | None]:
    """Take a loaded image apart into its sRGB colour, not multiplied by alpha, and its opacity.

    Returns:
        An "RGB" image, and an "L" image of the same size or None where every pixel is opaque.
    """
    profile = image.info.get("icc_profile")
    colour, opacity = _apart(image)
    if opacity is not None and opacity.getextrema() == (255, 255):
        opacity = None
    return _to_srgb(colour, profile), opacity


def fill_under(colour: Picture, alpha: NDArray[numpy.float32]) -> Picture:
    """Replace what cannot be seen by the colours around it, so that a painter sees no false edges.

    Files hold any colour under transparent pixels, often black; a painter would draw an outline around it,
    which shines through where the alpha is soft. A coarse-to-fine average of the visible colours takes its
    place; a picture without any visible pixel becomes white.

    Args:
        colour: (3, H, W) in [0, 1], overwritten; alpha: (1, H, W) in [0, 1].

    Returns:
        (3, H, W) in [0, 1], equal to ``colour`` where ``alpha`` is 1.
    """
    colour *= alpha
    step = max(1, -(-max(colour.shape[1:]) // FILL_SIDE))
    around = _spread(_reduced(colour, step), _reduced(alpha, step))
    colour += _sized(around, colour.shape[1:]) * (1 - alpha)
    return colour.clip(0, 1, out=colour)


def _spread(seen: NDArray[numpy.float32], alpha: NDArray[numpy.float32]) -> NDArray[numpy.float32]:
    """Fill holes level by level: each takes from the next coarser one what it does not have itself.

    Args:
        seen: colour times alpha, (3, H, W); alpha: (1, H, W).
    """
    if max(seen.shape[1:]) == 1:
        single: NDArray[numpy.float32] = (
            seen / alpha.clip(1e-6) if alpha.item() > 0 else numpy.ones_like(seen)
        )
        return single
    coarse = _spread(_reduced(seen, 2), _reduced(alpha, 2))
    return seen + (1 - alpha) * _sized(coarse, seen.shape[1:])


def _reduced(channels: NDArray[numpy.float32], step: int) -> NDArray[numpy.float32]:
    """Means over ``step`` × ``step`` px, at the borders over what there is; (C, H, W)."""
    return numpy.stack([numpy.asarray(Image.fromarray(channel).reduce(step)) for channel in channels])


def _sized(channels: NDArray[numpy.float32], size: tuple[int, ...]) -> NDArray[numpy.float32]:
    height, width = size
    images = [Image.fromarray(channel) for channel in channels]
    return numpy.stack([numpy.asarray(i.resize((width, height), Image.Resampling.BILINEAR)) for i in images])


def _apart(image: Image.Image) -> tuple[Image.Image, Image.Image | None]:
    if image.mode in {"LA", "La"}:
        straight = image.convert("LA")
        return straight.getchannel("L"), straight.getchannel("A")
    if not image.has_transparency_data:
        return image, None
    straight = image.convert("RGBA")
    colour = image if image.mode == "L" else straight.convert("RGB")
    return colour, straight.getchannel("A")


def _to_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    if image.mode.startswith(("I", "F")):
        image = _eight_bits(image)
    if image.mode == "LAB":
        return _converted(image, ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")))
    if image.mode in {"1", "P", "PA", "RGBX", "YCbCr", "HSV", "RGBA", "RGBa"}:
        image = image.convert("L" if image.mode == "1" else "RGB")
    if not profile:
        return image.convert("RGB")
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        if image.mode == "RGB" and "sRGB" in ImageCms.getProfileDescription(source):
            return image  # converting would move values by one for nothing
        return _converted(image, source)
    except (ImageCms.PyCMSError, OSError, ValueError):
        return image.convert("RGB")  # a damaged profile, or one for another kind of colour


def _converted(image: Image.Image, source: ImageCms.ImageCmsProfile) -> Image.Image:
    converted = ImageCms.profileToProfile(
        image,
        source,
        ImageCms.createProfile("sRGB"),
        renderingIntent=ImageCms.Intent.RELATIVE_COLORIMETRIC,
        outputMode="RGB",
        flags=ImageCms.Flags.BLACKPOINTCOMPENSATION,
    )
    if converted is None:
        raise ValueError("ImageCms gave no picture")
    return converted


def _eight_bits(image: Image.Image) -> Image.Image:
    """Scale 16-bit, 32-bit and floating point grey to "L"; Pillow's own conversion would clip it at 255."""
    values = numpy.nan_to_num(numpy.asarray(image).astype(numpy.float32), posinf=0, neginf=0)
    if image.mode == "F":
        values *= 255 / _white(float(values.max()))
    else:
        values /= 257  # 65535 / 255
    return Image.fromarray(values.round().clip(0, 255).astype(numpy.uint8))


def _white(brightest: float) -> float:
    """Guess which number means white in a floating point picture: nothing in the file says it."""
    return next((white for white in (1.0, 255.0, 65535.0) if brightest <= white), brightest)
