"""One small painter with several manners: a Johnson-type net whose norms hold one row for each style.

Johnson et al., 2016, https://arxiv.org/abs/1603.08155 (feed-forward painting by perceptual losses);
Dumoulin et al., 2017, https://arxiv.org/abs/1610.07629, section 2.2 (conditional instance normalisation).
Departures: three halvings instead of two, with one skip at a quarter of the size, so that strokes may be
large and the net small; bilinear up-sampling before each convolution, which leaves no grid.
"""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import torch
import torch.nn.functional as F
from safetensors import SafetensorError, safe_open
from torch import Tensor, nn

from painting import layers
from painting.one_pass import OnePass
from painting.step import Tell
from painting.tensors import picture, tensor
from painting.wish import Picture, Wish
from weights.checkpoint import WeightsError, load_strictly, read_state

#: Channels at the full size, a half, a quarter and an eighth of it.
WIDTHS = (16, 32, 64, 96)
#: Residual blocks at an eighth of the size.
BLOCKS = 4
#: Standard deviation of each grain of the noise, in parts of the range of sRGB.
GRAIN = 0.04


class InstanceNorm(torch.autograd.Function):
    """Instance norm of (N, C, H, W) without parameters, any layout.

    The forward is group norm with a group for each channel, which keeps channels-last; torch's own backward
    of that is six to ten times slower on CPUs than these few lines.
    """

    @staticmethod
    def forward(ctx: Any, features: Tensor) -> Tensor:
        count, channels, height, width = features.shape
        normal, _, scale = torch.native_group_norm(
            features, None, None, count, channels, height * width, channels, 1e-5
        )
        ctx.save_for_backward(normal, scale)
        return normal

    @staticmethod
    def backward(ctx: Any, *gradients: Tensor) -> Tensor:
        normal, scale = ctx.saved_tensors
        gradient, normal = gradients[0].float(), normal.float()
        mean = gradient.mean((2, 3), keepdim=True)
        slope = (gradient * normal).mean((2, 3), keepdim=True)
        change: Tensor = (gradient - mean - normal * slope) * scale[:, :, None, None]
        return change.to(gradients[0].dtype)


class ConditionalNorm(nn.Module):
    """Instance norm whose scale and shift are a weighted mixture of the styles' own.

    Dumoulin et al., 2017, equation 5.
    """

    def __init__(self, styles: int, channels: int) -> None:
        super().__init__()
        self.scale = nn.Parameter(torch.ones(styles, channels))
        self.shift = nn.Parameter(torch.zeros(styles, channels))

    def forward(self, features: Tensor, mixture: Tensor) -> Tensor:
        scale, shift = mixture @ self.scale, mixture @ self.shift
        if not torch.is_grad_enabled():
            mean, deviation = layers.mean_deviation(features)
            scale = scale / deviation
            return layers.scaled(features, scale, shift - mean * scale)
        normal: Tensor = InstanceNorm.apply(features)
        mixed: Tensor = normal * scale[:, :, None, None].to(normal.dtype)
        return mixed + shift[:, :, None, None].to(normal.dtype)


class Stroke(nn.Module):
    """A convolution, of what was enlarged where asked, and the styles' norm."""

    def __init__(
        self, styles: int, inside: int, outside: int, kernel: int = 3, stride: int = 1, enlarge: int = 1
    ) -> None:
        super().__init__()
        self.conv = layers.Convolution(
            inside, outside, kernel, stride, enlarge=enlarge, enlarging="bilinear", bias=False
        )
        self.norm = ConditionalNorm(styles, outside)

    def forward(self, features: Tensor, mixture: Tensor) -> Tensor:
        stroke: Tensor = self.norm(self.conv(features), mixture)
        return stroke


class Residual(nn.Module):
    """Two strokes added to what came in (Johnson et al., 2016, supplementary material)."""

    def __init__(self, styles: int, channels: int) -> None:
        super().__init__()
        self.first = Stroke(styles, channels, channels)
        self.second = Stroke(styles, channels, channels)

    def forward(self, features: Tensor, mixture: Tensor) -> Tensor:
        change = self.second(layers.rectified(self.first(features, mixture)), mixture)
        return layers.added(features, change)


class MultiStyleNet(nn.Module):
    """The net itself: picture and mixture in, picture out."""

    def __init__(self, styles: int) -> None:
        super().__init__()
        full, half, quarter, eighth = WIDTHS
        self.enter = Stroke(styles, 3, full, kernel=5)
        self.down_half = Stroke(styles, full, half, stride=2)
        self.down_quarter = Stroke(styles, half, quarter, stride=2)
        self.down_eighth = Stroke(styles, quarter, eighth, stride=2)
        self.blocks = nn.ModuleList(Residual(styles, eighth) for _ in range(BLOCKS))
        self.up_quarter = Stroke(styles, eighth, quarter, enlarge=2)
        self.details = Residual(styles, quarter)
        self.up_half = Stroke(styles, quarter, half, enlarge=2)
        self.up_full = Stroke(styles, half, full, enlarge=2)
        self.leave = layers.Convolution(full, 3, 7)

    def forward(self, image: Tensor, mixture: Tensor) -> Tensor:
        """Paint a batch.

        Args:
            image: sRGB in [0, 1], ``grained``, shape (N, 3, H, W), H and W multiples of 8 and at least 64 px.
            mixture: weights of the styles, shape (N, styles), rows summing to 1.

        Returns:
            sRGB in (0, 1), shape (N, 3, H, W).
        """
        entered = layers.rectified(self.enter(image * 4 - 2, mixture))
        half = layers.rectified(self.down_half(entered, mixture))
        del entered
        quarter = layers.rectified(self.down_quarter(half, mixture))
        del half
        features = layers.rectified(self.down_eighth(quarter, mixture))
        for block in self.blocks:
            features = block(features, mixture)
        features = layers.rectified(self.up_quarter(features, mixture) + quarter)
        features = self.details(features, mixture)
        features = layers.rectified(self.up_half(features, mixture))
        features = layers.rectified(self.up_full(features, mixture))
        return torch.sigmoid(self.leave(features))


class MultiStyle(OnePass):
    """Paints with one style of the net, or with a mixture of its styles."""

    multiple = 8  # three halvings
    least = 64  # the norms want something to measure at an eighth of the size

    def __init__(
        self, path: Path, *, style: str | Mapping[str, float], device: torch.device | str = "cpu"
    ) -> None:
        """Load the net.

        Args:
            path: a ``.safetensors`` file whose metadata has ``styles``, a JSON list of names.
            style: a name, or weights by name (at least one above 0; they are scaled to sum 1).
            device: where to paint.

        Raises:
            ValueError: the style is not in the file, or no weight is above 0.
            WeightsError: the file is not this net's.
        """
        self.device = torch.device(device)
        self.styles = names(path)
        self.net = MultiStyleNet(len(self.styles))
        load_strictly(self.net, {key: value.float() for key, value in read_state(path).items()})
        self.net.eval().requires_grad_(False).to(self.device, memory_format=torch.channels_last)  # type: ignore[call-overload]
        self.mixture = mixture(style, self.styles).to(self.device)

    @torch.inference_mode()
    def translate(self, image: Picture, wish: Wish, progress: Tell) -> Picture:
        """Pass a picture through the net; see :meth:`painting.one_pass.OnePass.translate`."""
        grainy = grained(tensor(image, self.device), seed=1 + wish.seed)
        with layers.telling(progress, self.net):
            return picture(self.net(grainy.contiguous(memory_format=torch.channels_last), self.mixture))


def grained(images: Tensor, seed: int) -> Tensor:
    """Add noise of three grains to (N, 3, H, W): what strokes in a flat sky start from.

    Ulyanov et al., 2016, https://arxiv.org/abs/1603.03417, section 4.2, feed noise to their nets likewise.

    Args:
        images: sRGB in [0, 1], H and W multiples of 8.
        seed: the same seed and size, the same noise.
    """
    count, channels, height, width = images.shape
    chance = torch.Generator().manual_seed(seed)
    noise = torch.randn((count, channels, height, width), generator=chance)
    for coarse in (4, 16):
        small = torch.randn((count, channels, -(-height // coarse), -(-width // coarse)), generator=chance)
        noise += F.interpolate(small, size=(height, width), mode="bilinear", align_corners=False)
    return images + GRAIN * noise.to(images)


def mixture(style: str | Mapping[str, float], styles: Sequence[str]) -> Tensor:
    """Weights (1, styles) in the order of ``styles``, summing to 1."""
    wanted = {style: 1.0} if isinstance(style, str) else style
    unknown = set(wanted) - set(styles)
    if unknown:
        raise ValueError(f"no style {', '.join(sorted(unknown))} among {', '.join(styles)}")
    weights = torch.tensor([[float(wanted.get(name, 0.0)) for name in styles]])
    if (weights < 0).any() or weights.sum() <= 0:
        raise ValueError("style weights are at least 0, and one is above 0")
    return weights / weights.sum()


def names(path: Path) -> tuple[str, ...]:
    """Names of the styles in a weights file, in the order of its rows.

    Raises:
        WeightsError: the file has no such names.
    """
    try:
        with safe_open(path, framework="pt") as file:
            listed = json.loads((file.metadata() or {}).get("styles", "[]"))
    except SafetensorError as error:
        raise WeightsError(f"{path.name} is not a readable checkpoint: {error}") from error
    if not listed:
        raise WeightsError(f"{path.name} names no styles in its metadata")
    return tuple(listed)
