"""CycleGAN's discriminator: is each 70 × 70 px patch of a picture real?

Zhu et al., 2017, https://arxiv.org/abs/1703.10593, appendix "Network architectures": C64-C128-C256-C512, the
PatchGAN of Isola et al., 2017, https://arxiv.org/abs/1611.07004.
"""

from torch import Tensor, nn

from painting import layers

#: Pixels; a smaller picture leaves the last norm a single value, which has no deviation.
LEAST_SIDE = 24


class Discriminator(nn.Module):
    """Judges patches; parameters are named by their place in ``model``, as in the published checkpoints."""

    def __init__(self, channels: int = 64) -> None:
        """Build it untrained; ``channels`` after the first convolution, eight times as many at the end."""
        super().__init__()
        self.model = nn.Sequential(
            layers.Convolution(3, channels, 4, stride=2, border="zeros", padding=1),
            nn.LeakyReLU(0.2),
            *_normed(channels, 2 * channels, stride=2),
            *_normed(2 * channels, 4 * channels, stride=2),
            *_normed(4 * channels, 8 * channels, stride=1),
            layers.Convolution(8 * channels, 1, 4, border="zeros", padding=1),
        )

    def forward(self, image: Tensor) -> Tensor:
        """Judge a picture.

        Args:
            image: RGB in [-1, 1], shape (N, 3, H, W); H, W >= ``LEAST_SIDE``.

        Returns:
            One score for each patch, (N, 1, about H / 8, about W / 8): near 1 for real, near 0 for made.
        """
        scores: Tensor = self.model(image)
        return scores


def _normed(inputs: int, outputs: int, *, stride: int) -> tuple[nn.Module, ...]:
    convolution = layers.Convolution(inputs, outputs, 4, stride, border="zeros", padding=1)
    return convolution, layers.InstanceNorm(outputs), nn.LeakyReLU(0.2)
