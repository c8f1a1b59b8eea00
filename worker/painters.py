"""Method to painter: the one table of who paints what, and the painters kept warm."""

from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Protocol

from torch import Tensor

import weights
from cyclegan.generator import CycleGAN
from jobs.catalogue import CATALOGUE, STYLES, Lane, Method, Style
from nst.features import SmallFeatures
from nst.gatys import Gatys
from nst.johnson import Johnson
from nst.multistyle import MultiStyle
from nst.step import Step
from nst.vgg import FeatureNet, Vgg

#: Gatys looks through the first of these feature networks that is installed; with what results call it.
FEATURES = {"vgg19": "VGG-19", "features-small": "small features"}
#: Painters kept in memory by a worker.
MOST_WARM = 6


class Painter(Protocol):
    """What every method of painting has."""

    def paint(
        self,
        content: Tensor,
        styles: Sequence[tuple[Tensor, float]],
        strength: float,
        progress: Callable[[Step], None],
    ) -> Tensor:
        """Paint ``content``.

        Args:
            content: sRGB in [0, 1], shape (3, H, W).
            styles: style pictures of the same form with their weights; none for nets that have their style.
            strength: in [0, 1]; 0 gives ``content`` back.
            progress: called between steps; an exception that it raises stops the painting.

        Returns:
            sRGB in [0, 1], shape (3, H, W), the size of ``content``.
        """


def _gatys(file: Path, _: Mapping[str, float], device: str, longest_side: int) -> Painter:
    features: FeatureNet = SmallFeatures.load(file) if file.suffix == ".safetensors" else Vgg.load(file)
    return Gatys(features, device, longest_side=longest_side)


def _multistyle(file: Path, mixture: Mapping[str, float], device: str, _: int) -> Painter:
    return MultiStyle(file, style=mixture, device=device)


def _johnson(file: Path, _: Mapping[str, float], device: str, __: int) -> Painter:
    return Johnson(file, device)


def _cyclegan(file: Path, _: Mapping[str, float], device: str, __: int) -> Painter:
    return CycleGAN(file, device)


#: Each takes the weights' file, gallery styles with their weights, a device, and pixels of the longer side
#: (for painters that shrink and enlarge by themselves).
PAINTERS: dict[Method, Callable[[Path, Mapping[str, float], str, int], Painter]] = {
    Method.GATYS: _gatys,
    Method.MULTISTYLE: _multistyle,
    Method.JOHNSON: _johnson,
    Method.CYCLEGAN: _cyclegan,
}

#: How results name the method.
TITLES: dict[Method, str] = {
    Method.GATYS: "Gatys",
    Method.MULTISTYLE: "Atelier",
    Method.JOHNSON: "Johnson",
    Method.CYCLEGAN: "CycleGAN",
}


def weights_of(method: Method, gallery: Sequence[str], folder: Path) -> str:
    """Name the weights that a method needs for these gallery styles."""
    if method is Method.GATYS:
        return next((name for name in FEATURES if weights.installed(name, folder)), "features-small")
    return STYLES[gallery[0]].weights or ""


def title(method: Method, folder: Path) -> str:
    """How a result names what painted it: "Gatys, small features"."""
    if method is not Method.GATYS:
        return TITLES[method]
    return f"{TITLES[method]}, {FEATURES[weights_of(method, (), folder)]}"


def build(
    method: Method, mixture: Mapping[str, float], folder: Path, device: str, longest_side: int
) -> Painter:
    """Load a painter.

    Args:
        mixture: gallery styles whose net it is, with their weights.
        folder: of the downloaded weights.
        longest_side: pixels; Gatys paints larger pictures at this size and enlarges.

    Raises:
        weights.FileError: its weights are missing or wrong; the message says what to do.
        weights.checkpoint.WeightsError: they hold something else than their name says.
    """
    file = weights.find(weights_of(method, tuple(mixture), folder), folder)
    return PAINTERS[method](file, mixture, device, longest_side)


def able(lane: Lane, folder: Path) -> frozenset[str]:
    """What can be painted in a lane with the weights that are installed; see :attr:`jobs.job.Job.needs`."""

    def installed(style: Style) -> bool:
        return weights.installed(weights_of(style.method, (style.name,), folder), folder)

    styles = (style for style in CATALOGUE if style.lane is lane and installed(style))
    return frozenset(str(s.method) if s.method is Method.GATYS else s.name for s in styles)


class Painters:
    """Painters kept warm: the least recently used one goes first."""

    def __init__(self, folder: Path, device: str) -> None:
        self.folder = folder
        self.device = device
        self._warm: OrderedDict[tuple[object, ...], Painter] = OrderedDict()

    def get(self, method: Method, mixture: Mapping[str, float], longest_side: int) -> Painter:
        """Find or load a painter; raises what :func:`build` raises."""
        key = (method, tuple(sorted(mixture.items())), longest_side)
        painter = self._warm.pop(key, None) or build(method, mixture, self.folder, self.device, longest_side)
        self._warm[key] = painter
        if len(self._warm) > MOST_WARM:
            self._warm.popitem(last=False)
        return painter
