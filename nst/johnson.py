"""A net trained for one style, after Johnson et al.: one forward pass paints.

Johnson, Alahi and Fei-Fei, 2016, https://arxiv.org/abs/1603.08155, with the changes of the form that
pytorch/examples published: instance norm, mirrored borders, nearest up-sampling before a convolution.
"""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from nst.padding import check_one_pass, padded
from nst.step import Step
from weights.checkpoint import load_strictly, read_state


class MirroredConvolution(nn.Module):
    """A convolution that keeps the size (over ``stride``), its border mirrored."""

    def __init__(self, inputs: int, outputs: int, kernel: int, stride: int = 1, enlarge: int = 1) -> None:
        """Build it; ``enlarge`` repeats each pixel that many times in both directions beforehand."""
        super().__init__()
        self.enlarge = enlarge
        self.mirror = nn.ReflectionPad2d(kernel // 2)
        self.conv2d = nn.Conv2d(inputs, outputs, kernel, stride)

    def forward(self, features: Tensor) -> Tensor:
        """(N, inputs, h, w) → (N, outputs, h · enlarge / stride, w · enlarge / stride)."""
        if self.enlarge > 1:
            features = F.interpolate(features, scale_factor=self.enlarge, mode="nearest")
        convolved: Tensor = self.conv2d(self.mirror(features))
        return convolved


class Residual(nn.Module):
    """Two convolutions whose result is added to what came in; no ReLU after the sum."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.conv1 = MirroredConvolution(channels, channels, 3)
        self.in1 = nn.InstanceNorm2d(channels, affine=True)
        self.conv2 = MirroredConvolution(channels, channels, 3)
        self.in2 = nn.InstanceNorm2d(channels, affine=True)

    def forward(self, features: Tensor) -> Tensor:
        """(N, channels, h, w), both ways; h, w >= 2."""
        change: Tensor = self.in2(self.conv2(F.relu(self.in1(self.conv1(features)))))
        return features + change


class TransformerNet(nn.Module):
    """Two down-samplings, five residual blocks, two up-samplings; parameter names as published."""

    def __init__(self) -> None:
        super().__init__()
        self.conv1 = MirroredConvolution(3, 32, 9)
        self.in1 = nn.InstanceNorm2d(32, affine=True)
        self.conv2 = MirroredConvolution(32, 64, 3, stride=2)
        self.in2 = nn.InstanceNorm2d(64, affine=True)
        self.conv3 = MirroredConvolution(64, 128, 3, stride=2)
        self.in3 = nn.InstanceNorm2d(128, affine=True)
        self.res1, self.res2, self.res3, self.res4, self.res5 = (Residual(128) for _ in range(5))
        self.deconv1 = MirroredConvolution(128, 64, 3, enlarge=2)
        self.in4 = nn.InstanceNorm2d(64, affine=True)
        self.deconv2 = MirroredConvolution(64, 32, 3, enlarge=2)
        self.in5 = nn.InstanceNorm2d(32, affine=True)
        self.deconv3 = MirroredConvolution(32, 3, 9)

    def forward(self, image: Tensor) -> Tensor:
        """Repaint a picture.

        Args:
            image: RGB in [0, 255], shape (N, 3, H, W); H, W multiples of 4, >= 8 px.

        Returns:
            RGB around [0, 255], not clamped, same shape.
        """
        features = F.relu(self.in1(self.conv1(image)))
        features = F.relu(self.in2(self.conv2(features)))
        features = F.relu(self.in3(self.conv3(features)))
        for residual in (self.res1, self.res2, self.res3, self.res4, self.res5):
            features = residual(features)
        features = F.relu(self.in4(self.deconv1(features)))
        features = F.relu(self.in5(self.deconv2(features)))
        painted: Tensor = self.deconv3(features)
        return painted


class Johnson:
    """Paints with one trained ``TransformerNet``."""

    multiple = 4  # two halvings: both sides are padded to a multiple of this, in pixels
    least = 16  # pixels: a residual block, at a quarter of the size, mirrors one pixel

    def __init__(self, weights: Path | Mapping[str, Tensor], device: torch.device | str = "cpu") -> None:
        """Load the net.

        Raises:
            WeightsError: ``weights`` are not this net's.
        """
        self.device = torch.device(device)
        self.net = TransformerNet()
        load_strictly(self.net, read_state(weights) if isinstance(weights, Path) else weights)
        self.net.eval().requires_grad_(False).to(self.device)

    @torch.inference_mode()
    def paint(
        self,
        content: Tensor,
        styles: Sequence[tuple[Tensor, float]],
        strength: float,
        progress: Callable[[Step], None],  # noqa: ARG002 - one pass takes a second: there is nothing between
    ) -> Tensor:
        """Repaint ``content`` in the style of the net.

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
        image = 255 * padded(content, multiple=self.multiple, least=self.least)
        painted = (self.net(image[None])[0, :, :height, :width] / 255).clamp(0, 1)
        return torch.lerp(content, painted, strength).clamp(0, 1)
