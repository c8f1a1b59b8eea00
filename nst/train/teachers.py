"""The feature networks that judge a painting while we train: VGG-19's beginning and its distilled form.

Simonyan & Zisserman, 2014, https://arxiv.org/abs/1409.1556, configuration E;
Wang et al., 2020, https://arxiv.org/abs/2003.08436 (collaborative distillation, 16 times smaller).
"""

from copy import copy
from pathlib import Path
from typing import Protocol

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from weights.checkpoint import read_state

MEAN = (0.485, 0.456, 0.406)
DEVIATION = (0.229, 0.224, 0.225)


class Teacher(Protocol):
    """Anything that turns (N, 3, H, W) in [0, 1] into named features."""

    def __call__(self, image: Tensor) -> dict[str, Tensor]: ...


class ShallowVgg(nn.Module):
    """VGG-19's first convolutions, as far as the file goes (relu1_1 to relu3_1), without padding.

    A few pixels at the border go unjudged; with padding they would be judged wrongly.
    """

    #: index in torchvision's ``features``: name of what its ReLU gives, whether pooling comes first
    table = ((0, "relu1_1", False), (2, "relu1_2", False), (5, "relu2_1", True), (7, "relu2_2", False),
             (10, "relu3_1", True))  # fmt: skip

    def __init__(self, weights: dict[str, Tensor]) -> None:
        super().__init__()
        self.rows: tuple[tuple[int, str, bool], ...] = self.table
        for index, _, _ in self.table:
            self.register_buffer(f"weight{index}", weights[f"{index}.weight"])
            self.register_buffer(f"bias{index}", weights[f"{index}.bias"])
        self.register_buffer("mean", torch.tensor(MEAN)[:, None, None])
        self.register_buffer("deviation", torch.tensor(DEVIATION)[:, None, None])

    @classmethod
    def read(cls, path: Path) -> "ShallowVgg":
        """Read ``vgg19_features_0_10.pth``."""
        return cls(read_state(path))

    def until(self, last: str) -> "ShallowVgg":
        """Give the same network, sharing its weights, that stops at a layer."""
        shorter = copy(self)
        shorter.rows = self.table[: [name for _, name, _ in self.table].index(last) + 1]
        return shorter

    def forward(self, image: Tensor) -> dict[str, Tensor]:
        features = (image - self.get_buffer("mean")) / self.get_buffer("deviation")
        found = {}
        for index, name, pooled in self.rows:
            features = F.max_pool2d(features, 2) if pooled else features
            features = F.conv2d(features, self.get_buffer(f"weight{index}"), self.get_buffer(f"bias{index}"))
            features = found[name] = F.relu(features)
        return found


class DistilledVgg(nn.Module):
    """The 16 times distilled VGG-19 up to relu5_1, 16 to 128 channels."""

    #: convolutions of each block; pooling stands between the blocks
    blocks = (("11", "12"), ("21", "22"), ("31", "32", "33", "34"), ("41", "42", "43", "44"), ("51",))

    def __init__(self, weights: dict[str, Tensor], *, padded_from: int = 0) -> None:
        """Take the weights; blocks before ``padded_from`` go without padding, which saves time."""
        super().__init__()
        self.padded_from = padded_from
        for name, tensor in weights.items():
            self.register_buffer(name.replace(".", "_"), tensor)

    @classmethod
    def read(cls, path: Path, *, padded_from: int = 0) -> "DistilledVgg":
        """Read ``5SE.pth``."""
        return cls(read_state(path), padded_from=padded_from)

    def forward(self, image: Tensor) -> dict[str, Tensor]:
        features = self.convolved("0", image)
        found = {}
        for index, block in enumerate(self.blocks):
            features = F.max_pool2d(features, 2) if index else features
            for name in block:
                if index >= self.padded_from:
                    features = F.pad(features, (1, 1, 1, 1), mode="reflect")
                features = F.relu(self.convolved(name, features))
                found[f"relu{name[0]}_{name[1]}"] = features
        return found

    def convolved(self, name: str, features: Tensor) -> Tensor:
        """Apply one convolution; ``41_aux`` brings relu4_1 to VGG-19's own channels."""
        return F.conv2d(features, self.get_buffer(f"conv{name}_weight"), self.get_buffer(f"conv{name}_bias"))
