"""What only a machine with a CUDA device can show; `make test-gpu` there. Elsewhere these are not run."""

from pathlib import Path

import pytest
import torch

import weights
from jobs.catalogue import STYLES, Method
from nst.drawings import draw
from nst.referee import psnr
from worker import device, painters

pytestmark = pytest.mark.gpu

NOWHERE = Path("no-folder-of-downloaded-weights")


def painter(method: Method, style: str, where: str, side: int = 512) -> painters.Painter:
    return painters.build(method, {style: 1.0} if style else {}, NOWHERE, where, side)


def test_the_device_is_found_and_named():
    assert device.choose("auto") == "cuda"
    assert device.name("cuda")


@pytest.mark.parametrize("style", [s.name for s in STYLES.values() if s.method is Method.MULTISTYLE])
def test_one_pass_paints_on_the_gpu_what_it_paints_on_the_cpu(style: str):
    photo = draw("dots", (384, 512))
    on_cpu, on_gpu = (
        painter(Method.MULTISTYLE, style, where).paint(photo, [], 1.0, lambda _: None)
        for where in ("cpu", "cuda")
    )

    assert on_gpu.device.type == "cuda"
    assert psnr(on_cpu, on_gpu.cpu()) >= 38


def test_gatys_paints_on_the_gpu_and_comes_as_near_to_the_style_as_on_the_cpu():
    photo, style = draw("dots", (192, 256)), draw("stained_glass", (192, 256))
    losses = {}
    for where in ("cpu", "cuda"):
        steps = []
        painting = painter(Method.GATYS, "", where, 256).paint(photo, [(style, 1.0)], 1.0, steps.append)
        losses[where] = steps[-1].loss

        assert painting.shape == photo.shape

    assert losses["cuda"] <= 1.1 * losses["cpu"]


def test_a_picture_too_large_for_the_memory_is_painted_at_half_the_size():
    total = torch.cuda.get_device_properties(0).total_memory

    def paint(side: int) -> int:
        # As much as the whole device at the full size, a quarter of it at half.
        torch.empty(int(total * (side / 1024) ** 2), dtype=torch.uint8, device="cuda")
        return side

    assert device.within_memory(paint, 1024) == (512, 512)


def test_our_weights_are_there():
    assert weights.installed("multistyle", NOWHERE)
    assert weights.installed("features-small", NOWHERE)
