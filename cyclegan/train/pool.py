"""Earlier results, shown to a discriminator now and then, so that it does not forget what it has learnt.

Zhu et al., 2017, section 4, after Shrivastava et al., 2017, https://arxiv.org/abs/1612.07828, section 2.3.
"""

from typing import Any

import torch
from torch import Tensor


class Pool:
    """Up to ``size`` pictures that a generator made; what comes out follows from the seed."""

    def __init__(self, size: int = 50, *, seed: int = 0) -> None:
        self.size = size
        self.pictures: list[Tensor] = []
        self.chance = torch.Generator().manual_seed(seed)

    def exchange(self, made: Tensor) -> Tensor:
        """Give a batch in, take one out.

        Until the pool is full each picture comes back and is kept; then half of them come back, and each of
        the others takes the place of an earlier one, which comes out.

        Args:
            made: (N, 3, H, W), without a gradient; not changed.

        Returns:
            The same shape.
        """
        return torch.stack([self._exchange(picture) for picture in made])

    def state(self) -> dict[str, Any]:
        """What a checkpoint must hold: the pictures and the state of chance."""
        return {"pictures": self.pictures, "chance": self.chance.get_state()}

    def restore(self, state: dict[str, Any], device: torch.device) -> None:
        """Go on from such a state."""
        self.pictures = [picture.to(device) for picture in state["pictures"]]
        self.chance.set_state(state["chance"])

    def _exchange(self, picture: Tensor) -> Tensor:
        if len(self.pictures) < self.size:
            self.pictures.append(picture.clone())
            return picture
        if self.size == 0 or torch.rand((), generator=self.chance) < 0.5:
            return picture
        place = int(torch.randint(self.size, (), generator=self.chance))
        earlier, self.pictures[place] = self.pictures[place], picture.clone()
        return earlier
