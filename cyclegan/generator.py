"""CycleGAN generator: two down-samplings, nine residual blocks, two up-samplings.

Zhu et al., 2017, https://arxiv.org/abs/1703.10593, appendix "Network architectures": c7s1-64, d128, d256,
R256 × 9, u128, u64, c7s1-3.
"""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

from cyclegan.padding import check_one_pass, padded
from weights.checkpoint import load_strictly, read_state


class ResidualBlock(nn.Module):
    """Two 3×3 convolutions whose result is added to what came in."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.conv_block = nn.Sequential(
            nn.ReflectionPad2d(1),
            nn.Conv2d(channels, channels, 3),
            nn.InstanceNorm2d(channels),
            nn.ReLU(),
            nn.ReflectionPad2d(1),
            nn.Conv2d(channels, channels, 3),
            nn.InstanceNorm2d(channels),
        )

    def forward(self, features: Tensor) -> Tensor:
        """(N, channels, h, w), both ways; h, w >= 2."""
        change: Tensor = self.conv_block(features)
        return features + change


class Generator(nn.Module):
    """The published ResNet-9; parameters are named by their place in ``model``, as in the checkpoints."""

    def __init__(self, channels: int = 64, blocks: int = 9) -> None:
        """Build it untrained; ``channels`` after the first convolution, four times as many in the blocks."""
        super().__init__()
        self.model = nn.Sequential(
            nn.ReflectionPad2d(3),
            nn.Conv2d(3, channels, 7),
            *_normed(channels),
            *_halving(channels),
            *_halving(2 * channels),
            *(ResidualBlock(4 * channels) for _ in range(blocks)),
            *_doubling(4 * channels),
            *_doubling(2 * channels),
            nn.ReflectionPad2d(3),
            nn.Conv2d(channels, 3, 7),
            nn.Tanh(),
        )

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
    return nn.InstanceNorm2d(channels), nn.ReLU()


def _halving(channels: int) -> tuple[nn.Module, ...]:
    return nn.Conv2d(channels, 2 * channels, 3, stride=2, padding=1), *_normed(2 * channels)


def _doubling(channels: int) -> tuple[nn.Module, ...]:
    enlarge = nn.ConvTranspose2d(channels, channels // 2, 3, stride=2, padding=1, output_padding=1)
    return enlarge, *_normed(channels // 2)


class CycleGAN:
    """Paints with one trained generator."""

    multiple = 4  # two halvings: both sides are padded to a multiple of this, in pixels
    least = 16  # pixels: a residual block, at a quarter of the size, mirrors one pixel

    def __init__(self, weights: Path | Mapping[str, Tensor], device: torch.device | str = "cpu") -> None:
        """Load the generator.

        Raises:
            WeightsError: ``weights`` are not this net's.
        """
        self.device = torch.device(device)
        self.net = Generator()
        load_strictly(self.net, read_state(weights) if isinstance(weights, Path) else weights)
        self.net.eval().requires_grad_(False).to(self.device)

    @torch.inference_mode()
    def paint(
        self,
        content: Tensor,
        styles: Sequence[tuple[Tensor, float]],
        strength: float,
        progress: Callable[[Any], None],  # noqa: ARG002 - one pass takes seconds: there is nothing between
    ) -> Tensor:
        """Translate ``content`` into the domain the generator was trained for.

        Args:
            content: sRGB in [0, 1], shape (3, H, W), any device; H, W >= 1 px.
            styles: must be empty, the style is in the net.
            strength: in [0, 1]; the painting is blended with ``content`` linearly.
            progress: not called.

        Returns:
            sRGB in [0, 1], float32, shape (3, H, W), on ``self.device``.

        Raises:
            ValueError: ``content`` is not of that shape, ``strength`` out of range, or ``styles`` given.
            torch.OutOfMemoryError: the picture is too large for the device.
        """
        check_one_pass(content, styles, strength)
        content = content.to(self.device, torch.float32)
        height, width = content.shape[1:]
        image = 2 * padded(content, multiple=self.multiple, least=self.least) - 1
        painted = (self.net(image[None])[0, :, :height, :width] + 1) / 2
        return torch.lerp(content, painted, strength).clamp(0, 1)
