"""The paper's numbers, Zhu et al., 2017, https://arxiv.org/abs/1703.10593, sections 4, 5.2 and appendix."""

from dataclasses import dataclass

from cyclegan.discriminator import LEAST_SIDE
from training.errors import TrainingError


@dataclass(frozen=True, kw_only=True)
class Recipe:
    """How a pair is trained; what is not said here is not a choice.

    Raises:
        TrainingError: no pair can be trained so; the message says why.
    """

    #: The paper's 200 times through about a thousand pictures.
    steps: int = 200_000
    seed: int = 1
    batch: int = 1
    #: Of the generators after their first convolution, and how many residual blocks.
    channels: int = 64
    blocks: int = 9
    #: Of the discriminators after their first convolution.
    judge_channels: int = 64
    #: Crop side, pixels.
    side: int = 256
    #: Adam's, for all four nets.
    rate: float = 2e-4
    momentum: float = 0.5
    #: Weight of the cycles beside the discriminators' opinion.
    cycle: float = 10.0
    #: Weight of identity, as a share of ``cycle``.
    identity: float = 0.5
    #: Pictures in each pool.
    pool: int = 50

    def __post_init__(self) -> None:
        if self.side < LEAST_SIDE or self.side % 4:
            raise TrainingError(f"the side is a multiple of 4, at least {LEAST_SIDE} px, not {self.side}")
        if min(self.channels, self.judge_channels, self.blocks) < 1:
            raise TrainingError("channels and blocks are at least 1")
        if min(self.cycle, self.identity, self.pool) < 0 or self.rate <= 0:
            raise TrainingError("the rate is above 0; weights and the pool are not below 0")

    @property
    def read_side(self) -> int:
        """The shorter side of the picture that a crop is cut from, pixels: 286 for 256."""
        return round(self.side * 286 / 256)

    def rate_at(self, step: int) -> float:
        """Learning rate at a step, from 0: the full one in the first half, then falling in a line to 0."""
        half = self.steps / 2
        return self.rate * min(1.0, (self.steps - step) / half)
