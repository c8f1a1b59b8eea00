"""Every kind of file that people send, made by Pillow as real bytes, and what must become of it."""

import io
import struct
import subprocess
import sys
from pathlib import Path

import numpy
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms, ImageOps
from pillow_heif import register_heif_opener

from chat.texts import source
from painting.sizes import resized
from painting.wish import Picture as Pixels
from worker.picture_errors import (
    BrokenPicture,
    EmptyPicture,
    NotAPicture,
    PictureError,
    TooManyBytes,
    TooManyPixels,
)
from worker.pictures import Alpha, decode, encode, on_white, photo_fits

register_heif_opener()


def file_of(image: Image.Image, form: str, **options: object) -> bytes:
    file = io.BytesIO()
    image.save(file, form, **options)
    return file.getvalue()


def photo(width: int = 40, height: int = 24) -> Image.Image:
    """A smooth picture, so that lossy formats stay close to it."""
    x = numpy.linspace(0, 255, width)[None, :].repeat(height, 0)
    y = numpy.linspace(0, 255, height)[:, None].repeat(width, 1)
    return Image.fromarray(numpy.stack([x, y, 255 - x], axis=2).round().astype(numpy.uint8))


def values(image: Image.Image) -> Pixels:
    return numpy.asarray(image.convert("RGB"), dtype=numpy.float32).transpose(2, 0, 1) / numpy.float32(255)


def grey_ramp_profile(gamma: float, space: bytes = b"RGB ") -> bytes:
    """A small ICC profile: sRGB's primaries adapted to D50, or grey, with a pure power as its curve."""

    def xyz(*numbers: float) -> bytes:
        return b"XYZ \0\0\0\0" + b"".join(struct.pack(">i", round(number * 65536)) for number in numbers)

    curve = b"curv\0\0\0\0" + struct.pack(">IH", 1, round(gamma * 256)) + b"\0\0"
    name = b"test curve\0"
    tags = {
        b"desc": b"desc\0\0\0\0" + struct.pack(">I", len(name)) + name + bytes(79),
        b"wtpt": xyz(0.9642, 1.0, 0.8249),
    }
    if space == b"RGB ":
        tags |= {b"rXYZ": xyz(0.4361, 0.2225, 0.0139), b"gXYZ": xyz(0.3851, 0.7169, 0.0971)}
        tags |= {b"bXYZ": xyz(0.1431, 0.0606, 0.7141)}
        tags |= {b"rTRC": curve, b"gTRC": curve, b"bTRC": curve}
    else:
        tags |= {b"kTRC": curve}
    table, body, at = struct.pack(">I", len(tags)), b"", 128 + 4 + 12 * len(tags)
    for key, tag in tags.items():
        padded = tag + bytes(-len(tag) % 4)
        table += key + struct.pack(">II", at + len(body), len(tag))
        body += padded
    head = struct.pack(">I4x4s4s4s4s", at + len(body), b"\x02\x10\0\0", b"mntr", space, b"XYZ ")
    head += bytes(12) + b"acsp"
    head += bytes(28) + struct.pack(">iii", 63190, 65536, 54061)  # the D50 illuminant
    return head.ljust(128, b"\0") + table + body


LOSSLESS = ["PNG", "TIFF", "BMP"]
LOSSY = ["JPEG", "WEBP", "AVIF", "HEIF"]


@pytest.mark.parametrize("form", LOSSLESS)
def test_a_lossless_picture_is_read_to_the_last_bit(form: str) -> None:
    picture = decode(file_of(photo(), form))

    assert numpy.array_equal(picture.pixels, values(photo()))
    assert (picture.width, picture.height, picture.alpha, picture.source_format) == (40, 24, None, form)


@pytest.mark.parametrize("form", LOSSY)
def test_a_lossy_picture_is_read_closely(form: str) -> None:
    picture = decode(file_of(photo(), form, quality=95))

    assert numpy.abs(picture.pixels - values(photo())).mean() < 0.02
    assert (picture.width, picture.height, picture.alpha, picture.source_format) == (40, 24, None, form)


@pytest.mark.parametrize("form", [*LOSSLESS, *LOSSY, "GIF"])
def test_one_pixel_is_a_picture(form: str) -> None:
    picture = decode(file_of(Image.new("RGB", (1, 1), (200, 200, 200)), form))

    assert picture.pixels.shape == (3, 1, 1)
    assert picture.pixels.mean().item() == pytest.approx(200 / 255, abs=0.02)


@pytest.mark.parametrize("form", ["GIF", "WEBP", "PNG", "TIFF"])
def test_of_an_animation_the_first_frame_is_painted(form: str) -> None:
    first, second = Image.new("RGB", (9, 7), (255, 0, 0)), Image.new("RGB", (9, 7), (0, 0, 255))
    options = {} if form == "TIFF" else {"duration": 100}
    picture = decode(file_of(first, form, save_all=True, append_images=[second], **options))

    assert picture.pixels[:, 3, 3].tolist() == pytest.approx([1, 0, 0], abs=0.02)


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "TIFF"])
def test_a_turned_picture_is_put_upright(form: str, orientation: int) -> None:
    exif = Image.Exif()
    exif[0x0112] = orientation
    options = {"compression": "tiff_lzw"} if form == "TIFF" else {"lossless": True, "quality": 95}
    turned = file_of(photo(), form, exif=exif, **options)

    upright = ImageOps.exif_transpose(Image.open(io.BytesIO(turned)))
    picture = decode(turned)

    assert (picture.width, picture.height) == ((40, 24) if orientation < 5 else (24, 40))
    assert numpy.array_equal(picture.pixels, values(upright))


@pytest.mark.parametrize("form", ["AVIF", "HEIF"])
@pytest.mark.parametrize(
    ("orientation", "turn"), [(3, Image.Transpose.ROTATE_180), (6, Image.Transpose.ROTATE_270)]
)
def test_a_phone_s_turned_picture_is_put_upright_once(form: str, orientation: int, turn: int) -> None:
    # These formats say it in two places, and their decoders obey one of them themselves.
    exif = Image.Exif()
    exif[0x0112] = orientation
    picture = decode(file_of(photo(), form, exif=exif.tobytes(), quality=95))
    upright = values(photo().transpose(Image.Transpose(turn)))

    assert picture.pixels.shape == upright.shape
    assert numpy.abs(picture.pixels - upright).mean() < 0.02


@pytest.mark.filterwarnings("ignore::UserWarning")  # Pillow's, about the metadata
def test_nonsense_in_the_metadata_does_not_refuse_a_picture() -> None:
    picture = decode(file_of(photo(), "JPEG", exif=b"Exif\0\0MM\0*\0\0\0\x08\xff\xff\x01\x12"))

    assert picture.pixels.shape == (3, 24, 40)


@pytest.mark.parametrize(
    ("mode", "colour", "seen"),
    [
        ("1", 1, (255, 255, 255)),
        ("L", 90, (90, 90, 90)),
        ("P", 0, (0, 0, 0)),
        ("I;16", 40_000, (156, 156, 156)),
        ("CMYK", (0, 255, 255, 0), (255, 0, 0)),
    ],
)
def test_every_kind_of_colour_becomes_srgb(mode: str, colour: object, seen: tuple[int, ...]) -> None:
    image = Image.new(mode, (3, 2), colour)  # type: ignore[arg-type]
    picture = decode(file_of(image, "TIFF" if mode == "CMYK" else "PNG"))

    assert (picture.pixels[:, 0, 0] * 255).round().tolist() == list(seen)
    assert picture.alpha is None


def test_a_cmyk_jpeg_keeps_its_colours() -> None:
    picture = decode(file_of(photo().convert("CMYK"), "JPEG", quality=95))

    assert numpy.abs(picture.pixels - values(photo())).mean() < 0.03


@pytest.mark.parametrize(("white", "scale"), [(1.0, 1), (255.0, 255), (65535.0, 65535), (1e6, 1e6)])
def test_floating_point_grey_is_scaled_by_its_brightest_value(white: float, scale: float) -> None:
    ramp = numpy.linspace(0, white, 5, dtype=numpy.float32)[None]
    picture = decode(file_of(Image.fromarray(ramp), "TIFF"))

    assert picture.pixels[0, 0].tolist() == pytest.approx((ramp[0] / scale).tolist(), abs=0.003)


def test_a_lab_tiff_becomes_srgb() -> None:
    lab = ImageCms.createProfile("LAB")
    image = ImageCms.profileToProfile(photo(), ImageCms.createProfile("sRGB"), lab, outputMode="LAB")
    assert image is not None
    picture = decode(file_of(image, "TIFF"))

    assert numpy.abs(picture.pixels - values(photo())).mean() < 0.02


def test_a_colour_profile_is_converted_to_srgb() -> None:
    linear = file_of(Image.new("RGB", (2, 2), (55, 55, 55)), "PNG", icc_profile=grey_ramp_profile(1.0))

    # 55/255 of the light is 0.501 in sRGB's curve.
    assert numpy.unique((decode(linear).pixels * 255).round()).tolist() == pytest.approx([128], abs=1)


def test_the_profile_of_a_grey_picture_is_converted_too() -> None:
    profile = grey_ramp_profile(1.0, b"GRAY")
    linear = file_of(Image.new("LA", (2, 2), (55, 200)), "PNG", icc_profile=profile)

    assert numpy.unique((decode(linear).pixels * 255).round()).tolist() == pytest.approx([128], abs=1)


@pytest.mark.parametrize("profile", [b"nonsense", grey_ramp_profile(1.0, b"GRAY")])
def test_a_profile_that_does_not_fit_is_ignored(profile: bytes) -> None:
    picture = decode(file_of(photo(), "PNG", icc_profile=profile))

    assert numpy.array_equal(picture.pixels, values(photo()))


@pytest.mark.parametrize("form", ["PNG", "WEBP", "TIFF"])
def test_opacity_is_kept_apart_from_the_colour(form: str) -> None:
    image = Image.new("RGBA", (8, 4), (200, 100, 50, 255))
    image.putpixel((2, 1), (200, 100, 50, 51))
    picture = decode(file_of(image, form, **({"lossless": True} if form == "WEBP" else {})))

    assert picture.alpha is not None
    assert numpy.unique((picture.alpha * 255).round()).tolist() == [51, 255]
    assert (picture.alpha[0, 1, 2] * 255).round() == 51
    assert (picture.pixels[:, 1, 2] * 255).tolist() == pytest.approx([200, 100, 50], abs=1.5)


def test_the_colour_hidden_under_transparency_is_not_painted() -> None:
    image = Image.new("RGBA", (64, 64), (0, 0, 0, 0))
    image.paste((240, 30, 30, 255), (16, 16, 48, 48))
    picture = decode(file_of(image, "PNG"))

    assert picture.pixels[0].min() > 0.9
    assert picture.pixels[1].max() < 0.15


def test_a_picture_of_nothing_is_white() -> None:
    picture = decode(file_of(Image.new("RGBA", (5, 3), (0, 0, 0, 0)), "PNG"))

    assert picture.pixels.min() == 1
    assert picture.alpha is not None
    assert picture.alpha.max() == 0


@pytest.mark.parametrize("form", ["PNG", "GIF"])
def test_a_palette_with_a_transparent_colour_has_an_alpha(form: str) -> None:
    image = Image.new("P", (4, 4), 1)
    image.putpalette([0, 0, 0, 0, 200, 0])
    image.putpixel((0, 0), 0)
    picture = decode(file_of(image, form, transparency=0))

    assert picture.alpha is not None
    assert picture.alpha[0, 0, 0] == 0
    assert picture.alpha.sum() == 15
    assert (picture.pixels[:, 2, 2] * 255).round().tolist() == [0, 200, 0]


@pytest.mark.parametrize(("mode", "grey"), [("LA", (90, 0)), ("L", 0)])
def test_grey_with_transparency_has_an_alpha(mode: str, grey: object) -> None:
    image = Image.new(mode, (4, 4), (90, 255) if mode == "LA" else 90)
    image.putpixel((0, 0), grey)  # type: ignore[arg-type]
    picture = decode(file_of(image, "PNG", **({"transparency": 0} if mode == "L" else {})))

    assert picture.alpha is not None
    assert picture.alpha.sum() == 15
    assert (picture.pixels[:, 2, 2] * 255).round().tolist() == [90, 90, 90]


def test_an_alpha_that_hides_nothing_is_dropped() -> None:
    assert decode(file_of(photo().convert("RGBA"), "PNG")).alpha is None


SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>'


@pytest.mark.parametrize("junk", [SVG, b"%PDF-1.7\n", b"hello", bytes(5000), b"\xff\xd8"])
def test_what_is_not_a_picture_is_told_to_the_user(junk: bytes) -> None:
    with pytest.raises(NotAPicture) as caught:
        decode(junk)

    assert caught.value.reason == "not_a_picture"


@pytest.mark.parametrize("form", ["ICO", "PPM", "TGA", "PCX", "EPS", "ICNS", "JPEG2000"])
def test_formats_that_people_do_not_send_are_not_even_tried(form: str) -> None:
    with pytest.raises(NotAPicture):
        decode(file_of(photo(32, 32), form))


def test_an_empty_file_is_told_to_the_user() -> None:
    with pytest.raises(EmptyPicture) as caught:
        decode(b"")

    assert caught.value.reason == "truncated"


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "GIF", "BMP", "AVIF", "HEIF"])
def test_a_truncated_picture_is_told_to_the_user(form: str) -> None:
    noise = Image.effect_noise((200, 100), 60).convert("RGB")
    whole = file_of(noise, form)

    with pytest.raises(BrokenPicture) as caught:
        decode(whole[: len(whole) // 2])

    assert caught.value.reason == "truncated"


@pytest.mark.parametrize("error", [NotAPicture, BrokenPicture, TooManyPixels, TooManyBytes])
@pytest.mark.parametrize("language", ["en", "ru"])
def test_every_reason_has_a_text_in_every_language(error: type[PictureError], language: str) -> None:
    assert f"\nreason-{error.reason} = " in source(language)


def test_a_file_that_is_too_long_is_not_opened() -> None:
    with pytest.raises(TooManyBytes) as caught:
        decode(b"not even a picture", limit_bytes=10)

    assert caught.value.reason == "too_large"


@pytest.mark.parametrize(("width", "height", "limit"), [(101, 100, 10_000), (65_501, 1, 40_000_000)])
def test_too_many_pixels_are_told_to_the_user(width: int, height: int, limit: int) -> None:
    with pytest.raises(TooManyPixels) as caught:
        decode(file_of(Image.new("L", (width, height)), "PNG"), limit_pixels=limit)

    assert caught.value.reason == "too_many_pixels"


def test_as_many_pixels_as_allowed_are_decoded() -> None:
    assert decode(file_of(Image.new("L", (100, 100)), "PNG"), limit_pixels=10_000).width == 100


PEAK = """
import pathlib, re, sys
from worker.picture_errors import TooManyPixels
from worker.pictures import decode
# Not getrusage: what it says survives exec, and is this test's own peak.
kilobytes = lambda: int(re.search(r"VmHWM:\\s+(\\d+)", pathlib.Path("/proc/self/status").read_text())[1])
before = kilobytes()
try:
    decode(pathlib.Path(sys.argv[1]).read_bytes())
except TooManyPixels as refusal:
    print(refusal.reason, kilobytes() - before)
"""


@pytest.mark.parametrize("side", [9000, 10_000, 15_000])
def test_a_bomb_is_refused_without_being_decoded(side: int, tmp_path: Path) -> None:
    # 9000 px passes Pillow's own check silently, 10,000 only warns, 15,000 raises.
    bomb = tmp_path / "bomb.png"
    bomb.write_bytes(file_of(Image.new("1", (side, side)), "PNG"))
    assert bomb.stat().st_size < 50_000
    seen = subprocess.run([sys.executable, "-c", PEAK, bomb], capture_output=True, text=True, check=True)

    reason, growth = seen.stdout.split()
    assert reason == "too_many_pixels"
    assert int(growth) < 30_000  # kB; decoded it would be 81,000 and more


FUZZED = [file_of(photo(), form) for form in [*LOSSLESS, *LOSSY, "GIF"]] + [
    file_of(photo().convert(mode), form)
    for mode, form in [("P", "PNG"), ("LA", "PNG"), ("RGBA", "WEBP"), ("CMYK", "TIFF"), ("L", "JPEG")]
]


def damage(whole: bytes, hits: list[tuple[float, int]], kept: float) -> bytes:
    damaged = bytearray(whole)
    for place, value in hits:
        damaged[int(place * (len(damaged) - 1))] = value
    return bytes(damaged[: max(1, int(len(damaged) * kept))])


HITS = st.lists(st.tuples(st.floats(0, 1), st.integers(0, 255)), max_size=12)


# Pillow warns of damaged metadata; here every warning would be an error.
@pytest.mark.filterwarnings("ignore::UserWarning", "ignore::DeprecationWarning")
@settings(max_examples=400, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(whole=st.sampled_from(FUZZED), hits=HITS, kept=st.floats(0, 1))
def test_damaged_bytes_give_a_picture_or_a_picture_error(
    whole: bytes, hits: list[tuple[float, int]], kept: float
) -> None:
    try:
        picture = decode(damage(whole, hits, kept), limit_pixels=100_000)
    except PictureError:
        return

    assert numpy.isfinite(picture.pixels).all()
    assert picture.pixels.shape[1] * picture.pixels.shape[2] <= 100_000


def painting(height: int = 37, width: int = 53) -> Pixels:
    return numpy.random.default_rng(0).random((3, height, width), dtype=numpy.float32)


def of_bytes() -> Pixels:
    """A painting whose values are whole in eight bits."""
    values: Pixels = (painting() * 255).round() / numpy.float32(255)
    return values


def opaque(height: int = 37, width: int = 53) -> Alpha:
    return numpy.ones((1, height, width), numpy.float32)


def test_a_painting_is_a_jpeg_of_exactly_its_size() -> None:
    encoded = encode(resized(painting(4, 5), 37, 53))
    image = Image.open(io.BytesIO(encoded.content))

    assert (image.format, image.size, encoded.suffix) == ("JPEG", (53, 37), ".jpg")
    assert (encoded.width, encoded.height) == (53, 37)
    assert image.layer[1][1:3] == (1, 1)  # type: ignore[attr-defined]  # 4:4:4: colour at full resolution
    assert "sRGB" in ImageCms.getProfileDescription(io.BytesIO(image.info["icc_profile"]))


def test_a_jpeg_is_close_to_its_painting() -> None:
    smooth = values(photo(200, 150))

    assert numpy.abs(decode(encode(smooth).content).pixels - smooth).mean() < 0.006


def test_a_painting_with_an_alpha_comes_back_bit_for_bit() -> None:
    colours, alpha = of_bytes(), opaque()
    alpha[:, :10] = 0
    encoded = encode(colours, alpha)
    image = Image.open(io.BytesIO(encoded.content))

    assert (image.format, image.mode, encoded.suffix) == ("PNG", "RGBA", ".png")
    again = decode(encoded.content)
    assert again.alpha is not None
    assert numpy.array_equal(again.alpha, alpha)
    assert numpy.array_equal(again.pixels[:, 10:], colours[:, 10:])


ENCODED = """
import hashlib, numpy
from worker.pictures import encode
print(hashlib.sha256(encode(numpy.full((3, 8, 8), 0.5, numpy.float32)).content).hexdigest())
"""


def test_the_same_painting_gives_the_same_bytes() -> None:
    outputs = [
        subprocess.run([sys.executable, "-c", ENCODED], capture_output=True, check=True).stdout
        for _ in range(2)
    ]

    assert outputs[0] == outputs[1] != b""


def test_a_lossless_painting_comes_back_bit_for_bit() -> None:
    colours = of_bytes()
    encoded = encode(colours, lossless=True)

    assert encoded.suffix == ".png"
    assert numpy.array_equal(decode(encoded.content).pixels, colours)


def test_values_outside_are_clamped() -> None:
    clamped = decode(encode(7 * numpy.ones((3, 4, 4), numpy.float32), 0.5 * opaque(4, 4)).content)

    assert clamped.pixels.min() == 1


@pytest.mark.parametrize("shape", [(4, 5, 5), (1, 3, 5, 5), (5, 5)])
def test_what_is_not_a_painting_is_not_encoded(shape: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match=r"\(3, H, W\)"):
        encode(numpy.zeros(shape, numpy.float32))


def test_an_alpha_of_another_size_is_not_encoded() -> None:
    with pytest.raises(ValueError, match="alpha"):
        encode(painting(), opaque(5, 5))


def test_on_white_transparency_becomes_white() -> None:
    laid = on_white(numpy.zeros((3, 1, 2), numpy.float32), numpy.array([[[0, 1]]], numpy.float32))

    assert laid[:, 0].tolist() == [[1, 0]] * 3


@pytest.mark.parametrize(
    ("width", "height", "size", "fits"),
    [
        (1280, 853, 500_000, True),
        (1280, 1280, 10_000_000, True),
        (1280, 1280, 10_000_001, False),
        (1281, 853, 500_000, False),
        (1280, 64, 1000, True),
        (1280, 63, 1000, False),
        (1, 1, 700, True),
    ],
)
def test_telegram_shows_a_photo_unchanged_only_within_its_limits(
    width: int, height: int, size: int, fits: bool
) -> None:
    assert photo_fits(width, height, size) is fits
    assert photo_fits(height, width, size) is fits


def test_a_png_never_goes_as_a_photo() -> None:
    assert encode(painting()).is_photo
    assert not encode(painting(), opaque()).is_photo


def test_a_long_side_is_a_document() -> None:
    assert not encode(painting(8, 1281)).is_photo
