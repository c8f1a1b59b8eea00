"""Every painter with weights that need no download: for tests of what all have in common."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor, nn

from cyclegan.generator import CycleGAN, Generator
from cyclegan.munit import Munit
from cyclegan.munit_net import MunitNet
from jobs.catalogue import Method
from nst.adain import AdaIN
from nst.adain_net import Decoder, Encoder
from nst.gatys import Gatys
from nst.johnson import Johnson, TransformerNet
from nst.microast import MicroAST
from nst.microast_net import MicroASTNet
from nst.msgnet import MSGNet
from nst.msgnet_net import MSGNetwork
from nst.multistyle import MultiStyle, names
from painting.wish import Painter
from tests.nst.gatys_pictures import SHORT, random_features
from tests.parity.formula import formula_weights

ROOT = Path(__file__).parents[2]
EMBEDDED = ROOT / "weights" / "files" / "multistyle.safetensors"
MICROAST = ROOT / ".." / "shared" / "weights" / "microast"
PARTS = ("content_encoder", "style_encoder", "modulator", "decoder")

State = dict[str, Tensor]


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One painter, and what the contract has to know of it."""

    #: Makes it; the folder is for files that it reads.
    build: Callable[[Path], Painter]
    #: The least and the greatest number of style pictures; (0, 0): the style is in the weights.
    takes: tuple[int, int] = (0, 0)
    #: Steps that it reports for a small photo, with one style that it has not seen.
    steps: int
    #: How alike, in dB, a painting in strips and a plain one are at least: with layers kept as float32, and
    #: as float16. None: it wants gradients, and its layers are never cut.
    strips: tuple[float, float] | None = (60, 45)


def _formula(net: nn.Module, seed: int = 0) -> State:
    return formula_weights({key: value.shape for key, value in net.state_dict().items()}, {"": seed})


def _johnson(_: Path) -> Painter:
    state = _formula(TransformerNet())
    state["deconv3.conv2d.weight"] *= 30  # else it would paint nearly black
    state["deconv3.conv2d.bias"] += 127
    return Johnson(state)


def _msgnet(_: Path) -> Painter:
    state = _formula(MSGNetwork())
    for name in ("ins.weight", "model.1.weight"):
        state[name] *= 4000  # else the style would not count
    for name in ("model.12.conv2d.weight", "model.12.conv2d.bias"):
        state[name] *= 30  # else it would paint nearly black
    state["model.12.conv2d.bias"] += 128
    return MSGNet(state)


def _microast(folder: Path) -> Painter:
    files = [MICROAST / f"{part}_iter_160000.pth.tar" for part in PARTS]
    if not all(file.is_file() for file in files):
        files = [_saved(folder / f"{part}.pth.tar", part) for part in PARTS]
    return MicroAST(files[0], files[1], files[2], files[3])


def _saved(file: Path, part: str) -> Path:
    torch.save(_formula(MicroASTNet().get_submodule(part)), file)
    return file


EVERY: Mapping[Method, Entry] = {
    Method.GATYS: Entry(
        build=lambda _: Gatys(random_features(), recipe=SHORT), takes=(1, 4), steps=12, strips=None
    ),
    # Eight strokes and five residuals of two.
    Method.MULTISTYLE: Entry(build=lambda _: MultiStyle(EMBEDDED, style=names(EMBEDDED)[0]), steps=18),
    # Six convolutions and five residual blocks of two.
    Method.JOHNSON: Entry(build=_johnson, steps=16),
    # Six convolutions and nine residual blocks of two.
    Method.CYCLEGAN: Entry(build=lambda _: CycleGAN(_formula(Generator())), steps=24),
    Method.MICROAST: Entry(build=_microast, takes=(1, 4), steps=18),
    # Ten convolutions of the encoder for photo and style each, nine of the decoder.
    Method.ADAIN: Entry(
        build=lambda _: AdaIN(_formula(Encoder()), _formula(Decoder(), 1)),
        takes=(1, 4),
        steps=29,
        strips=(100, 60),
    ),
    Method.MSGNET: Entry(build=_msgnet, takes=(1, 4), steps=45, strips=(100, 70)),
    Method.MUNIT: Entry(build=lambda _: Munit(_formula(MunitNet())), takes=(0, 4), steps=22),
}
