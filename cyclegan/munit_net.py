"""MUNIT's net: two encoders, a decoder, and what a style code means for the decoder's norms.

Huang, Liu, Belongie and Kautz, 2018, https://arxiv.org/abs/1804.04732, appendix B.2 "Network architecture".
"""

import torch
from torch import Tensor, nn

from painting import layers

#: Numbers in a style code.
STYLE = 8
#: Channels of the content code.
CONTENT = 256
#: Residual blocks in the content encoder, and in the decoder.
BLOCKS = 4


class Enlarged(nn.Identity):
    """Holds the place of an enlargement in the published numbering; the convolution after it enlarges."""


class Block(nn.Module):
    """A convolution, perhaps a norm, perhaps a ReLU, under the names that the published files have."""

    def __init__(
        self, convolution: layers.Convolution, norm: nn.Module | None, *, rectify: bool = True
    ) -> None:
        super().__init__()
        self.conv = convolution
        self.norm = nn.Identity() if norm is None else norm
        self.rectify = rectify

    def forward(self, features: Tensor, style: Tensor | None = None) -> Tensor:
        """Compute it.

        Args:
            features: (N, inputs, h, w).
            style: (2, outputs), shift and scale after the norm: AdaIN, equation 8.
        """
        normal: Tensor = self.norm(self.conv(features))
        if style is not None:
            normal = layers.scaled(normal, style[1], style[0])
        return layers.rectified(normal) if self.rectify else normal


class LayerNorm(nn.Module):
    """Mean and deviation over all channels and places of each picture; scale and shift for each channel.

    Unlike in ``nn.LayerNorm`` the deviation is the unbiased one, and ``EPS`` is added to it, not to the
    variance.
    """

    EPS = 1e-5

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.gamma = nn.Parameter(torch.ones(channels))
        self.beta = nn.Parameter(torch.zeros(channels))

    def forward(self, features: Tensor) -> Tensor:
        """(N, channels, h, w), both ways."""
        values = features[0].numel()
        means, deviations = layers.mean_deviation(features, eps=0)
        mean = means.mean(1, keepdim=True)
        variance = deviations.square().mean(1, keepdim=True) + (means - mean).square().mean(1, keepdim=True)
        scale = self.gamma / ((variance * (values / (values - 1))).sqrt() + self.EPS)
        return layers.scaled(features, scale, self.beta - mean * scale)


class Residual(nn.Module):
    """Two blocks whose result is added to what came in."""

    def __init__(self) -> None:
        super().__init__()
        self.model = nn.Sequential(
            Block(layers.Convolution(CONTENT, CONTENT, 3), layers.InstanceNorm(CONTENT)),
            Block(layers.Convolution(CONTENT, CONTENT, 3), layers.InstanceNorm(CONTENT), rectify=False),
        )

    def forward(self, features: Tensor, style: Tensor | None = None) -> Tensor:
        """(N, 256, h, w), both ways; h, w >= 2; ``style``, (4, 256): shift and scale of both norms.

        Where no gradient is wanted, ``features`` are changed.
        """
        first, second = self.model
        half = (None, None) if style is None else (style[:2], style[2:])
        # Into what came in, which nobody else needs: the callers hold it anyway.
        return layers.added(second(first(features, half[0]), half[1]), features)


class Residuals(nn.Module):
    """The residual blocks of an encoder or a decoder."""

    def __init__(self) -> None:
        super().__init__()
        self.model = nn.Sequential(*(Residual() for _ in range(BLOCKS)))

    def forward(self, features: Tensor, style: Tensor | None = None) -> Tensor:
        """(N, 256, h, w), both ways; ``style``, (16, 256): shift and scale of all norms."""
        parts = [None] * BLOCKS if style is None else style.chunk(BLOCKS)
        for residual, part in zip(self.model, parts, strict=True):
            features = residual(features, part)
        return features


class ContentEncoder(nn.Module):
    """RGB in [-1, 1], (N, 3, H, W) → (N, 256, H / 4, W / 4)."""

    def __init__(self) -> None:
        super().__init__()
        self.model = nn.Sequential(
            Block(layers.Convolution(3, 64, 7), layers.InstanceNorm(64)),
            Block(layers.Convolution(64, 128, 4, 2, padding=1), layers.InstanceNorm(128)),
            Block(layers.Convolution(128, CONTENT, 4, 2, padding=1), layers.InstanceNorm(CONTENT)),
            Residuals(),
        )

    def forward(self, image: Tensor) -> Tensor:
        """H, W multiples of 4, >= 8 px."""
        content: Tensor = self.model(image)
        return content


class StyleEncoder(nn.Module):
    """RGB in [-1, 1], (N, 3, H, W) → (N, 8, 1, 1); without norms, which would take the style away."""

    def __init__(self) -> None:
        super().__init__()
        self.model = nn.Sequential(
            Block(layers.Convolution(3, 64, 7), None),
            Block(layers.Convolution(64, 128, 4, 2, padding=1), None),
            Block(layers.Convolution(128, 256, 4, 2, padding=1), None),
            Block(layers.Convolution(256, 256, 4, 2, padding=1), None),
            Block(layers.Convolution(256, 256, 4, 2, padding=1), None),
            nn.AdaptiveAvgPool2d(1),
            layers.Convolution(256, STYLE, 1),
        )

    def forward(self, image: Tensor) -> Tensor:
        """H, W >= 32 px."""
        style: Tensor = self.model(image)
        return style


class Decoder(nn.Module):
    """A content code and the norms' parameters that a style stands for → a picture."""

    def __init__(self) -> None:
        super().__init__()
        self.model = nn.Sequential(
            Residuals(),
            Enlarged(),
            Block(layers.Convolution(CONTENT, 128, 5, enlarge=2), LayerNorm(128)),
            Enlarged(),
            Block(layers.Convolution(128, 64, 5, enlarge=2), LayerNorm(64)),
            Block(layers.Convolution(64, 3, 7), None, rectify=False),
        )

    def forward(self, features: Tensor, style: Tensor) -> Tensor:
        """Paint.

        Args:
            features: (1, 256, h, w); changed where no gradient is wanted.
            style: (16, 256), shift and scale of each norm in the residual blocks.

        Returns:
            RGB in [-1, 1], (1, 3, 4 h, 4 w).
        """
        residuals, *rest = self.model
        features = residuals(features, style)
        for layer in rest:
            features = layer(features)
        return features.tanh_()


class Linear(nn.Module):
    """A linear layer under the name that the published files have for it."""

    def __init__(self, inputs: int, outputs: int) -> None:
        super().__init__()
        self.fc = nn.Linear(inputs, outputs)

    def forward(self, values: Tensor) -> Tensor:
        """(N, inputs) → (N, outputs)."""
        outcome: Tensor = self.fc(values)
        return outcome


class Perceptron(nn.Module):
    """A style code → shift and scale of each of the decoder's eight instance norms."""

    def __init__(self) -> None:
        super().__init__()
        self.model = nn.Sequential(
            Linear(STYLE, 256),
            Linear(256, 256),
            Linear(256, 2 * 2 * BLOCKS * CONTENT),
        )

    def forward(self, style: Tensor) -> Tensor:
        """(1, 8, 1, 1) → (16, 256)."""
        first, second, last = self.model
        parameters: Tensor = last(second(first(style.flatten(1)).relu()).relu())
        return parameters.view(-1, CONTENT)


class MunitNet(nn.Module):
    """Encoders and decoder of one domain; parameter names as published."""

    def __init__(self) -> None:
        super().__init__()
        self.enc_style = StyleEncoder()
        self.enc_content = ContentEncoder()
        self.dec = Decoder()
        self.mlp = Perceptron()

    def forward(self, image: Tensor, style: Tensor) -> Tensor:
        """Translate a picture.

        Args:
            image: RGB in [-1, 1], (1, 3, H, W); H, W multiples of 4, >= 8 px.
            style: its code, (1, 8, 1, 1).

        Returns:
            RGB in [-1, 1], same shape as ``image``.
        """
        # Not ``self.dec(…)``, which would hold the content code to the end: 800 MB at 4096 × 3072 px.
        return self.dec.forward(self.enc_content(image), self.mlp(style))
