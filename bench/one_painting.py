"""One painter paints one picture in this process: seconds and peak memory, as JSON on stdout.

A process of its own, because the peak is a process's and never falls:
``python -m bench.one_painting PAINTER SIDE``; the picture is SIDE × 3/4 SIDE px. Nets whose weights cannot be
had are untrained: time and memory do not depend on them.
"""

import json
import resource
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

import torch
from safetensors.torch import save_file

import weights
from cyclegan.generator import CycleGAN, Generator
from cyclegan.munit import Munit
from cyclegan.munit_net import MunitNet
from nst.adain import AdaIN
from nst.adain_net import Decoder, Encoder
from nst.drawings import draw
from nst.features import SmallFeatures
from nst.gatys import Gatys
from nst.johnson import Johnson, TransformerNet
from nst.microast import MicroAST
from nst.microast_net import MicroASTNet
from nst.msgnet import MSGNet
from nst.msgnet_net import MSGNetwork
from nst.multistyle import MultiStyle
from painting.sizes import resized
from painting.wish import Painter, StylePicture, Wish
from worker.paint import paint
from worker.painters import enlarger

STYLE_SIDE = 512  # pixels of the style image
GATYS_SIDE = 640  # pixels at which Gatys paints what is larger: the setting's default
NOWHERE = Path("nowhere")


@dataclass(frozen=True, kw_only=True)
class Subject:
    """A painter to be measured."""

    build: Callable[[], Painter]
    #: Whether it looks at a style image.
    looks: bool = False
    #: Pixels of the longer side; what is larger is painted at this size and enlarged.
    longest: int = 4096


def _microast() -> MicroAST:
    net = MicroASTNet()
    with TemporaryDirectory() as folder:
        files: list[Path] = []
        for part in (net.content_encoder, net.style_encoder, net.modulator, net.decoder):
            files.append(Path(folder) / f"{len(files)}.safetensors")
            save_file(part.state_dict(), files[-1])
        return MicroAST(files[0], files[1], files[2], files[3])


SUBJECTS = {
    "Gatys": Subject(
        build=lambda: Gatys(SmallFeatures.load(weights.find("features-small", NOWHERE))),
        looks=True,
        longest=GATYS_SIDE,
    ),
    "our styles": Subject(build=lambda: MultiStyle(weights.find("multistyle", NOWHERE), style="wave")),
    "Johnson": Subject(build=lambda: Johnson(TransformerNet().state_dict())),
    "CycleGAN": Subject(build=lambda: CycleGAN(Generator().state_dict())),
    "AdaIN": Subject(build=lambda: AdaIN(Encoder().state_dict(), Decoder().state_dict()), looks=True),
    "MSG-Net": Subject(build=lambda: MSGNet(MSGNetwork().state_dict()), looks=True),
    "MicroAST": Subject(build=_microast, looks=True),
    "MUNIT": Subject(build=lambda: Munit(MunitNet().state_dict())),
}
ENLARGER = "Enlarger ×2"


def main(name: str, side: int) -> None:
    """Measure one painter; for the enlarger ``side`` is that of the result."""
    torch.manual_seed(0)
    content = resized(draw("brush", (768, 1024)), side * 3 // 4, side).clip(0, 1)
    larger = enlarger(NOWHERE, "cpu")
    if name == ENLARGER:
        small = resized(content, side * 3 // 8, side // 2).clip(0, 1)
        seconds, height = _timed(lambda: larger.enlarge(small).shape[1])
    else:
        subject = SUBJECTS[name]
        styles = (StylePicture(picture=draw("waves", STYLE_SIDE)),) if subject.looks else ()
        wish, painter = Wish(content=content, styles=styles), subject.build()
        seconds, height = _timed(
            lambda: paint(painter, wish, subject.longest, larger, lambda _: None).shape[1]
        )
    if height != content.shape[1]:
        raise SystemExit(f"{name} gave {height} rows for {content.shape[1]}")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    print(json.dumps({"seconds": round(seconds, 2), "peak_gb": round(peak, 2)}))


def _timed(work: Callable[[], int]) -> tuple[float, int]:
    began = perf_counter()
    result = work()
    return perf_counter() - began, result


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
