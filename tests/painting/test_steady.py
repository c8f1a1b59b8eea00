"""Measurements held over a shot: still pictures are what they were, and frames differ where they change."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy
import pytest
import torch
import torch.nn.functional as F
from torch import Tensor, nn

import weights
from cyclegan.generator import CycleGAN, Generator
from cyclegan.munit import Munit
from cyclegan.munit_net import MunitNet
from nst.adain import AdaIN
from nst.adain_net import Decoder, Encoder
from nst.johnson import Johnson, TransformerNet
from nst.microast import MicroAST
from nst.microast_net import MicroASTNet
from nst.msgnet import MSGNet
from nst.msgnet_net import MSGNetwork
from nst.multistyle import MultiStyle
from painting import layers, steady
from painting.layers import Limits, limited_to
from painting.steady import Shot, Unsteady
from painting.wish import Arrangement, Colours, Painter, Picture, StylePicture, Wish
from tests.painting.samples import clouds, unheard

#: Of the frames: what moves at the left is not seen by any net at the right.
HEIGHT, WIDTH, FAR = 32, 160, 128
NOWHERE = Path("nowhere")


def lively(net: nn.Module) -> Any:
    """An untrained net whose layers lose nothing of what they are given, unlike torch's."""
    for module in net.modules():
        if isinstance(module, nn.Conv2d):
            nn.init.kaiming_normal_(module.weight)
    return net


def microast(folder: Path) -> MicroAST:
    net, files = lively(MicroASTNet()), list[Path]()
    for part in (net.content_encoder, net.style_encoder, net.modulator, net.decoder):
        files.append(folder / f"{len(files)}.pth")
        torch.save(part.state_dict(), files[-1])
    return MicroAST(files[0], files[1], files[2], files[3])


#: Every painter of one pass, untrained where its weights are not in the package; whether it wants a style.
PAINTERS: dict[str, tuple[Callable[[Path], Painter], bool]] = {
    "our styles": (lambda _: MultiStyle(weights.find("multistyle", NOWHERE), style="wave"), False),
    "Johnson": (lambda _: Johnson(TransformerNet().state_dict()), False),
    "CycleGAN": (lambda _: CycleGAN(Generator(channels=8, blocks=2).state_dict()), False),
    "AdaIN": (lambda _: AdaIN(lively(Encoder()).state_dict(), lively(Decoder()).state_dict()), True),
    "MSG-Net": (lambda _: MSGNet(MSGNetwork().state_dict()), True),
    "MicroAST": (microast, True),
    "MUNIT": (lambda _: Munit(MunitNet().state_dict()), False),
    "MUNIT with a style": (lambda _: Munit(MunitNet().state_dict()), True),
}
ALL = [pytest.param(name, marks=[pytest.mark.slow] * ("MUNIT" in name)) for name in PAINTERS]


def frames(count: int = 2) -> list[Picture]:
    """A bright square walks in from the left; behind it nothing moves."""
    made = []
    for number in range(count):
        frame = clouds(HEIGHT, WIDTH, least=0.1, most=0.6)
        frame[:, 8:24, : 24 * number] = 1.0
        made.append(frame)
    return made


def wish(content: Picture, styled: bool, **more: object) -> Wish:
    styles = (StylePicture(picture=clouds(64, 64, seed=5)),) if styled else ()
    return replace(Wish(content=content, styles=styles, style_scale=0.2), **more)  # type: ignore[arg-type]


def painted(painter: Painter, wishes: list[Wish]) -> list[Picture]:
    """Paint a shot, its first and last frame being the key frames."""
    shot, made = Shot(), []
    for one in (wishes[0], wishes[-1]):
        with shot.key_frame():
            painter.paint(one, unheard)
    for one in wishes:
        with shot.frame():
            made.append(painter.paint(one, unheard))
    return made


def far_change(pictures: list[Picture]) -> float:
    """The most that changes where nothing moves, in parts of what there is to see."""
    far = [picture[:, :, FAR:] for picture in pictures]
    return max(float(numpy.abs(one - far[0]).max()) for one in far) / float(far[0].std())


@pytest.mark.parametrize("name", ALL)
@pytest.mark.parametrize(
    "limits",
    [
        pytest.param(layers.USUAL, id=""),
        pytest.param(Limits(whole=1 << 16, strip=1 << 14), id="in strips", marks=pytest.mark.slow),
    ],
)
def test_what_does_not_move_is_painted_alike_in_each_frame(tmp_path: Path, name: str, limits: Limits) -> None:
    torch.manual_seed(0)
    build, styled = PAINTERS[name]
    painter, wishes = build(tmp_path), [wish(frame, styled) for frame in frames()]
    with limited_to(limits):
        alone = [painter.paint(one, unheard) for one in wishes]
        together = painted(build(tmp_path), wishes)

    assert far_change(together) < 1e-3
    assert far_change(alone) > 10 * far_change(together)


@pytest.mark.parametrize(
    ("name", "more"),
    [
        ("MicroAST", {"strength": 0.5}),
        pytest.param("MUNIT with a style", {"strength": 0.5}, marks=pytest.mark.slow),
        ("AdaIN", {"strength": 0.5}),
        ("MicroAST", {"colours": Colours.MATCHED}),
        ("MicroAST", {"colours": Colours.LUMINANCE}),
        ("CycleGAN", {"colours": Colours.MATCHED}),
        ("AdaIN", {"arrangement": Arrangement.SPLIT}),
        pytest.param("MSG-Net", {"arrangement": Arrangement.SPLIT}, marks=pytest.mark.slow),
    ],
)
def test_so_it_is_with_the_controls(tmp_path: Path, name: str, more: dict[str, object]) -> None:
    torch.manual_seed(0)
    build, styled = PAINTERS[name]
    wishes = [wish(frame, styled, **more) for frame in frames()]
    if "arrangement" in more:
        second = StylePicture(picture=clouds(64, 64, seed=6))
        wishes = [replace(one, styles=(*one.styles, second)) for one in wishes]
    alone, together = (
        [build(tmp_path).paint(one, unheard) for one in wishes],
        painted(build(tmp_path), wishes),
    )

    assert far_change(together) < 1e-3
    assert far_change(alone) > 10 * far_change(together)


def test_a_shot_of_one_frame_is_painted_as_a_picture_is(tmp_path: Path) -> None:
    painter, one = PAINTERS["our styles"][0](tmp_path), wish(frames()[1], styled=False)
    (frame,) = painted(painter, [one])

    assert numpy.abs(frame - painter.paint(one, unheard)).max() < 1e-4


@torch.inference_mode()
def test_outside_of_a_shot_norms_are_torchs_own_to_the_bit() -> None:
    features = torch.randn(2, 5, 9, 8, generator=torch.Generator().manual_seed(1)) + 3
    norm = layers.InstanceNorm(5)
    mean, deviation = layers.mean_deviation(features, 1e-5, unbiased=True)
    variance, wanted = torch.var_mean(features, (2, 3), correction=1)

    assert torch.equal(norm(features), F.instance_norm(features, eps=norm.eps))
    assert torch.equal(mean, wanted)
    assert torch.equal(deviation, (variance + 1e-5).sqrt())


def values(seed: int) -> Tensor:
    return torch.randn(1, 3, 20, 10, generator=torch.Generator().manual_seed(seed)) * (seed + 1) + seed


@torch.inference_mode()
def test_key_frames_are_measured_as_if_they_were_one_picture() -> None:
    shot, each = Shot(), [values(seed) for seed in (0, 1, 2)]
    for features in each:
        with shot.key_frame():
            layers.mean_deviation(features)
    with shot.frame():
        mean, deviation = layers.mean_deviation(values(9))
    wanted_mean, wanted = layers.mean_deviation(torch.cat(each, 2))

    torch.testing.assert_close(mean, wanted_mean)
    torch.testing.assert_close(deviation, wanted)


def test_other_numbers_are_averaged() -> None:
    shot = Shot()
    for number in (1.0, 4.0):
        with shot.key_frame():
            steady.numbers(lambda number=number: (number, torch.full((2,), number)))
    with shot.frame():
        alone, both = steady.numbers(lambda: (9.0, torch.zeros(2)))

    assert alone == 2.5
    assert both.tolist() == [2.5, 2.5]


def test_a_frame_begins_again_with_the_first_measurement() -> None:
    shot, found = Shot(), []
    with shot.key_frame():
        steady.numbers(lambda: 1)
        steady.numbers(lambda: 2)
    for _ in range(2):
        with shot.frame():
            found.append((steady.numbers(lambda: 0), steady.numbers(lambda: 0)))

    assert found == [(1, 2), (1, 2)]


def test_what_a_measurement_measures_on_its_way_is_part_of_it() -> None:
    shot = Shot()
    with shot.key_frame():
        steady.numbers(lambda: steady.numbers(lambda: 1) + 1)
    with shot.frame():
        found = steady.numbers(lambda: 0)

    assert found == 2


def test_what_does_not_belong_to_a_frame_is_measured_as_ever() -> None:
    shot = Shot()
    with shot.key_frame():
        steady.numbers(lambda: 1)
    with shot.frame(), steady.suspended():
        found = steady.numbers(lambda: 5)

    assert found == 5
    assert not steady.is_held()


def test_a_painter_that_measures_something_else_is_found_out() -> None:
    shot, other = Shot(), Shot()
    with shot.key_frame():
        layers.mean_deviation(values(0))
    with pytest.raises(Unsteady), shot.frame():
        layers.mean_deviation(values(0)[:, :2])
    for count in (1, 2):
        with other.key_frame():
            for _ in range(count):
                steady.numbers(lambda: 1)

    with pytest.raises(Unsteady, match="differently"), other.frame():
        pass


def test_a_shot_ends_with_its_block_even_where_that_fails() -> None:
    with pytest.raises(ZeroDivisionError), Shot().key_frame():
        steady.numbers(lambda: 1 / 0)

    assert not steady.is_held()
