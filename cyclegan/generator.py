"""CycleGAN generator: two down-samplings, nine residual blocks, two up-samplings.

Zhu et al., 2017, https://arxiv.org/abs/1703.10593, appendix "Network architectures": c7s1-64, d128, d256,
R256 × 9, u128, u64, c7s1-3.
"""

from collections.abc import Mapping
from pathlib import Path

import torch
from torch import Tensor, nn

from painting import layers
from painting.one_pass import OnePass
from painting.step import Tell
from painting.tensors import picture, tensor
from painting.wish import Picture, Wish
from weights.checkpoint import load_strictly, read_state


class Border(nn.Identity):
    """Holds the place of a reflection padding in the published numbering; the convolution after it pads."""


class ResidualBlock(nn.Module):
    """Two 3×3 convolutions whose result is added to what came in."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.conv_block = nn.Sequential(
            Border(),
            layers.Convolution(channels, channels, 3),
            *_normed(channels),
            Border(),
            layers.Convolution(channels, channels, 3),
            layers.InstanceNorm(channels),
        )

    def forward(self, features: Tensor) -> Tensor:
        """(N, channels, h, w), both ways; h, w >= 2."""
        return layers.added(features, self.conv_block(features))


class Generator(nn.Module):
    """The published ResNet-9; parameters are named by their place in ``model``, as in the checkpoints."""

    def __init__(self, channels: int = 64, blocks: int = 9) -> None:
        """Build it untrained; ``channels`` after the first convolution, four times as many in the blocks."""
        super().__init__()
        self.model = nn.Sequential(
            Border(),
            layers.Convolution(3, channels, 7),
            *_normed(channels),
            *_halving(channels),
            *_halving(2 * channels),
            *(ResidualBlock(4 * channels) for _ in range(blocks)),
            *_doubling(4 * channels),
            *_doubling(2 * channels),
            Border(),
            layers.Convolution(channels, 3, 7),
            nn.Tanh(),
        )

    @classmethod
    def like(cls, state: Mapping[str, Tensor]) -> "Generator":
        """Build the net that a state is of; the published one where its names are not a generator's."""
        first = state.get("model.1.weight")
        blocks = sum(name.endswith(".conv_block.1.weight") for name in state)
        if first is None or first.ndim != 4 or blocks == 0:
            return cls()
        return cls(channels=max(1, first.shape[0]), blocks=blocks)

    def forward(self, image: Tensor) -> Tensor:
        """Translate a picture.

        Args:
            image: RGB in [-1, 1], shape (N, 3, H, W); H, W multiples of 4, >= 8 px.

        Returns:
            RGB in [-1, 1], same shape.
        """
        painted: Tensor = self.model(image)
        return painted


def _normed(channels: int) -> tuple[nn.Module, nn.Module]:
    # In place: what the norm gave is nobody else's, and its gradient does not need it.
    return layers.InstanceNorm(channels), nn.ReLU(inplace=True)


def _halving(channels: int) -> tuple[nn.Module, ...]:
    halve = layers.Convolution(channels, 2 * channels, 3, stride=2, border="zeros")
    return halve, *_normed(2 * channels)


def _doubling(channels: int) -> tuple[nn.Module, ...]:
    return layers.TransposedConvolution(channels, channels // 2), *_normed(channels // 2)


class CycleGAN(OnePass):
    """Paints with one trained generator."""

    multiple = 4  # two halvings
    least = 16  # a residual block, at a quarter of the size, mirrors one pixel

    def __init__(self, weights: Path | Mapping[str, Tensor], device: torch.device | str = "cpu") -> None:
        """Load the generator, published or smaller: its channels and blocks are read from the weights.

        Raises:
            WeightsError: ``weights`` are not this net's.
        """
        self.device = torch.device(device)
        state = read_state(weights) if isinstance(weights, Path) else weights
        self.net = Generator.like(state)
        load_strictly(self.net, state)
        self.net.eval().requires_grad_(False).to(self.device)

    @torch.inference_mode()
    def translate(self, image: Picture, wish: Wish, progress: Tell) -> Picture:  # noqa: ARG002 - the style is in the net
        """Pass a picture through the net; see :meth:`painting.one_pass.OnePass.translate`."""
        with layers.telling(progress, self.net):
            return picture((self.net(2 * tensor(image, self.device) - 1) + 1) / 2)
