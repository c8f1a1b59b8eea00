"""What only a machine with a CUDA device can show; `make test-gpu` there. Elsewhere these are not run."""

import csv
import math
from pathlib import Path

import numpy
import pytest
import torch
from PIL import Image
from torch import Tensor, nn

import weights
from cyclegan.generator import CycleGAN, Generator
from cyclegan.train.__main__ import main as train_cyclegan
from jobs.catalogue import STYLES, Method
from nst.drawings import draw
from nst.johnson import Johnson, TransformerNet
from painting.step import Step
from painting.wish import Painter, Picture, StylePicture, Wish
from worker import device, painters

pytestmark = pytest.mark.gpu

NOWHERE = Path("no-folder-of-downloaded-weights")
PLACES = ("cpu", "cuda")


def painter(method: Method, style: str, where: str) -> Painter:
    return painters.build(method, {style: 1.0} if style else {}, STYLES, NOWHERE, where)


def unheard(step: Step) -> None:
    """Take a step and do nothing with it."""


def psnr(one: Picture, other: Picture) -> float:
    return -10 * math.log10(max(1e-20, float(numpy.square(one - other).mean())))


def untrained(net: nn.Module) -> dict[str, Tensor]:
    """Random weights: what they paint is no matter here."""
    chance = torch.Generator().manual_seed(1)
    return {
        name: 0.05 * torch.randn(value.shape, generator=chance) for name, value in net.state_dict().items()
    }


def test_the_device_is_found_and_named() -> None:
    assert device.choose("auto") == "cuda"
    assert device.name("cuda")


@pytest.mark.parametrize("style", [s.name for s in STYLES.values() if s.method is Method.MULTISTYLE])
def test_one_pass_paints_on_the_gpu_what_it_paints_on_the_cpu(style: str) -> None:
    wish = Wish(content=draw("dots", (384, 512)))
    on_cpu, on_gpu = (painter(Method.MULTISTYLE, style, where).paint(wish, unheard) for where in PLACES)

    assert on_gpu.shape == wish.content.shape
    assert psnr(on_cpu, on_gpu) >= 38


def test_cyclegan_paints_on_the_gpu_what_it_paints_on_the_cpu() -> None:
    wish = Wish(content=draw("dots", (130, 190)))
    state = untrained(Generator(channels=16, blocks=3))
    on_cpu, on_gpu = (CycleGAN(state, where).paint(wish, unheard) for where in PLACES)

    assert on_gpu.std() > 0.01
    assert psnr(on_cpu, on_gpu) >= 38


def test_johnson_paints_on_the_gpu_what_it_paints_on_the_cpu() -> None:
    wish = Wish(content=draw("dots", (130, 190)))
    torch.manual_seed(1)
    state = {name: value.clone() for name, value in TransformerNet().state_dict().items()}
    state["deconv3.conv2d.weight"] *= 100  # untrained, it paints all but black
    state["deconv3.conv2d.bias"] += 127
    on_cpu, on_gpu = (Johnson(state, where).paint(wish, unheard) for where in PLACES)

    assert on_gpu.std() > 0.01
    assert psnr(on_cpu, on_gpu) >= 38


def test_gatys_paints_on_the_gpu_and_comes_as_near_to_the_style_as_on_the_cpu() -> None:
    photo, style = draw("dots", (192, 256)), draw("stained_glass", (192, 256))
    wish = Wish(content=photo, styles=(StylePicture(picture=style),))
    losses = {}
    for where in PLACES:
        steps: list[Step] = []
        painting = painter(Method.GATYS, "", where).paint(wish, steps.append)
        losses[where] = steps[-1].loss

        assert painting.shape == photo.shape
        assert losses[where] is not None

    assert (losses["cuda"] or 0) <= 1.1 * (losses["cpu"] or 0)


def test_a_picture_too_large_for_the_memory_is_painted_at_half_the_size() -> None:
    total = torch.cuda.get_device_properties(0).total_memory

    def paint(side: int) -> int:
        # As much as the whole device at the full size, a quarter of it at half.
        torch.empty(int(total * (side / 1024) ** 2), dtype=torch.uint8, device="cuda")
        return side

    assert device.within_memory(paint, 1024, strips=False) == (512, 512)


def test_our_weights_are_there() -> None:
    assert weights.installed("multistyle", NOWHERE)
    assert weights.installed("features-small", NOWHERE)


@pytest.mark.parametrize("precision", ["float32", "bfloat16"])
def test_a_pair_is_trained_on_the_gpu_and_taken_up_again(precision: str, tmp_path: Path) -> None:
    for kind, drawing in (("a", "dots"), ("b", "stained_glass")):
        (tmp_path / kind).mkdir()
        pixels = (255 * draw(drawing, 48)).round().astype(numpy.uint8).transpose(1, 2, 0)
        Image.fromarray(pixels).save(tmp_path / kind / "0.png")
    command = [
        "--a", str(tmp_path / "a"), "--b", str(tmp_path / "b"), "--folder", str(tmp_path),
        "--out-ab", str(tmp_path / "ab.safetensors"), "--out-ba", str(tmp_path / "ba.safetensors"),
        "--steps", "4", "--side", "32", "--channels", "4", "--blocks", "1", "--judge-channels", "4",
        "--pool", "1", "--device", "cuda", "--precision", precision,
    ]  # fmt: skip
    train_cyclegan([*command, "--until", "2"])
    train_cyclegan([*command, "--resume"])

    with (tmp_path / "metrics.csv").open() as file:
        assert [row["step"] for row in csv.DictReader(file)] == ["1", "2", "3", "4"]
    wish = Wish(content=draw("dots", 40))
    assert CycleGAN(tmp_path / "ab.safetensors", "cuda").paint(wish, unheard).shape == (3, 40, 40)
