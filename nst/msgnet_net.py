"""MSG-Net's net: a siamese half that looks at photo and style alike, CoMatch, and a generator.

Zhang and Dana, 2017, "Multi-style Generative Network for Real-time Transfer", https://arxiv.org/abs/1703.06953:
the CoMatch layer (section 3.1) and bottlenecks with the norm before the convolution (section 4; He et al.,
2016).
"""

from typing import Any, cast

import torch
from torch import Tensor, nn

from nst.remade import Convolution, Layer, Normed
from painting import layers

#: A bottleneck gives so many times the channels that it has inside.
EXPANSION = 4
#: Channels inside the bottlenecks between CoMatch and the first enlargement.
INNER = 128
#: Channels that CoMatch matches.
MATCHED = EXPANSION * INNER


class Place(nn.Identity):
    """Holds the place of a ReLU in the published numbering; the norm before it has it inside."""


class MirroredConvolution(nn.Module):
    """A convolution under the name that the published files have for it."""

    def __init__(self, inputs: int, outputs: int, kernel: int, stride: int = 1, enlarge: int = 1) -> None:
        """Build it; ``enlarge`` repeats each pixel that many times in both directions beforehand."""
        super().__init__()
        self.conv2d = Convolution(inputs, outputs, kernel, stride, enlarge=enlarge)

    def forward(self, features: Layer) -> Tensor:
        """(N, inputs, h, w) → (N, outputs, h · enlarge / stride, w · enlarge / stride), rounded up."""
        convolved: Tensor = self.conv2d(features)
        return convolved


class Branch(nn.Sequential):
    """What a bottleneck adds to its input: three convolutions, each after a norm and a ReLU."""

    def __init__(self, inputs: int, inner: int, stride: int = 1, enlarge: int = 1) -> None:
        super().__init__(
            Normed(inputs),
            Place(),
            Convolution(inputs, inner, 1),
            Normed(inner),
            Place(),
            MirroredConvolution(inner, inner, 3, stride, enlarge),
            Normed(inner),
            Place(),
            Convolution(inner, EXPANSION * inner, 1),
        )

    def onto(self, residual: Tensor, features: Tensor) -> Tensor:
        """Compute it and add it to ``residual``, which may be changed."""
        return self._leave.forward(self._inside(features), residual)

    def remade_onto(self, residual: Layer, features: Tensor) -> Layer:
        """Do the same where it is looked at, if it is large."""
        return self._leave.remade(self._inside(features), residual)

    @property
    def _leave(self) -> Convolution:
        return cast("Convolution", self[8])

    def _inside(self, features: Tensor) -> Layer:
        entered = cast("Convolution", self[2]).remade(self[0](features))
        inside: Layer = self[6](self[5](self[3](entered)))
        return inside


class Bottleneck(nn.Module):
    """Keeps the size, or halves it; (N, inputs, h, w) → (N, 4 · inner, …)."""

    def __init__(self, inputs: int, inner: int, stride: int = 1) -> None:
        """Build it; only one that halves (``stride`` 2) has a convolution on the residual path."""
        super().__init__()
        if stride != 1:
            self.residual_layer = Convolution(inputs, EXPANSION * inner, 1, stride)
        self.conv_block = Branch(inputs, inner, stride)

    def forward(self, features: Tensor) -> Tensor:
        """May change ``features`` where they are large and no gradient is wanted."""
        residual = self.residual_layer(features) if hasattr(self, "residual_layer") else features
        return self.conv_block.onto(residual, features)


class UpBottleneck(nn.Module):
    """Doubles the size; (N, inputs, h, w) → (N, 4 · inner, 2 h, 2 w)."""

    def __init__(self, inputs: int, inner: int) -> None:
        super().__init__()
        self.residual_layer = MirroredConvolution(inputs, EXPANSION * inner, 1, enlarge=2)
        self.conv_block = Branch(inputs, inner, enlarge=2)

    def forward(self, features: Tensor) -> Tensor:
        """Compute it."""
        return self.conv_block.onto(self.residual_layer(features), features)

    def remade(self, features: Tensor) -> Layer:
        """Compute it where it is looked at, if it is large."""
        return self.conv_block.remade_onto(self.residual_layer.conv2d.remade(features), features)


class CoMatch(nn.Module):
    """Matches second-order statistics: features times a learned matrix times a Gram matrix (equation 9)."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.empty(1, channels, channels).uniform_(0, 0.02))

    def forward(self, features: Tensor, gram: Tensor) -> Tensor:
        """(N, C, h, w), both ways; ``gram`` (1, C, C) or (N, C, C); in place where large."""
        match = (self.weight @ gram).transpose(1, 2)
        strips = layers.strips_of(features.shape)
        if strips is None:
            return (match @ features.flatten(2)).view_as(features)
        for rows in strips:
            part = features[:, :, rows].float()
            layers.put(features, rows, (match @ part.flatten(2)).view_as(part))
        return features


class MSGNetwork(nn.Module):
    """The net; parameter names as published, where the siamese half and CoMatch have two names each."""

    def __init__(self) -> None:
        super().__init__()
        self.model1 = nn.Sequential(
            MirroredConvolution(3, 64, 7),
            Normed(64),
            Place(),
            Bottleneck(64, 32, stride=2),
            Bottleneck(128, INNER, stride=2),
        )
        self.ins = CoMatch(MATCHED)
        self.model = nn.Sequential(
            self.model1,
            self.ins,
            *(Bottleneck(MATCHED, INNER) for _ in range(6)),
            UpBottleneck(MATCHED, 32),
            UpBottleneck(128, 16),
            Normed(64),
            Place(),
            MirroredConvolution(64, 3, 7),
        )

    def features(self, image: Tensor) -> Tensor:
        """BGR in [0, 255], (N, 3, H, W), H, W >= 5 px → (N, 512, H / 4, W / 4), rounded up."""
        enter, normed, _, half, quarter = cast("Any", self.model1)
        features: Tensor = quarter(half(normed(enter.conv2d.remade(image))))
        return features

    def gram(self, style: Tensor) -> Tensor:
        """Measure a style, BGR in [0, 255], (N, 3, H, W): its target, (N, 512, 512)."""
        places = self.features(style).flatten(2).float()
        return places @ places.transpose(1, 2) / (places.shape[1] * places.shape[2])

    def forward(self, image: Tensor, gram: Tensor) -> Tensor:
        """Repaint a picture.

        Args:
            image: BGR in [0, 255], shape (N, 3, H, W); H, W multiples of 4, >= 8 px.
            gram: the target, (1, 512, 512) or (N, 512, 512): of a style or a mixture of several.

        Returns:
            BGR around [0, 255], not clamped, same shape.
        """
        *blocks, full, normed, _, leave = cast("Any", self.model)[2:]
        features = self.ins(self.features(image), gram)
        for block in blocks:
            features = block(features)
        painted: Tensor = leave(normed(full.remade(features)))
        return painted
