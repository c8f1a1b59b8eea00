"""A small feature network of our own: what Gatys compares pictures by where VGG-19 is not at hand.

It has the shape of VGG-19's beginning (Simonyan & Zisserman, 2014, https://arxiv.org/abs/1409.1556) at
half the width and looks at an image pyramid, as ``nst.vgg`` does with the shallow file. On three levels a
1×1 convolution, the *tap*, gives VGG-19's features in the coordinates of their largest principal components.
A rotation leaves the norms of means and covariances as they are, so that style losses measured here come
near VGG-19's own, with the same weights.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from weights.checkpoint import load_strictly, read_state


@dataclass(frozen=True, kw_only=True)
class Level:
    """One convolution, its ReLU, and the tap on it if it has one."""

    name: str
    #: channels inside the network
    channels: int
    #: principal components of VGG-19's features that the tap gives; 0: there is no tap
    components: int = 0
    #: a 2×2 max-pooling stands before it
    pooled: bool = False


LEVELS = (
    Level(name="relu1_1", channels=32, components=32),
    Level(name="relu1_2", channels=32),
    Level(name="relu2_1", channels=64, components=80, pooled=True),
    Level(name="relu2_2", channels=64),
    Level(name="relu3_1", channels=128, components=160, pooled=True),
)
TAPPED = tuple(level for level in LEVELS if level.components)


class SmallFeatures(nn.Module):
    """Features of three levels; satisfies ``nst.vgg.FeatureNet``."""

    style_layers: tuple[str, ...] = tuple(level.name for level in TAPPED)
    content_layer: str = "relu3_1"
    pyramid: int = 3  # by itself it sees no more than 24 px

    mean: Tensor
    deviation: Tensor

    def __init__(self) -> None:
        super().__init__()
        self.convolution = nn.ModuleDict()
        self.tap = nn.ModuleDict()
        inside = 3
        for level in LEVELS:
            self.convolution[level.name] = _convolution(inside, level.channels)
            if level.components:
                self.tap[level.name] = nn.Conv2d(level.channels, level.components, 1)
            inside = level.channels
        self.register_buffer("mean", torch.tensor([0.485, 0.456, 0.406]).view(1, 3, 1, 1), persistent=False)
        self.register_buffer(
            "deviation", torch.tensor([0.229, 0.224, 0.225]).view(1, 3, 1, 1), persistent=False
        )

    @classmethod
    def load(cls, path: Path) -> "SmallFeatures":
        """Read weights, frozen and in float32.

        Raises:
            WeightsError: they are not this network's.
        """
        return cls.of(read_state(path))

    @classmethod
    def of(cls, state: Mapping[str, Tensor]) -> "SmallFeatures":
        """As ``load``, from tensors."""
        net = cls()
        load_strictly(net, {key: value.float() for key, value in state.items()})
        return net.eval().requires_grad_(False)

    def forward(self, image: Tensor) -> dict[str, Tensor]:
        """Compute the features of the tapped levels.

        Args:
            image: sRGB in [0, 1], shape (N, 3, H, W), H and W >= 16 px; may require a gradient.

        Returns:
            (N, components, h, w) for each tapped level, differentiable with respect to ``image``; not
            rectified, so that they may be negative.
        """
        trunk = self.trunk(image)
        return {level.name: self.tap[level.name](trunk[level.name]) for level in TAPPED}

    def trunk(self, image: Tensor) -> dict[str, Tensor]:
        """Compute what the taps see: rectified features of every level's own channels."""
        found = {}
        current = (image - self.mean) / self.deviation
        for level in LEVELS:
            current = F.max_pool2d(current, 2) if level.pooled else current
            current = found[level.name] = F.relu(self.convolution[level.name](current))
        return found


def _convolution(inside: int, outside: int) -> nn.Conv2d:
    # Borders are replicated: zeros would paint a frame around a picture optimised by these features.
    return nn.Conv2d(inside, outside, 3, padding=1, padding_mode="replicate")


def _channels(red: float, green: float, blue: float) -> Tensor:
    return torch.tensor([red, green, blue]).view(1, 3, 1, 1)
