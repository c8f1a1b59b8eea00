"""Pictures that people send in these tests, and figures that tell a painting from its photo."""

import io
from typing import Any

import numpy
from numpy.typing import NDArray
from PIL import Image

from local.demo import sample
from nst.drawings import draw

#: dB; a painting is further from its photo than this.
STILL_THE_PHOTO = 25.0


def photo(width: int, height: int, name: str = "chelsea.png") -> Image.Image:
    """A real photograph, at this size in pixels."""
    with Image.open(sample(name)) as image:
        return image.convert("RGB").resize((width, height), Image.Resampling.LANCZOS)


def file_of(image: Image.Image, form: str = "JPEG", **options: Any) -> bytes:
    """The image as a file."""
    file = io.BytesIO()
    image.save(file, form, **options)
    return file.getvalue()


def painting(name: str, side: int = 160) -> bytes:
    """A style picture that a person sends."""
    values = (draw(name, side).transpose(1, 2, 0) * 255).round().astype(numpy.uint8)
    return file_of(Image.fromarray(values), quality=95)


def opened(content: bytes) -> Image.Image:
    """The image in a file."""
    image = Image.open(io.BytesIO(content))
    image.load()
    return image


def psnr(one: Image.Image, other: Image.Image) -> float:
    """How alike two images of one size are, in dB."""
    difference = _values(one) - _values(other)
    return float(10 * numpy.log10(255**2 / numpy.mean(difference**2)))


def likeness(one: Image.Image, other: Image.Image) -> float:
    """Correlation of the coarse light and shade, -1 to 1: a painting keeps that of its photo."""
    small = [image.convert("L").resize((16, 16), Image.Resampling.BOX) for image in (one, other)]
    first, second = (_values(image).ravel() for image in small)
    return float(numpy.corrcoef(first, second)[0, 1])


def chroma(image: Image.Image) -> float:
    """How far an image's colours are from grey of their brightness, on average, 0 to 255."""
    values = _values(image.convert("RGB"))
    return float(numpy.abs(values - values.mean(2, keepdims=True)).mean())


def colours_apart(one: Image.Image, other: Image.Image) -> float:
    """How far the mean colours of two images, of any size, are apart, 0 to 442."""
    first, second = (_values(image.convert("RGB")).mean((0, 1)) for image in (one, other))
    return float(numpy.linalg.norm(first - second))


def is_a_painting_of(content: Image.Image, result: Image.Image) -> bool:
    """Has it the size and the shapes of its content, but not its looks?"""
    alike = likeness(content, result) > 0.3  # a strong style in few pixels leaves about 0.4
    return (
        content.size == result.size
        and alike
        and psnr(content.convert("RGB"), result.convert("RGB")) < (STILL_THE_PHOTO)
    )


def _values(image: Image.Image) -> NDArray[numpy.float64]:
    return numpy.asarray(image, dtype=numpy.float64)
