"""The nets that we have built, and how the published output of each was made."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from torch import Tensor, nn

from cyclegan.generator import Generator
from nst.johnson import TransformerNet

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


NETS: dict[str, Net] = {
    "johnson": Net(build=TransformerNet, run=lambda net, given: {"y": net(255 * given["x"]) / 255}),
    "cyclegan": Net(build=Generator, run=lambda net, given: {"y": (net(2 * given["x"] - 1) + 1) / 2}),
}
