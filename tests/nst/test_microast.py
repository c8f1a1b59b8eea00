"""MicroAST, untrained and with the published weights. Its numbers are compared in ``tests.parity``."""

from dataclasses import replace
from pathlib import Path

import numpy
import pytest
import torch

from nst.calm import ROWS, calmed
from nst.microast import MicroAST
from nst.microast_net import MicroASTNet
from painting.step import Step
from painting.wish import Arrangement, Mask, Picture, StylePicture, Wish
from weights.checkpoint import WeightsError

PARTS = ("content_encoder", "style_encoder", "modulator", "decoder")
PUBLISHED = Path(__file__).parents[2] / ".." / "shared" / "weights" / "microast"
Files = tuple[Path, Path, Path, Path]


def waves(height: int, width: int, shift: float = 0.0) -> Picture:
    """A picture that is the same on every machine, another for each ``shift``."""
    rows, columns = numpy.mgrid[:height, :width]
    colours = numpy.array([0.11, 0.17, 0.23])[:, None, None]
    across, down = numpy.cos((1 + shift) * colours[::-1] * columns), numpy.sin(colours * rows + shift)
    slow: Picture = (0.5 + 0.25 * down + 0.25 * across).astype(numpy.float32)
    return slow


def wish(content: Picture, *shifts: float, strength: float = 1.0) -> Wish:
    styles = tuple(StylePicture(picture=waves(48, 60, shift)) for shift in shifts)
    return Wish(content=content, styles=styles, strength=strength)


def files_in(folder: Path, suffix: str) -> Files:
    first, second, third, fourth = (folder / f"{part}{suffix}.pth.tar" for part in PARTS)
    return first, second, third, fourth


def silent(step: Step) -> None:
    pass


def psnr(one: Picture, other: Picture) -> float:
    return float(-10 * numpy.log10(numpy.square(one - other).mean() + 1e-20))


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Files:
    folder = tmp_path_factory.mktemp("microast")
    torch.manual_seed(0)
    net = MicroASTNet()
    for part in PARTS:
        torch.save(net.get_submodule(part).state_dict(), folder / f"{part}.pth.tar")
    return files_in(folder, "")


@pytest.fixture(scope="module")
def painter(files: Files) -> MicroAST:
    return MicroAST(*files)


@pytest.fixture(scope="module")
def trained() -> MicroAST:
    paths = files_in(PUBLISHED, "_iter_160000")
    if not all(path.is_file() for path in paths):
        pytest.skip(f"no published weights at {PUBLISHED}")
    return MicroAST(*paths)


def test_the_net_is_as_small_as_published() -> None:
    assert sum(parameter.numel() for parameter in MicroASTNet().parameters()) == 471_987


def test_a_painting_does_not_depend_on_what_was_painted_before(files: Files, painter: MicroAST) -> None:
    asked = wish(waves(40, 32), 1.0, strength=0.5)
    painter.paint(wish(waves(24, 24), 2.0), silent)
    painter.paint(asked, silent)

    assert numpy.array_equal(painter.paint(asked, silent), MicroAST(*files).paint(asked, silent))


def test_a_style_is_remembered_by_what_it_shows(painter: MicroAST) -> None:
    asked = wish(waves(40, 32), 1.0)
    before = painter.paint(asked, silent)
    asked.styles[0].picture[:] = waves(48, 60, 2.0)

    assert not numpy.array_equal(painter.paint(asked, silent), before)


def test_more_strength_is_further_from_the_photo(trained: MicroAST) -> None:
    photo = waves(96, 128)
    strengths = (0.1, 0.25, 0.5, 0.75, 1.0)
    far = [psnr(trained.paint(wish(photo, 3.0, strength=strength), silent), photo) for strength in strengths]

    assert far == sorted(far, reverse=True)
    # The published way, which mixes the features alone, would give a picture of one colour here: 5 dB.
    assert far[1] > 15


def test_a_mixture_lies_between_its_styles(trained: MicroAST) -> None:
    photo = waves(96, 128)
    one, other, both = (
        trained.paint(wish(photo, *shifts), silent) for shifts in ((0.5,), (3.0,), (0.5, 3.0))
    )
    apart = numpy.linalg.norm(one - other)

    assert 0.1 * apart < numpy.linalg.norm(both - one) < apart
    assert 0.1 * apart < numpy.linalg.norm(both - other) < apart


def test_only_the_proportion_of_the_weights_counts(painter: MicroAST) -> None:
    asked = wish(waves(20, 30), 1.0, 2.0)
    doubled = tuple(replace(style, weight=2.0) for style in asked.styles)

    assert numpy.array_equal(
        painter.paint(replace(asked, styles=doubled), silent), painter.paint(asked, silent)
    )


def test_a_style_without_weight_does_not_count(painter: MicroAST) -> None:
    asked = wish(waves(20, 30), 1.0, 2.0)
    first, second = asked.styles
    alone = painter.paint(replace(asked, styles=(first,)), silent)

    assert numpy.array_equal(
        painter.paint(replace(asked, styles=(first, replace(second, weight=0.0))), silent), alone
    )


def test_a_style_rules_only_where_its_mask_says(painter: MicroAST) -> None:
    mask: Mask = numpy.zeros((20, 32), numpy.float32)
    mask[:, :16] = 1
    photo = waves(20, 32)
    painting = painter.paint(
        Wish(content=photo, styles=(StylePicture(picture=waves(48, 60, 1.0), mask=mask),)), silent
    )

    assert numpy.array_equal(painting[:, :, 16:], photo[:, :, 16:])
    assert not numpy.allclose(painting[:, :, :16], photo[:, :, :16])


def test_two_styles_can_stand_side_by_side(painter: MicroAST) -> None:
    asked = replace(wish(waves(32, 64), 1.0, 2.0), arrangement=Arrangement.SPLIT)
    left, right = (
        painter.paint(replace(asked, styles=(style,), arrangement=Arrangement.BLEND), silent)
        for style in asked.styles
    )
    painting = painter.paint(asked, silent)

    assert numpy.allclose(painting[:, :, :16], left[:, :, :16], atol=1e-6)
    assert numpy.allclose(painting[:, :, -16:], right[:, :, -16:], atol=1e-6)


@pytest.mark.slow
def test_the_size_of_the_strokes_can_be_chosen(trained: MicroAST) -> None:
    asked = wish(waves(64, 64), 1.0)
    small, large = (trained.paint(replace(asked, style_scale=scale), silent) for scale in (0.25, 2.0))

    assert not numpy.allclose(small, large, atol=0.02)


def test_a_file_of_another_part_is_refused_by_its_key(files: Files) -> None:
    content_encoder, style_encoder, modulator, decoder = files

    with pytest.raises(WeightsError, match=r"weight1\.0\.conv_layer\.weight is missing"):
        MicroAST(content_encoder, style_encoder, decoder, modulator)


def test_noise_is_calmed_and_an_edge_is_kept() -> None:
    torch.manual_seed(0)
    edge = torch.full((1, 3, 64, 64), 0.2)
    edge[:, :, :, 32:] = 0.8
    noisy = edge + 0.005 * torch.randn_like(edge)
    calm = calmed(noisy)

    assert (calm - edge).std() < 0.5 * (noisy - edge).std()
    assert torch.allclose(calm[:, :, :, 31:33], edge[:, :, :, 31:33], atol=0.03)


def test_a_tall_photo_is_calmed_as_if_it_were_one_piece() -> None:
    torch.manual_seed(0)
    photo = 0.5 + 0.02 * torch.randn(1, 3, 2 * ROWS, 24)
    across = slice(ROWS - 50, ROWS + 50)

    assert torch.equal(calmed(photo)[:, :, across][:, :, 10:-10], calmed(photo[:, :, across])[:, :, 10:-10])
