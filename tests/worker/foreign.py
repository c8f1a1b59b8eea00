"""Files as strangers send them: small, of all eight formats, in their usual variants, as real bytes."""

import io
from functools import cache

import numpy
from PIL import Image, ImageCms
from pillow_heif import register_heif_opener
from skimage.data import astronaut, coffee

register_heif_opener()


def file_of(image: Image.Image, form: str, **options: object) -> bytes:
    """Encode a picture."""
    file = io.BytesIO()
    image.save(file, form, **options)
    return file.getvalue()


def ramps(width: int = 72, height: int = 48) -> Image.Image:
    """A generated picture: smooth, with noise in one channel."""
    x = numpy.linspace(0, 255, width)[None, :].repeat(height, 0)
    y = numpy.linspace(0, 255, height)[:, None].repeat(width, 1)
    noise = numpy.random.default_rng(4).uniform(0, 255, (height, width))
    return Image.fromarray(numpy.stack([x, y, noise], axis=2).astype(numpy.uint8))


def taken(width: int = 90, height: int = 60) -> Image.Image:
    """A photo."""
    return Image.fromarray(astronaut()).crop((150, 0, 450, 200)).resize((width, height))


def exif(orientation: int) -> Image.Exif:
    """Metadata that say how the camera was held, and by whom."""
    said = Image.Exif()
    said[0x0112] = orientation
    said[0x013B] = "somebody"
    return said


def with_alpha(image: Image.Image) -> Image.Image:
    """The picture, fading out to the left."""
    image = image.copy()
    image.putalpha(Image.linear_gradient("L").rotate(90).resize(image.size))
    return image


@cache
def files() -> dict[str, bytes]:
    """Each variant by its name, which begins with its format."""
    photo, drawn = taken(), ramps()
    cup = Image.fromarray(coffee()).resize((64, 64))
    deep = Image.fromarray(numpy.asarray(drawn.convert("L")).astype(numpy.uint16) * 257)
    floating = Image.fromarray(numpy.asarray(drawn.convert("L")).astype(numpy.float32) / 255)
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    frames = {"save_all": True, "append_images": [drawn.resize(photo.size)], "duration": 80}
    return {
        "JPEG": file_of(photo, "JPEG", quality=88),
        "JPEG progressive": file_of(photo, "JPEG", progressive=True, icc_profile=profile),
        "JPEG turned": file_of(photo, "JPEG", exif=exif(6)),
        "JPEG CMYK": file_of(photo.convert("CMYK"), "JPEG"),
        "JPEG grey": file_of(drawn.convert("L"), "JPEG"),
        "PNG": file_of(drawn, "PNG"),
        "PNG 16 bit": file_of(deep, "PNG"),
        "PNG alpha": file_of(with_alpha(photo), "PNG", icc_profile=profile),
        "PNG palette": file_of(cup.quantize(32), "PNG", transparency=3),
        "PNG bilevel": file_of(cup.convert("1"), "PNG"),
        "PNG animated": file_of(photo, "PNG", **frames),
        "WEBP": file_of(photo, "WEBP", exif=exif(8)),
        "WEBP lossless": file_of(with_alpha(drawn), "WEBP", lossless=True),
        "WEBP animated": file_of(photo, "WEBP", **frames),
        "HEIF": file_of(photo, "HEIF", quality=60),
        "HEIF alpha": file_of(with_alpha(photo), "HEIF", exif=exif(6).tobytes()),
        "AVIF": file_of(photo, "AVIF", speed=10),
        "AVIF alpha": file_of(with_alpha(cup), "AVIF", speed=10),
        "GIF": file_of(cup, "GIF", transparency=1),
        "GIF animated": file_of(photo, "GIF", **frames),
        "TIFF": file_of(drawn, "TIFF"),
        "TIFF LZW alpha": file_of(with_alpha(drawn), "TIFF", compression="tiff_lzw"),
        "TIFF JPEG": file_of(photo, "TIFF", compression="jpeg"),
        "TIFF floating": file_of(floating, "TIFF", compression="tiff_adobe_deflate"),
        "TIFF CMYK": file_of(photo.convert("CMYK"), "TIFF", exif=exif(3)),
        "BMP": file_of(drawn, "BMP"),
        "BMP palette": file_of(cup.quantize(16), "BMP"),
    }
