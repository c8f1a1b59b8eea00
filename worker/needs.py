"""Method and style to the files that they need, and so what can be painted here. No torch."""

from pathlib import Path

import weights
from jobs.catalogue import CATALOGUE, OWN_FAST, Lane, Method, Style

#: Gatys looks through the first of these feature networks that is installed; with what results call it.
FEATURES = {"vgg19": "VGG-19", "features-small": "small features"}
#: What the painters of any style picture in one pass need.
OWN_FAST_WEIGHTS: dict[Method, tuple[str, ...]] = {
    Method.MICROAST: (
        "microast-content-encoder", "microast-style-encoder", "microast-modulator", "microast-decoder",
    ),
    Method.ADAIN: ("adain-vgg", "adain-decoder"),
    Method.MSGNET: ("msgnet",),
}  # fmt: skip


def weights_of(method: Method, style: Style | None, folder: Path) -> tuple[str, ...]:
    """Name the weights that a method needs, for a gallery style where it paints one."""
    if method is Method.GATYS:
        return (next((name for name in FEATURES if weights.installed(name, folder)), "features-small"),)
    if method in OWN_FAST:
        return OWN_FAST_WEIGHTS[method]
    return (style.weights,) if style and style.weights else ()


def files_of(method: Method, style: Style | None, folder: Path) -> tuple[Path, ...]:
    """Find the files of a painter: in the weights folder, or the operator's own.

    Raises:
        weights.FileError: weights are missing or wrong; the message says what to do.
    """
    if style is not None and style.file is not None and not style.by_picture:
        return (style.file,)
    return tuple(weights.find(name, folder) for name in weights_of(method, style, folder))


def installed(method: Method, style: Style | None, folder: Path) -> bool:
    """Whether the weights are there, without reading them."""
    return all(weights.installed(name, folder) for name in weights_of(method, style, folder))


def able(lane: Lane, folder: Path) -> frozenset[str]:
    """What is built in and can be painted in a lane with the weights that are installed.

    Returns:
        Names of styles, and of methods for style pictures; see :attr:`jobs.job.Job.needs`.
    """
    there = (s for s in CATALOGUE if s.lane is lane and installed(s.method, s, folder))
    named = {str(s.method) if s.by_picture else s.name for s in there}
    if lane is Lane.FAST:
        named |= {str(method) for method in OWN_FAST if installed(method, None, folder)}
    return frozenset(named)
