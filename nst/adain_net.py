"""AdaIN's nets: a normalised VGG-19 to relu4_1, AdaIN itself, and a decoder that mirrors the encoder.

Huang and Belongie, 2017, "Arbitrary Style Transfer in Real-time with Adaptive Instance Normalization",
https://arxiv.org/abs/1703.06868: VGG-19 normalised to a mean activation of 1 (section 6.1), AdaIN (section 5,
equation 8).
"""

from collections.abc import Iterator, Mapping

import torch
from torch import Tensor, nn

from painting import layers

#: Of the published normalised VGG, the convolutions beyond relu4_1, by their numbers: loaded by nobody.
DEEPER = (32, 35, 38, 42, 45, 48, 51)
#: The numbers of relu1_1, relu2_1, relu3_1 and relu4_1.
LEVELS = (3, 10, 17, 30)
#: Channels of relu4_1.
CHANNELS = 512
#: Rows of features that are given their statistics at a time where each place has its own.
ROWS = 16


class Border(nn.Identity):
    """Holds the place of a border or an enlargement in the published numbering; convolutions do both."""


class Encoder(nn.Sequential):
    """VGG-19 to relu4_1, normalised; parameters are named by their place, as published."""

    def __init__(self) -> None:
        super().__init__(
            layers.Convolution(3, 3, 1),
            *_stroke(3, 64),
            *_stroke(64, 64),
            nn.MaxPool2d(2, ceil_mode=True),
            *_stroke(64, 128),
            *_stroke(128, 128),
            nn.MaxPool2d(2, ceil_mode=True),
            *_stroke(128, 256),
            *(layer for _ in range(3) for layer in _stroke(256, 256)),
            nn.MaxPool2d(2, ceil_mode=True),
            *_stroke(256, CHANNELS),
        )

    def forward(self, image: Tensor) -> Tensor:
        """Look at a picture.

        Args:
            image: RGB in [0, 1], (N, 3, H, W); H, W >= 9 px.

        Returns:
            relu4_1, (N, 512, H / 8, W / 8), rounded up.
        """
        for layer in self:
            image = layer(image)
        return image

    def levels(self, image: Tensor) -> list[Tensor]:
        """relu1_1, relu2_1, relu3_1 and relu4_1 of such a picture: what a training compares."""
        found = []
        for number, layer in enumerate(self):
            image = layer(image)
            if number in LEVELS:
                found.append(image)
        return found


class Decoder(nn.Sequential):
    """Features → picture, the encoder's mirror image; parameters are named by their place, as published."""

    def __init__(self) -> None:
        super().__init__(
            *_stroke(CHANNELS, 256),
            Border(),
            *_stroke(256, 256, enlarge=2),
            *(layer for _ in range(2) for layer in _stroke(256, 256)),
            *_stroke(256, 128),
            Border(),
            *_stroke(128, 128, enlarge=2),
            *_stroke(128, 64),
            Border(),
            *_stroke(64, 64, enlarge=2),
            Border(),
            layers.Convolution(64, 3, 3),
        )

    def forward(self, features: Tensor) -> Tensor:
        """relu4_1, (N, 512, h, w), h, w >= 2 → RGB around [0, 1], (N, 3, 8 h, 8 w), not clamped."""
        for layer in self:
            features = layer(features)
        return features


def _stroke(inputs: int, outputs: int, enlarge: int = 1) -> Iterator[nn.Module]:
    yield Border()
    yield layers.Convolution(inputs, outputs, 3, enlarge=enlarge)
    yield nn.ReLU(inplace=True)  # nobody else needs what the convolution gave


def statistics(features: Tensor) -> tuple[Tensor, Tensor]:
    """Mean and deviation of each channel, (N, C) each, as AdaIN means them."""
    return layers.mean_deviation(features, unbiased=True)


def adapted(content: Tensor, mean: Tensor, deviation: Tensor) -> Tensor:
    """Give features other statistics (equation 8).

    Args:
        content: (N, C, h, w), at least 2 places; changed where it is large and no gradient is wanted.
        mean: (N, C) or (C,); deviation: the same; see :func:`statistics`.

    Returns:
        Same shape as ``content``.
    """
    own_mean, own_deviation = statistics(content)
    scale = deviation / own_deviation
    return layers.scaled(content, scale, mean - own_mean * scale)


def adapted_by_place(content: Tensor, mean: Tensor, deviation: Tensor, shares: Tensor) -> Tensor:
    """Give features other statistics at each place; the content's own are measured over the whole.

    The paper (section 7.4) measures the content's within each region too; a mask that leaves a piece of sky
    would then turn its noise into strokes.

    Args:
        content: (1, C, h, w); changed.
        mean: of each style, (styles, C); deviation: the same.
        shares: of each style at each place, (styles, h, w); what their sum lacks to 1 is the content's own.
    """
    own_mean, own_deviation = statistics(content)
    mean, deviation = torch.cat([own_mean, mean]), torch.cat([own_deviation, deviation])
    shares = torch.cat([1 - shares.sum(0, keepdim=True), shares])
    scale, shift = deviation / own_deviation, mean - own_mean * deviation / own_deviation
    for start in range(0, content.shape[2], ROWS):
        rows = slice(start, start + ROWS)
        scales, shifts = (torch.einsum("khw,kc->chw", shares[:, rows], each) for each in (scale, shift))
        layers.put(content, rows, torch.addcmul(shifts, content[:, :, rows].float(), scales))
    return content


def used(state: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """Leave out the convolutions of the published VGG that lie beyond relu4_1."""
    deeper = {f"{number}.{leaf}" for number in DEEPER for leaf in ("weight", "bias")}
    return {key: value for key, value in state.items() if key not in deeper}
