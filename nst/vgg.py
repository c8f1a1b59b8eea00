"""VGG-19 as a source of features: what Gatys compares pictures by.

Simonyan and Zisserman, 2015, https://arxiv.org/abs/1409.1556, table 1, column E; the layer names are those
of Gatys et al., 2016, and the indices torchvision's.

``FeatureNet`` is the shape that every feature network here has, ours and our own small one alike.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from weights.checkpoint import State, WeightsError, load_strictly, read_state


class FeatureNet(Protocol):
    """A frozen network whose activations describe a picture; an ``nn.Module`` in practice."""

    @property
    def style_layers(self) -> tuple[str, ...]:
        """Keys of ``forward``'s result whose Gram matrices are the style, shallow to deep."""

    @property
    def content_layer(self) -> str:
        """Key of ``forward``'s result that is the content."""

    @property
    def pyramid(self) -> int:
        """On how many sizes of the picture, each half of the one before, style is measured.

        1 where the network is deep enough to see large strokes by itself.
        """

    def forward(self, image: Tensor) -> dict[str, Tensor]:
        """Compute the activations of the style layers and the content layer.

        Args:
            image: sRGB in [0, 1], shape (N, 3, H, W), H and W >= 16 px; may require a gradient. The
                network normalises it itself.

        Returns:
            One tensor (N, C, h, w) for each layer name, differentiable with respect to ``image``.
        """


@dataclass(frozen=True, kw_only=True)
class Convolution:
    """One 3×3 convolution of the table: its ReLU follows at once."""

    index: int  # in torchvision's `features`
    name: str
    inputs: int
    outputs: int
    pooled: bool = False  # a 2×2 max-pooling stands before it


# Nothing deeper than relu5_1 is used by Gatys et al.; three more convolutions follow in the checkpoint.
TABLE = (
    Convolution(index=0, name="relu1_1", inputs=3, outputs=64),
    Convolution(index=2, name="relu1_2", inputs=64, outputs=64),
    Convolution(index=5, name="relu2_1", inputs=64, outputs=128, pooled=True),
    Convolution(index=7, name="relu2_2", inputs=128, outputs=128),
    Convolution(index=10, name="relu3_1", inputs=128, outputs=256, pooled=True),
    Convolution(index=12, name="relu3_2", inputs=256, outputs=256),
    Convolution(index=14, name="relu3_3", inputs=256, outputs=256),
    Convolution(index=16, name="relu3_4", inputs=256, outputs=256),
    Convolution(index=19, name="relu4_1", inputs=256, outputs=512, pooled=True),
    Convolution(index=21, name="relu4_2", inputs=512, outputs=512),
    Convolution(index=23, name="relu4_3", inputs=512, outputs=512),
    Convolution(index=25, name="relu4_4", inputs=512, outputs=512),
    Convolution(index=28, name="relu5_1", inputs=512, outputs=512, pooled=True),
)

# In torchvision's file and of no use here: the last three convolutions and the classifier.
UNUSED = frozenset(
    f"{layer}.{leaf}"
    for layer in ("30", "32", "34", "classifier.0", "classifier.3", "classifier.6")
    for leaf in ("weight", "bias")
)

CLASSIC_STYLE = ("relu1_1", "relu2_1", "relu3_1", "relu4_1", "relu5_1")
SHALLOW_STYLE = ("relu1_1", "relu2_1", "relu3_1")
SHALLOW_DEPTH = 5  # convolutions up to relu3_1


class Vgg(nn.Module):
    """VGG-19 up to relu5_1, or up to relu3_1 where only that much of it is at hand.

    The whole network is used as Gatys et al., 2016, do. The first five convolutions alone see no more
    than 24 px, so they look at an image pyramid instead (Snelgrove, 2017, "High-resolution multi-scale
    neural texture synthesis").

    Borders are replicated instead of filled with zeros: zeros paint a frame around the picture.
    """

    mean: Tensor
    deviation: Tensor

    def __init__(self, depth: int = len(TABLE)) -> None:
        """Build the first ``depth`` convolutions of the table, untrained: all of them or the shallow five."""
        super().__init__()
        whole = depth == len(TABLE)
        self.table = TABLE[:depth]
        self.features = nn.ModuleDict({str(row.index): _convolution(row) for row in self.table})
        self.style_layers: tuple[str, ...] = CLASSIC_STYLE if whole else SHALLOW_STYLE
        self.content_layer: str = "relu4_2" if whole else "relu3_1"
        self.pyramid: int = 1 if whole else 3
        self.register_buffer("mean", _channels(0.485, 0.456, 0.406), persistent=False)
        self.register_buffer("deviation", _channels(0.229, 0.224, 0.225), persistent=False)

    @classmethod
    def load(cls, path: Path) -> "Vgg":
        """Read torchvision's file, or one with the features only, or one with the first five convolutions.

        Raises:
            WeightsError: it is none of these; the message names the key.
        """
        return cls.of(read_state(path))

    @classmethod
    def of(cls, state: Mapping[str, Tensor]) -> "Vgg":
        """As ``load``, from tensors: keys ``features.N.weight`` or ``N.weight``."""
        used = _used(state)
        net = cls(SHALLOW_DEPTH if "12.weight" not in used else len(TABLE))
        load_strictly(net, {f"features.{key}": value for key, value in used.items()})
        return net.eval().requires_grad_(False)

    def forward(self, image: Tensor) -> dict[str, Tensor]:
        """Compute the activations of the style layers and the content layer: see ``FeatureNet.forward``."""
        activations: dict[str, Tensor] = {}
        current = (image - self.mean) / self.deviation
        for row in self.table:
            if row.pooled:
                current = F.max_pool2d(current, 2)
            current = F.relu(self.features[str(row.index)](current))
            if row.name in self.style_layers or row.name == self.content_layer:
                activations[row.name] = current
        return activations


def _convolution(row: Convolution) -> nn.Conv2d:
    return nn.Conv2d(row.inputs, row.outputs, 3, padding=1, padding_mode="replicate")


def _channels(red: float, green: float, blue: float) -> Tensor:
    return torch.tensor([red, green, blue]).view(1, 3, 1, 1)


def _used(state: Mapping[str, Tensor]) -> State:
    plain = {key.removeprefix("features."): value for key, value in state.items()}
    if len(plain) != len(state):
        raise WeightsError("a key is there twice, with and without `features.`")
    return {key: value for key, value in plain.items() if key not in UNUSED}
