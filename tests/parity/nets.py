"""The nets that we have built, and how the published output of each was made."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import torch
from torch import Tensor, nn

from cyclegan.generator import Generator
from cyclegan.munit_net import MunitNet
from nst.adain_net import CHANNELS, DEEPER, Decoder, Encoder, adapted, statistics
from nst.johnson import TransformerNet
from nst.microast_net import MicroASTNet
from nst.msgnet_net import MSGNetwork

Arrays = Mapping[str, Tensor]


@dataclass(frozen=True, kw_only=True)
class Net:
    """One architecture."""

    #: Makes it untrained.
    build: Callable[[], nn.Module]
    #: The net and the file's arrays → what the file holds as outputs, by their names there.
    run: Callable[[Any, Arrays], Arrays]
    #: Prefix of a parameter's name → seed of the formula.
    seeds: Mapping[str, int] = field(default_factory=lambda: {"": 0})
    #: Prefix of a parameter's name → file of real weights, relative to the vectors; none: the formula's.
    real: Mapping[str, str] = field(default_factory=dict)


def _microast(net: MicroASTNet, given: Arrays) -> Arrays:
    signals = net.signals(given["style"])
    return {name: net(given["x"], signals, share) for name, share in (("y", 1.0), ("y_half", 0.5))}


def _munit(net: MunitNet, given: Arrays) -> Arrays:
    style = net.enc_style(2 * given["style"] - 1)
    return {"style_code": style, "y": (net(2 * given["x"] - 1, style) + 1) / 2}


class PublishedAdaIN(nn.Module):
    """Both halves under the names of the key list, the encoder with the layers that nobody uses."""

    def __init__(self) -> None:
        super().__init__()
        unused = [
            nn.Conv2d(CHANNELS, CHANNELS, 3) if number in DEEPER else nn.Identity()
            for number in range(31, 52)
        ]
        self.vgg = nn.Sequential(*Encoder(), *unused)
        self.decoder = Decoder()

    def forward(self, content: Tensor, styles: Mapping[Tensor, float], strength: float) -> Tensor:
        """Paint with a mixture of styles by their weights."""
        encoder = self.vgg[:31]
        features = encoder(content)
        mixed = torch.zeros_like(features)
        for style, weight in styles.items():
            mixed += weight * adapted(features, *statistics(encoder(style)))
        painted: Tensor = self.decoder(features.lerp(mixed, strength))
        return painted


def _adain(net: PublishedAdaIN, given: Arrays) -> Arrays:
    return {"y": net(given["x"], {given["style1"]: 0.7, given["style2"]: 0.3}, 0.6)}


def _msgnet(net: MSGNetwork, given: Arrays) -> Arrays:
    x, style = (255 * given[name].flip(1) for name in ("x", "style"))
    return {"y_bgr255": net(x, net.gram(style))}


NETS: dict[str, Net] = {
    "johnson": Net(build=TransformerNet, run=lambda net, given: {"y": net(255 * given["x"]) / 255}),
    "cyclegan": Net(build=Generator, run=lambda net, given: {"y": (net(2 * given["x"] - 1) + 1) / 2}),
    "adain": Net(build=PublishedAdaIN, run=_adain, seeds={"vgg.": 0, "decoder.": 1}),
    "msgnet": Net(build=MSGNetwork, run=_msgnet),
    "microast": Net(
        build=MicroASTNet,
        run=_microast,
        real={
            f"{part}.": f"../weights/microast/{part}_iter_160000.pth.tar"
            for part in ("content_encoder", "style_encoder", "modulator", "decoder")
        },
    ),
    "munit": Net(build=MunitNet, run=_munit),
}
