"""A net trained for one style, after Johnson et al.: one forward pass paints.

Johnson, Alahi and Fei-Fei, 2016, https://arxiv.org/abs/1603.08155, with the changes of the form that
pytorch/examples published: instance norm, mirrored borders, nearest up-sampling before a convolution.
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


class MirroredConvolution(nn.Module):
    """A convolution under the name that the published files have for it."""

    def __init__(self, inputs: int, outputs: int, kernel: int, stride: int = 1, enlarge: int = 1) -> None:
        """Build it; ``enlarge`` repeats each pixel that many times in both directions beforehand."""
        super().__init__()
        self.conv2d = layers.Convolution(inputs, outputs, kernel, stride, enlarge=enlarge)

    def forward(self, features: Tensor) -> Tensor:
        """(N, inputs, h, w) → (N, outputs, h · enlarge / stride, w · enlarge / stride)."""
        convolved: Tensor = self.conv2d(features)
        return convolved


class Residual(nn.Module):
    """Two convolutions whose result is added to what came in; no ReLU after the sum."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.conv1 = MirroredConvolution(channels, channels, 3)
        self.in1 = layers.InstanceNorm(channels, affine=True)
        self.conv2 = MirroredConvolution(channels, channels, 3)
        self.in2 = layers.InstanceNorm(channels, affine=True)

    def forward(self, features: Tensor) -> Tensor:
        """(N, channels, h, w), both ways; h, w >= 2."""
        change = layers.rectified(self.in1(self.conv1(features)))
        return layers.added(features, self.in2(self.conv2(change)))


class TransformerNet(nn.Module):
    """Two down-samplings, five residual blocks, two up-samplings; parameter names as published."""

    def __init__(self) -> None:
        super().__init__()
        self.conv1 = MirroredConvolution(3, 32, 9)
        self.in1 = layers.InstanceNorm(32, affine=True)
        self.conv2 = MirroredConvolution(32, 64, 3, stride=2)
        self.in2 = layers.InstanceNorm(64, affine=True)
        self.conv3 = MirroredConvolution(64, 128, 3, stride=2)
        self.in3 = layers.InstanceNorm(128, affine=True)
        self.res1, self.res2, self.res3, self.res4, self.res5 = (Residual(128) for _ in range(5))
        self.deconv1 = MirroredConvolution(128, 64, 3, enlarge=2)
        self.in4 = layers.InstanceNorm(64, affine=True)
        self.deconv2 = MirroredConvolution(64, 32, 3, enlarge=2)
        self.in5 = layers.InstanceNorm(32, affine=True)
        self.deconv3 = MirroredConvolution(32, 3, 9)

    def forward(self, image: Tensor) -> Tensor:
        """Repaint a picture.

        Args:
            image: RGB in [0, 255], shape (N, 3, H, W); H, W multiples of 4, >= 8 px.

        Returns:
            RGB around [0, 255], not clamped, same shape.
        """
        features = layers.rectified(self.in1(self.conv1(image)))
        features = layers.rectified(self.in2(self.conv2(features)))
        features = layers.rectified(self.in3(self.conv3(features)))
        for residual in (self.res1, self.res2, self.res3, self.res4, self.res5):
            features = residual(features)
        features = layers.rectified(self.in4(self.deconv1(features)))
        features = layers.rectified(self.in5(self.deconv2(features)))
        painted: Tensor = self.deconv3(features)
        return painted


class Johnson(OnePass):
    """Paints with one trained ``TransformerNet``."""

    multiple = 4  # two halvings
    least = 16  # a residual block, at a quarter of the size, mirrors one pixel

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
    def translate(self, image: Picture, wish: Wish, progress: Tell) -> Picture:  # noqa: ARG002 - the style is in the net
        """Pass a picture through the net; see :meth:`painting.one_pass.OnePass.translate`."""
        with layers.telling(progress, self.net):
            return picture(self.net(255 * tensor(image, self.device)) / 255)
