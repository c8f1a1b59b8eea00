"""The layers that our nets are built of: exact at any size, with bounded memory.

A picture of 4096 × 3072 px has 3.2 GB in a layer of 64 channels. Cutting it into tiles would show, because
an instance norm looks at the whole picture. So the *layers* are cut instead: where a layer is large and no
gradient is wanted, a convolution goes over it in strips of rows, each with the rows around it that the kernel
needs, and writes into one result; a norm measures the whole result and changes it in place. The numbers are
those of the plain layer. Only layers beyond ``Limits.halved`` are kept as float16; all compute in float32.
``bfloat16`` was tried: in a clear sky a channel differs from its mean by less than bfloat16 can tell.
"""

import math
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from painting import steady
from painting.step import Step, Tell

Border: TypeAlias = Literal["reflect", "replicate", "zeros"]
Enlarging: TypeAlias = Literal["nearest", "bilinear"]
#: (N, C, h, w)
Shape: TypeAlias = tuple[int, int, int, int]


@dataclass(frozen=True, kw_only=True)
class Limits:
    """Sizes in bytes, counted as float32."""

    #: A layer whose input and output together are larger is computed in strips.
    whole: int = 192 << 20
    #: What one strip's input and output together may be.
    strip: int = 48 << 20
    #: A layer whose output is larger is kept as float16: three significant digits, half the memory.
    halved: int = 1 << 30


USUAL = Limits()
#: How layers beyond ``Limits.halved`` are kept, and the largest number that it can hold.
KEPT, MOST = torch.float16, 65504.0
#: For a device whose memory ran out.
TIGHT = Limits(whole=32 << 20, strip=32 << 20, halved=128 << 20)

_limits: ContextVar[Limits] = ContextVar("limits", default=USUAL)
_tell: ContextVar[Callable[[bool], None]] = ContextVar("tell", default=lambda _: None)


def limits() -> Limits:
    """The limits that hold here."""
    return _limits.get()


@contextmanager
def limited_to(limits: Limits) -> Iterator[None]:
    """Compute within these limits in the block."""
    token = _limits.set(limits)
    try:
        yield
    finally:
        _limits.reset(token)


@contextmanager
def telling(progress: Tell, *nets: nn.Module) -> Iterator[None]:
    """Report the convolutions of these nets while they are computed in the block; large ones often."""
    counted = (Convolution, TransposedConvolution)
    of = sum(isinstance(module, counted) for net in nets for module in net.modules())
    done = 0

    def listen(whole_layer: bool) -> None:
        nonlocal done
        done += whole_layer
        progress(Step(step=min(max(done, 1), of), of=of))  # the first layer counts from its first strip

    token = _tell.set(listen)
    try:
        yield
    finally:
        _tell.reset(token)


def tell(*, whole_layer: bool) -> None:
    """Report to whoever listens that a convolution is done (``whole_layer``), or a strip of any layer."""
    _tell.get()(whole_layer)


class Convolution(nn.Conv2d):
    """A convolution with its border, and perhaps an enlargement before it; parameters as ``nn.Conv2d``'s."""

    def __init__(
        self,
        inputs: int,
        outputs: int,
        kernel: int,
        stride: int = 1,
        *,
        border: Border = "reflect",
        padding: int | None = None,
        enlarge: int = 1,
        enlarging: Enlarging = "nearest",
        groups: int = 1,
        bias: bool = True,
    ) -> None:
        """Build it.

        Args:
            inputs: channels; outputs: channels.
            kernel: side in pixels.
            stride: in pixels.
            border: what is seen beyond the picture.
            padding: its width in pixels; None: half the kernel.
            enlarge: how many times larger the picture is made beforehand.
            enlarging: by which interpolation.
            groups: of channels; bias: as in ``nn.Conv2d``.
        """
        width = kernel // 2 if padding is None else padding
        super().__init__(
            inputs, outputs, kernel, stride, width, groups=groups, bias=bias, padding_mode=border
        )
        self.enlarge = enlarge
        self.enlarging = enlarging

    def forward(self, features: Tensor, onto: Tensor | None = None) -> Tensor:
        """(N, inputs, h, w) → (N, outputs, about h · enlarge / stride, w · enlarge / stride).

        Args:
            features: not changed.
            onto: of the result's shape; the result is added to it, in place where the layer is large.
        """
        shape, enlarged = self.shape_after(features.shape), self.enlarge**2 * math.prod(features.shape)
        strips = strips_of(shape, 4 * (enlarged // max(1, shape[2])))
        if strips is None:
            result = super().forward(_enlarged(features, self.enlarge, self.enlarging))
            result = result if onto is None else onto + result
        else:
            result = _kept(shape, features) if onto is None else onto
            for rows in strips:
                part = self.strip(features, rows)
                put(result, rows, part if onto is None else onto[:, :, rows] + part)
                tell(whole_layer=False)
        tell(whole_layer=True)
        return result

    def shape_after(self, shape: tuple[int, ...]) -> Shape:
        """Say what shape the result has for features of this one."""
        count, _, height, width = shape
        return count, self.out_channels, self._fits(height), self._fits(width)

    def _fits(self, side: int) -> int:
        return (self.enlarge * side + 2 * int(self.padding[0]) - self.kernel_size[0]) // self.stride[0] + 1

    def strip(self, features: Tensor, rows: slice) -> Tensor:
        """Compute some rows of the result, float32, from the rows that they need.

        Args:
            features: (N, inputs, h, w); only its shape and ``features[:, :, rows]`` are asked for.
            rows: of the result, with both ends.
        """
        padding, stride, kernel = int(self.padding[0]), self.stride[0], self.kernel_size[0]
        first, last = rows.start * stride - padding, (rows.stop - 1) * stride + kernel - padding
        height = features.shape[2] * self.enlarge
        # Besides its own rows a strip at the border needs those that are mirrored there.
        inner = slice(max(0, min(first, 2 * height - 1 - last)), min(height, max(last, 1 - first)))
        seen = _enlarged_rows(features, inner, self.enlarge, self.enlarging).to(self.weight.dtype)
        mode = "constant" if self.padding_mode == "zeros" else self.padding_mode
        seen = F.pad(seen, (padding, padding, max(0, -first), max(0, last - height)), mode=mode)
        above = max(0, first) - inner.start
        seen = seen[:, :, above : above + last - first]
        return F.conv2d(seen, self.weight, self.bias, self.stride, groups=self.groups)


class TransposedConvolution(nn.ConvTranspose2d):
    """Doubles both sides: kernel 3, stride 2, as CycleGAN's; parameters as ``nn.ConvTranspose2d``'s."""

    def __init__(self, inputs: int, outputs: int) -> None:
        super().__init__(inputs, outputs, 3, stride=2, padding=1, output_padding=1)

    def forward(self, features: Tensor, output_size: Any = None) -> Tensor:  # noqa: ARG002 - torch's own signature
        """(N, inputs, h, w) → (N, outputs, 2 h, 2 w)."""
        count, channels, height, width = features.shape
        shape = (count, self.out_channels, 2 * height, 2 * width)
        strips = strips_of(shape, 2 * count * channels * width, multiple=2)
        if strips is None:
            result = super().forward(features)
        else:
            result = _kept(shape, features)
            for rows in strips:
                # Row 2i of the result needs row i, row 2i + 1 needs rows i and i + 1.
                seen = features[:, :, rows.start // 2 : rows.stop // 2 + 1].to(self.weight.dtype)
                put(result, rows, super().forward(seen)[:, :, : rows.stop - rows.start])
                tell(whole_layer=False)
        tell(whole_layer=True)
        return result


class InstanceNorm(nn.InstanceNorm2d):
    """Instance norm; where the layer is large and no gradient is wanted it changes what it is given."""

    def forward(self, features: Tensor) -> Tensor:
        """(N, C, h, w), both ways: mean 0 and deviation 1 in each channel, then the affine part if any."""
        if strips_of(features.shape) is None and not steady.is_held():
            normal: Tensor = super().forward(features)
            return normal
        mean, deviation = mean_deviation(features, self.eps)
        scale = 1 / deviation if self.weight is None else self.weight / deviation
        shift = -mean * scale if self.bias is None else self.bias - mean * scale
        return scaled(features, scale, shift)


def mean_deviation(features: Tensor, eps: float = 1e-5, *, unbiased: bool = False) -> tuple[Tensor, Tensor]:
    """Measure each channel over the whole picture, or the whole shot (``painting.steady``).

    Args:
        features: (N, C, h, w), any floating-point type.
        eps: added to the variance.
        unbiased: divide by the number of places less one, as ``torch.var`` does if not told otherwise.

    Returns:
        Mean and standard deviation, (N, C) each, float32.
    """
    mean, variance = steady.moments(features.shape, lambda: _mean_variance(features, unbiased=unbiased))
    return mean, (variance + eps).sqrt().float()


def _mean_variance(features: Tensor, *, unbiased: bool) -> tuple[Tensor, Tensor]:
    strips = strips_of(features.shape)
    if strips is None:
        variance, mean = torch.var_mean(features.float(), (2, 3), correction=int(unbiased))
        return mean, variance
    places = features.shape[2] * features.shape[3]
    # About the first strip's mean, so that no digits are lost where the mean is far from 0.
    about = features[:, :, strips[0]].float().mean((2, 3), keepdim=True)
    total = torch.zeros(features.shape[:2], dtype=torch.float64, device=features.device)
    squares = torch.zeros_like(total)
    for rows in strips:
        part = features[:, :, rows].float() - about
        total += part.sum((2, 3))
        squares += part.square().sum((2, 3))
    mean = total / places
    variance = (squares - places * mean.square()) / (places - unbiased)
    return (mean + about[:, :, 0, 0]).float(), variance.clamp_min(0)


def scaled(features: Tensor, scale: Tensor, shift: Tensor) -> Tensor:
    """``features * scale + shift``, (N, C) or (C,) each, in float32; in place where the layer is large."""
    scale, shift = (value.view(-1, features.shape[1], 1, 1) for value in (scale, shift))
    strips = strips_of(features.shape)
    if strips is None:
        return torch.addcmul(shift, features, scale)
    for rows in strips:
        put(features, rows, torch.addcmul(shift, features[:, :, rows].float(), scale))
        tell(whole_layer=False)
    return features


def rectified(features: Tensor) -> Tensor:
    """ReLU; in place where no gradient is wanted."""
    return F.relu(features) if torch.is_grad_enabled() else F.relu_(features)


def added(features: Tensor, change: Tensor) -> Tensor:
    """The sum; into ``change`` where no gradient is wanted."""
    return features + change if torch.is_grad_enabled() else change.add_(features)


def strips_of(shape: tuple[int, ...], row_input: int = 0, *, multiple: int = 1) -> list[slice] | None:
    """Cut a layer's rows into strips.

    Args:
        shape: of the result, (N, C, h, w).
        row_input: bytes of input, as float32, that a row of the result needs; 0: it is changed in place.
        multiple: of rows in a strip.

    Returns:
        All its rows, from the top; None where it is small, or a gradient is wanted.
    """
    bounds, (count, channels, height, width) = limits(), shape
    row = row_input + 4 * count * channels * width
    if torch.is_grad_enabled() or row * height <= bounds.whole:
        return None
    step = max(multiple, bounds.strip // row // multiple * multiple)
    return [slice(start, min(height, start + step)) for start in range(0, height, step)]


def is_halved(shape: tuple[int, ...]) -> bool:
    """Whether a layer of this shape is kept as float16."""
    return 4 * math.prod(shape) > limits().halved


def _kept(shape: tuple[int, ...], like: Tensor) -> Tensor:
    return torch.empty(shape, dtype=KEPT if is_halved(shape) else torch.float32, device=like.device)


def put(result: Tensor, rows: slice, part: Tensor) -> None:
    """Write some rows, (N, C, rows, w), into a layer; numbers too large for a half become its largest."""
    result[:, :, rows] = part.clamp(-MOST, MOST) if result.dtype is KEPT else part


def _enlarged(features: Tensor, times: int, how: Enlarging) -> Tensor:
    if times == 1:
        return features
    if how == "nearest":
        return F.interpolate(features, scale_factor=float(times), mode="nearest")
    return F.interpolate(features, scale_factor=float(times), mode="bilinear", align_corners=False)


def _enlarged_rows(features: Tensor, rows: slice, times: int, how: Enlarging) -> Tensor:
    """Some rows of the enlarged features, from the rows that they need and one around them."""
    if times == 1:
        return features[:, :, rows]
    first = max(0, rows.start // times - 1)
    last = min(features.shape[2], -(-rows.stop // times) + 1)
    enlarged = _enlarged(features[:, :, first:last], times, how)
    return enlarged[:, :, rows.start - first * times : rows.stop - first * times]
