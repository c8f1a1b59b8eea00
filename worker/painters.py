"""Method to painter: the one table of who paints what, and the painters kept warm."""

from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import weights
from cyclegan.generator import CycleGAN
from cyclegan.munit import Munit
from jobs.catalogue import Method, Style
from jobs.gallery import edition
from nst.adain import AdaIN
from nst.enlarger import Enlarger
from nst.features import SmallFeatures
from nst.gatys import Gatys
from nst.johnson import Johnson
from nst.microast import MicroAST
from nst.msgnet import MSGNet
from nst.multistyle import MultiStyle
from nst.vgg import FeatureNet, Vgg
from painting.wish import Painter
from worker.needs import FEATURES, files_of, weights_of

#: Painters kept in memory by a worker.
MOST_WARM = 6

#: Gallery styles of a net, with their weights in the mixture.
Mixture = Mapping[str, float]


def _gatys(files: Sequence[Path], _: Mixture, device: str) -> Painter:
    (file,) = files
    features: FeatureNet = SmallFeatures.load(file) if file.suffix == ".safetensors" else Vgg.load(file)
    return Gatys(features, device)


#: Each takes the files of its weights, gallery styles with their weights, and a device.
PAINTERS: dict[Method, Callable[[Sequence[Path], Mixture, str], Painter]] = {
    Method.GATYS: _gatys,
    Method.MULTISTYLE: lambda files, mixture, device: MultiStyle(files[0], style=mixture, device=device),
    Method.JOHNSON: lambda files, _, device: Johnson(files[0], device),
    Method.CYCLEGAN: lambda files, _, device: CycleGAN(files[0], device),
    Method.MICROAST: lambda files, _, device: MicroAST(files[0], files[1], files[2], files[3], device),
    Method.ADAIN: lambda files, _, device: AdaIN(files[0], files[1], device),
    Method.MSGNET: lambda files, _, device: MSGNet(files[0], device),
    Method.MUNIT: lambda files, _, device: Munit(files[0], device),
}

#: How results name what is our own and no single method.
OURS = "Atelier"
#: How results name the method.
TITLES: dict[Method, str] = {
    Method.GATYS: "Gatys",
    Method.MULTISTYLE: OURS,
    Method.JOHNSON: "Johnson",
    Method.CYCLEGAN: "CycleGAN",
    Method.ADAIN: "AdaIN",
    Method.MSGNET: "MSG-Net",
    Method.MICROAST: "MicroAST",
    Method.MUNIT: "MUNIT",
}


def title(method: Method, folder: Path) -> str:
    """How a result names what painted it: "Gatys, small features"."""
    if method is not Method.GATYS:
        return TITLES[method]
    return f"{TITLES[method]}, {FEATURES[weights_of(method, None, folder)[0]]}"


def build(
    method: Method, mixture: Mixture, styles: Mapping[str, Style], folder: Path, device: str
) -> Painter:
    """Load a painter.

    Args:
        mixture: gallery styles whose net it is, with their weights; none where it paints any style picture.
        styles: the gallery by name.
        folder: of the downloaded weights.

    Raises:
        weights.FileError: its weights are missing or wrong; the message says what to do.
        weights.checkpoint.WeightsError: they hold something else than their name says.
    """
    style = styles[next(iter(mixture))] if mixture else None
    return PAINTERS[method](files_of(method, style, folder), mixture, device)


def enlarger(folder: Path, device: str) -> Enlarger:
    """Load what makes results larger; raises what :func:`build` raises."""
    return Enlarger(weights.find("enlarger", folder), device)


class Painters:
    """Painters kept warm: the least recently used one goes first."""

    def __init__(self, folder: Path, device: str) -> None:
        self.folder = folder
        self.device = device
        self._warm: OrderedDict[tuple[object, ...], Painter] = OrderedDict()

    def get(self, method: Method, mixture: Mixture, styles: Mapping[str, Style]) -> Painter:
        """Find or load a painter; raises what :func:`build` raises."""
        parts = ((styles[name], share) for name, share in sorted(mixture.items()))
        # An operator's own style is another one once its file was changed.
        key = (method, tuple((style, share, edition(style)) for style, share in parts))
        painter = self._warm.pop(key, None) or build(method, mixture, styles, self.folder, self.device)
        self._warm[key] = painter
        if len(self._warm) > MOST_WARM:
            self._warm.popitem(last=False)
        return painter
