"""The table of painters, what they need, and which of them stay warm."""

import os
import shutil
from pathlib import Path

import numpy
import pytest
import torch
from safetensors.torch import save_file

import weights
from jobs.catalogue import OWN_FAST, STYLES, Lane, Method, Style
from jobs.settings import Settings
from nst.johnson import TransformerNet
from painting.wish import StylePicture, Wish
from weights.manifest import EMBEDDED
from worker.needs import OWN_FAST_WEIGHTS, able, files_of, weights_of
from worker.painters import MOST_WARM, PAINTERS, TITLES, Painters, build, title
from worker.repertoire import Repertoire

OURS = [style.name for style in STYLES.values() if style.method is Method.MULTISTYLE]


def photo() -> numpy.ndarray:
    return numpy.random.default_rng(1).random((3, 70, 90), numpy.float32)


@pytest.fixture
def warm(tmp_path: Path) -> Painters:
    return Painters(tmp_path, "cpu")


@pytest.mark.parametrize("style", OURS)
def test_our_styles_paint_without_any_download(style: str, tmp_path: Path):
    painter = build(Method.MULTISTYLE, {style: 1.0}, STYLES, tmp_path, "cpu")
    painting = painter.paint(Wish(content=photo()), lambda _: None)

    assert painting.shape == photo().shape
    assert abs(painting - photo()).mean() > 0.05


def test_any_picture_is_a_style_for_gatys_without_any_download(tmp_path: Path):
    painter = build(Method.GATYS, {}, STYLES, tmp_path, "cpu")
    wish = Wish(content=photo()[:, :40, :40], styles=(StylePicture(picture=photo()[::-1].copy()),))
    painting = painter.paint(wish, lambda _: None)

    assert painting.shape == (3, 40, 40)


def test_every_method_has_a_painter_and_a_title_and_the_fast_ones_for_pictures_their_weights():
    assert set(PAINTERS) == set(TITLES) == set(Method)
    assert set(OWN_FAST_WEIGHTS) == set(OWN_FAST)
    for names in OWN_FAST_WEIGHTS.values():
        assert set(names) <= set(weights.ENTRIES)


@pytest.mark.parametrize(
    ("method", "style", "told"),
    [
        (Method.JOHNSON, "candy", "fetch johnson-candy"),
        (Method.CYCLEGAN, "monet", "fetch cyclegan-style-monet"),
        (Method.MUNIT, "edges2shoes", "fetch munit-edges2shoes"),
        (Method.MICROAST, None, "fetch microast-content-encoder"),
        (Method.ADAIN, None, "fetch adain-vgg"),
        (Method.MSGNET, None, "fetch msgnet"),
    ],
)
def test_weights_that_are_not_installed_are_told_with_the_command_that_fetches_them(
    method: Method, style: str | None, told: str, tmp_path: Path
):
    with pytest.raises(weights.NotInstalled, match=told):
        build(method, {style: 1.0} if style else {}, STYLES, tmp_path, "cpu")


def test_what_can_be_painted_follows_from_what_is_installed(tmp_path: Path):
    assert able(Lane.SLOW, tmp_path) == {"gatys"}
    assert able(Lane.FAST, tmp_path) == set(OURS)


def test_microast_is_offered_once_all_its_four_files_are_there(tmp_path: Path):
    published = Path(__file__).resolve().parents[3] / "shared" / "weights" / "microast"
    if not published.is_dir():
        pytest.skip(f"no published weights at {published}")
    shutil.copytree(published, tmp_path / "microast")

    assert "microast" in able(Lane.FAST, tmp_path)
    painter = build(Method.MICROAST, {}, STYLES, tmp_path, "cpu")
    wish = Wish(content=photo(), styles=(StylePicture(picture=photo()[::-1].copy()),))
    assert painter.paint(wish, lambda _: None).shape == photo().shape

    (tmp_path / "microast" / "modulator_iter_160000.pth.tar").unlink()
    assert "microast" not in able(Lane.FAST, tmp_path)


def test_a_painter_is_loaded_once(warm: Painters):
    first = warm.get(Method.MULTISTYLE, {"wave": 1.0}, STYLES)

    assert warm.get(Method.MULTISTYLE, {"wave": 1.0}, STYLES) is first
    assert warm.get(Method.MULTISTYLE, {"visit": 1.0}, STYLES) is not first


def test_the_least_recently_used_painter_goes_first(warm: Painters):
    shares = [{"wave": 1.0, "visit": 1.0 + part} for part in range(MOST_WARM + 1)]
    first, second = (warm.get(Method.MULTISTYLE, share, STYLES) for share in shares[:2])
    for share in (*shares[2:MOST_WARM], shares[0], shares[MOST_WARM]):
        warm.get(Method.MULTISTYLE, share, STYLES)

    assert warm.get(Method.MULTISTYLE, shares[0], STYLES) is first
    assert warm.get(Method.MULTISTYLE, shares[1], STYLES) is not second


def test_gatys_says_which_features_it_looked_through(tmp_path: Path):
    assert weights_of(Method.GATYS, None, tmp_path) == ("features-small",)
    assert title(Method.GATYS, tmp_path) == "Gatys, small features"


@pytest.fixture
def own_style(tmp_path: Path) -> Settings:
    """An operator's folder with a net and a picture."""
    folder = tmp_path / "styles"
    folder.mkdir()
    torch.manual_seed(1)
    save_file(TransformerNet().state_dict(), folder / "mine.safetensors")
    (folder / "mine.toml").write_text('title = "Mine"\nlicence = "CC0-1.0"\nmethod = "johnson"\n')
    (folder / "brush.png").write_bytes(b"")
    (folder / "brush.toml").write_text('title = "Brush"\nlicence = "CC0-1.0"\n')
    return Settings(styles_dir=folder, weights_dir=tmp_path / "weights")


def test_an_operators_net_is_painted_and_announced(own_style: Settings):
    fast = Repertoire.read(Lane.FAST, own_style)
    painter = build(Method.JOHNSON, {"mine": 1.0}, fast.styles, own_style.weights_dir, "cpu")

    assert "mine" in fast.able
    assert [style.name for style in fast.own] == ["mine"]
    assert painter.paint(Wish(content=photo()), lambda _: None).shape == photo().shape


def test_an_operators_picture_is_announced_by_the_lane_that_paints_it(own_style: Settings):
    slow = Repertoire.read(Lane.SLOW, own_style)

    assert "brush" in slow.able
    assert slow.able >= {"gatys"}
    assert slow.styles["brush"].by_picture


def test_an_operators_net_is_loaded_again_once_its_file_has_changed(own_style: Settings):
    styles = Repertoire.read(Lane.FAST, own_style).styles
    painters = Painters(own_style.weights_dir, "cpu")
    first = painters.get(Method.JOHNSON, {"mine": 1.0}, styles)
    assert painters.get(Method.JOHNSON, {"mine": 1.0}, styles) is first

    file = styles["mine"].file
    assert file is not None
    (weights_of_mine,) = files_of(Method.JOHNSON, styles["mine"], own_style.weights_dir)
    assert weights_of_mine == file
    os.utime(file, ns=(1, 1))
    assert painters.get(Method.JOHNSON, {"mine": 1.0}, styles) is not first


def test_the_embedded_files_are_what_the_enlarger_and_our_styles_need():
    for name in ("enlarger", "multistyle", "features-small"):
        assert weights.find(name, Path("nowhere")).parent == EMBEDDED


def test_a_style_without_a_file_of_its_own_needs_the_catalogues_weights(tmp_path: Path):
    style = Style(name="x", title="X", method=Method.JOHNSON, lane=Lane.FAST, weights="johnson-udnie")

    assert weights_of(Method.JOHNSON, style, tmp_path) == ("johnson-udnie",)
