"""MicroAST's net: two micro encoders, a modulator, a micro decoder; 472,000 parameters.

Wang et al., 2023, "MicroAST: Towards Super-Fast Ultra-Resolution Arbitrary Style Transfer",
https://arxiv.org/abs/2211.15313, section 3. A style is 512 numbers, its signals: they set the features'
statistics and scale the decoder's filters.
"""

import torch
from torch import Tensor, nn

from painting import layers

#: Channels of the features at a quarter of the size.
CHANNELS = 64


class Border(nn.Identity):
    """Holds the place of an enlargement in the published numbering; the convolution after it enlarges."""


class MirroredConvolution(nn.Module):
    """A convolution under the name that the published files have for it."""

    def __init__(
        self, inputs: int, outputs: int, kernel: int, stride: int = 1, *, groups: int = 1, enlarge: int = 1
    ) -> None:
        """Build it; ``enlarge``: how many times larger the picture is made beforehand, bilinearly."""
        super().__init__()
        self.conv_layer = layers.Convolution(
            inputs, outputs, kernel, stride, groups=groups, enlarge=enlarge, enlarging="bilinear"
        )

    def forward(self, features: Tensor) -> Tensor:
        """(N, inputs, h, w) → (N, outputs, h · enlarge / stride, w · enlarge / stride)."""
        convolved: Tensor = self.conv_layer(features)
        return convolved


class Residual(nn.Module):
    """Two convolutions whose result is added to what came in."""

    def __init__(self) -> None:
        super().__init__()
        self.conv1 = MirroredConvolution(CHANNELS, CHANNELS, 3)
        self.conv2 = MirroredConvolution(CHANNELS, CHANNELS, 3)

    def forward(self, features: Tensor) -> Tensor:
        """(N, 64, h, w), both ways."""
        return layers.added(features, self.conv2(layers.rectified(self.conv1(features))))

    def modulated(self, features: Tensor, weight: Tensor, bias: Tensor) -> Tensor:
        """The same with filters scaled by ``weight`` and a share ``bias`` of what came in (section 3.2).

        Args:
            features: (N, 64, h, w).
            weight: (64,); bias: (64,).
        """
        change = layers.rectified(_modulated(self.conv1, features, weight, bias))
        return layers.added(features, _modulated(self.conv2, change, weight, bias))


def _modulated(convolution: nn.Module, features: Tensor, weight: Tensor, bias: Tensor) -> Tensor:
    scaled = layers.scaled(convolution(features), weight, torch.zeros_like(weight))
    return scaled.addcmul_(features, bias.view(1, -1, 1, 1).to(features.dtype))


class Encoder(nn.Module):
    """Features of a picture at two levels, both at a quarter of its size."""

    def __init__(self) -> None:
        super().__init__()
        self.enc1 = nn.Sequential(
            MirroredConvolution(3, 16, 9),
            nn.ReLU(inplace=True),
            MirroredConvolution(16, 32, 3, stride=2, groups=16),
            nn.ReLU(inplace=True),
            MirroredConvolution(32, 32, 1),
            nn.ReLU(inplace=True),
            MirroredConvolution(32, CHANNELS, 3, stride=2, groups=32),
            nn.ReLU(inplace=True),
            MirroredConvolution(CHANNELS, CHANNELS, 1),
            nn.ReLU(inplace=True),
            Residual(),
        )
        self.enc2 = nn.Sequential(Residual())

    def forward(self, image: Tensor) -> tuple[Tensor, Tensor]:
        """RGB in [0, 1], (N, 3, H, W), H, W multiples of 4, >= 8 px → twice (N, 64, H / 4, W / 4)."""
        first: Tensor = self.enc1(image)
        return first, self.enc2(first)


class Modulator(nn.Module):
    """How a style scales the decoder's filters: for each channel the mean of a convolution of features."""

    def __init__(self) -> None:
        super().__init__()
        self.weight1, self.bias1, self.weight2, self.bias2 = (
            nn.Sequential(MirroredConvolution(CHANNELS, CHANNELS, 3, groups=CHANNELS)) for _ in range(4)
        )

    def forward(self, first: Tensor, second: Tensor) -> Tensor:
        """The encoder's two levels, (1, 64, h, w) each → weight and bias for each level, (2, 2, 64)."""
        filters = ((self.weight1, self.bias1, first), (self.weight2, self.bias2, second))
        return torch.stack([_signals(weight(level), bias(level)) for weight, bias, level in filters])


def _signals(weight: Tensor, bias: Tensor) -> Tensor:
    return torch.stack([weight.mean((0, 2, 3)), bias.mean((0, 2, 3))])


class Decoder(nn.Module):
    """The content's features and a style's signals → a picture."""

    def __init__(self) -> None:
        super().__init__()
        self.dec1 = Residual()
        self.dec2 = Residual()
        self.dec3 = nn.Sequential(
            Border(),
            MirroredConvolution(CHANNELS, 32, 3, groups=32, enlarge=2),
            nn.ReLU(inplace=True),
            MirroredConvolution(32, 32, 1),
            nn.ReLU(inplace=True),
            Border(),
            MirroredConvolution(32, 16, 3, groups=16, enlarge=2),
            nn.ReLU(inplace=True),
            MirroredConvolution(16, 16, 1),
            nn.ReLU(inplace=True),
            MirroredConvolution(16, 3, 9),
        )

    def forward(self, features: Tensor, signals: Tensor, strength: float) -> Tensor:
        """Paint.

        Args:
            features: the content's second level, (1, 64, h, w); may be changed.
            signals: of the style, (2, 4, 64), see :meth:`MicroASTNet.signals`.
            strength: in [0, 1], the published one: share of the style's statistics in the features; the
                filters are the style's at any strength.

        Returns:
            RGB around [0, 1], (1, 3, 4 h, 4 w).
        """
        first, second = signals
        features = _toward(features, second[0], second[1], strength)
        features = self.dec1.modulated(features, second[2], second[3])
        features = _toward(features, first[0], first[1], strength)
        features = self.dec2.modulated(features, first[2], first[3])
        painted: Tensor = self.dec3(features)
        return painted


def _toward(features: Tensor, mean: Tensor, deviation: Tensor, strength: float) -> Tensor:
    """Move each channel's mean and deviation to the style's (Huang and Belongie, 2017, equation 8)."""
    own_mean, own_deviation = layers.mean_deviation(features, unbiased=True)
    scale = deviation / own_deviation
    shift = mean - own_mean * scale
    return layers.scaled(features, 1 - strength + strength * scale, strength * shift)


class MicroASTNet(nn.Module):
    """The four parts; parameter names as published, behind the part's name."""

    def __init__(self) -> None:
        super().__init__()
        self.content_encoder = Encoder()
        self.style_encoder = Encoder()
        self.modulator = Modulator()
        self.decoder = Decoder()

    def signals(self, style: Tensor) -> Tensor:
        """Look at a style picture.

        Args:
            style: RGB in [0, 1], (1, 3, H, W); H, W multiples of 4, >= 8 px.

        Returns:
            (2, 4, 64): for each level of the encoder the features' mean and deviation, and weight and
            bias of the decoder's filters.
        """
        levels = self.style_encoder(style)
        statistics = [torch.cat(layers.mean_deviation(level, unbiased=True)) for level in levels]
        return torch.cat([torch.stack(statistics), self.modulator(*levels)], 1)

    def forward(self, content: Tensor, signals: Tensor, strength: float = 1.0) -> Tensor:
        """Paint one picture.

        Args:
            content: RGB in [0, 1], (1, 3, H, W); H, W multiples of 4, >= 8 px.
            signals: (2, 4, 64), of one style or a mixture of several.
            strength: in [0, 1], see :class:`Decoder`.

        Returns:
            RGB around [0, 1], same shape.
        """
        # Only the second level: what the first is for is the style's.
        painted: Tensor = self.decoder(self.content_encoder(content)[1], signals, strength)
        return painted
