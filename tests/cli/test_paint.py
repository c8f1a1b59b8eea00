"""``atelier paint`` as a person without Telegram uses it."""

from pathlib import Path

import numpy
import pytest
from PIL import Image

import weights
from jobs.catalogue import CATALOGUE, Method
from tests.cli.atelier import atelier, line

NOWHERE = Path("nowhere")
multistyle = pytest.mark.skipif(
    not weights.installed("multistyle", NOWHERE), reason="multistyle.safetensors is not in this tree"
)
features = pytest.mark.skipif(
    not weights.installed("features-small", NOWHERE), reason="features-small.safetensors is not in this tree"
)
FAST = next(style.name for style in CATALOGUE if style.method is Method.MULTISTYLE)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a photo, a cut-out and two paintings."""
    y, x = numpy.mgrid[0:90, 0:120] / 120
    photo = numpy.stack([x, y, 0.5 + 0.5 * numpy.sin(40 * x * y)], axis=2)
    image = Image.fromarray((photo * 255).astype(numpy.uint8))
    image.save(tmp_path / "photo.jpg", quality=95)
    image.putalpha(Image.linear_gradient("L").resize(image.size))
    image.save(tmp_path / "cutout.png")
    for name, seed in (("a", 1), ("b", 2)):
        blots = numpy.random.default_rng(seed).random((12, 12, 3)) * 255
        Image.fromarray(blots.astype(numpy.uint8)).resize((96, 96), Image.Resampling.NEAREST).save(
            tmp_path / f"{name}.png"
        )
    return tmp_path


def pixels(path: Path, mode: str = "RGB") -> numpy.ndarray:
    with Image.open(path) as image:
        return numpy.array(image.convert(mode)) / 255


def psnr(one: Path, other: Path) -> float:
    return float(-10 * numpy.log10(((pixels(one) - pixels(other)) ** 2).mean() + 1e-12))


@multistyle
def test_a_photo_is_painted_at_its_own_size(folder: Path) -> None:
    seen = atelier("paint", "photo.jpg", "--style", FAST, "-o", "out.jpg", folder=folder)

    assert seen.returncode == 0, seen.stderr
    assert line(r"✔ out\.jpg  120x90  painted by multistyle in \d", seen.stdout)
    assert pixels(folder / "out.jpg").shape == (90, 120, 3)
    assert psnr(folder / "photo.jpg", folder / "out.jpg") < 25


@multistyle
def test_a_cutout_stays_one_where_the_file_can_hold_it(folder: Path) -> None:
    seen = atelier("paint", "cutout.png", "-s", FAST, "-o", "out.png", "--longest-side", "64", folder=folder)

    assert seen.returncode == 0, seen.stderr
    painted, cutout = pixels(folder / "out.png", "RGBA"), pixels(folder / "cutout.png", "RGBA")
    assert (painted[..., 3] == cutout[..., 3]).all()
    assert (painted[..., :3] != cutout[..., :3]).any()


@multistyle
def test_no_strength_gives_the_photo_back_under_a_name_of_its_own(folder: Path) -> None:
    seen = atelier("paint", "photo.jpg", "-s", FAST, "--strength", "0", folder=folder)

    assert seen.returncode == 0, seen.stderr
    assert psnr(folder / "photo.jpg", folder / f"photo-{FAST}.jpg") > 38


@features
def test_two_pictures_with_weights_are_mixed_by_gatys(folder: Path) -> None:
    styles = ("--style", "a.png:0.6", "--style", "b.png:0.4", "--method", "gatys", "--longest-side", "64")
    seen = atelier("paint", "photo.jpg", *styles, "-o", "out.png", folder=folder)

    assert seen.returncode == 0, seen.stderr
    assert "painted by gatys" in seen.stdout
    assert pixels(folder / "out.png").shape == (90, 120, 3)
    assert psnr(folder / "photo.jpg", folder / "out.png") < 25


@features
@pytest.mark.slow
def test_every_control_of_gatys_paints(folder: Path) -> None:
    Image.linear_gradient("L").save(folder / "mask.png")
    controls = ("--colours", "luminance", "--style-scale", "0.5", "--seed", "3", "--strength", "80")
    optimiser = ("--steps", "6", "--smoothness", "1", "--fourier", "--longest-side", "64")
    styles = ("-s", "a.png", "-s", "drawn_ink", "--mask", "mask.png", "--mask", "mask.png")
    seen = atelier("paint", "photo.jpg", *styles, *controls, *optimiser, "-o", "out.png", folder=folder)

    assert seen.returncode == 0, seen.stderr
    assert pixels(folder / "out.png").shape == (90, 120, 3)
    assert psnr(folder / "photo.jpg", folder / "out.png") < 30


@features
@pytest.mark.slow
def test_two_styles_side_by_side_are_another_painting_than_both_mixed(folder: Path) -> None:
    common = ("paint", "photo.jpg", "-s", "a.png", "-s", "drawn_ink", "--steps", "9", "--longest-side", "64")
    split = atelier(*common, "--arrangement", "split", "-o", "split.png", folder=folder)
    blend = atelier(*common, "-o", "blend.png", folder=folder)

    assert split.returncode == blend.returncode == 0, split.stderr + blend.stderr
    assert psnr(folder / "split.png", folder / "blend.png") < 35


def test_a_picture_is_made_twice_as_large_with_its_opacity(folder: Path) -> None:
    seen = atelier("enlarge", "cutout.png", "-o", "large.png", folder=folder)

    assert seen.returncode == 0, seen.stderr
    large = pixels(folder / "large.png", "RGBA")
    with Image.open(folder / "cutout.png") as cutout:
        channels = [channel.resize((240, 180), Image.Resampling.BICUBIC) for channel in cutout.split()]
    plain = numpy.stack([numpy.array(channel) for channel in channels], -1) / 255
    assert large.shape == (180, 240, 4)
    assert abs(large - plain)[..., 3].mean() < 0.01
    assert abs(large - plain)[-40:].mean() < 0.03  # where it is nearly opaque


@pytest.mark.slow
def test_an_operators_picture_is_a_style_by_its_name(folder: Path) -> None:
    (folder / "styles").mkdir()
    (folder / "a.png").rename(folder / "styles" / "mine.png")
    (folder / "styles" / "mine.toml").write_text('title = "Mine"\nlicence = "CC0-1.0"\n')
    (folder / "styles" / "bad.toml").write_text('title = "Bad"\n')
    arguments = ("photo.jpg", "-s", "mine", "--longest-side", "64", "--steps", "3", "-o", "out.png")
    seen = atelier("paint", *arguments, folder=folder, styles_dir="styles")
    table = atelier("styles", "--quick", folder=folder, styles_dir="styles")

    assert seen.returncode == 0, seen.stderr
    assert line("mine +Mine +gatys +slow_nst +CC0-1.0 +✔", table.stdout), table.stdout
    assert line(r"✘ .*bad\.toml", table.stdout)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["photo.jpg", "-s", "a.png", "--method", "microast"], "python -m weights fetch microast"),
        (["photo.jpg", "-s", "a.png", "--method", "adain"], "python -m weights fetch adain-vgg"),
        (["photo.jpg", "-s", "a.png", "--method", "msgnet"], "python -m weights fetch msgnet"),
        (["photo.jpg", "-s", "a.png", "--method", "munit"], "python -m weights fetch munit-edges2shoes"),
        (["photo.jpg", "-s", FAST, "--steps", "9"], "these are for gatys"),
        (["photo.jpg", "-s", "a.png", "-s", "b.png", "--mask", "a.png"], "1 masks for 2 styles"),
        (["photo.jpg", "-s", FAST, "--mask", "a.png"], "heeds no masks"),
        (["photo.jpg", "-s", "a.png", "--mask", "gone.png"], r"gone\.png"),
        (["photo.jpg", "-s", "wawe"], "did you mean 'wave'"),
        (["photo.jpg", "-s", "candy"], "python -m weights fetch johnson-candy"),
        (["gone.jpg", "-s", "candy"], r"gone\.jpg is not there"),
        (["photo.jpg", "-s", "candy", "-o", "photo.jpg"], "it would be lost"),
        (["photo.jpg", "-s", "candy", "-o", "out.gif"], r"written as \.jpg or \.png"),
        (["photo.jpg", "-s", "candy", "-o", "gone/out.jpg"], "gone is not a folder"),
    ],
)
def test_what_is_wrong_is_one_clear_line(arguments: list[str], told: str, folder: Path) -> None:
    seen = atelier("paint", *arguments, folder=folder)

    assert seen.returncode == 1
    assert seen.stderr.count("\n") == 1
    assert line(f"✘ .*{told}", seen.stderr)


@multistyle
def test_a_truncated_photo_is_one_clear_line_too(folder: Path) -> None:
    (folder / "broken.jpg").write_bytes((folder / "photo.jpg").read_bytes()[:2000])
    seen = atelier("paint", "broken.jpg", "-s", FAST, folder=folder)

    assert seen.returncode == 1
    assert seen.stderr.count("\n") == 1
    assert line(r"✘ broken\.jpg: .*truncated", seen.stderr)


def test_a_strength_beyond_100_percent_is_a_wrong_command(folder: Path) -> None:
    seen = atelier("paint", "photo.jpg", "-s", FAST, "--strength", "150", folder=folder)

    assert seen.returncode == 2
    assert "--strength" in seen.stderr
