"""An optimiser for convolutions: momentum whose singular values are all made one.

Jordan et al., 2024, https://kellerjordan.github.io/posts/muon/, with the same five steps of Newton and
Schulz and the same coefficients. On the small feature network it needs less than half of Adam's steps.
"""

from collections.abc import Iterable
from typing import Any

import torch
from torch import Tensor, nn

COEFFICIENTS = (3.4445, -4.7750, 2.0315)
ITERATIONS = 5


class Muon(torch.optim.Optimizer):
    """Updates kernels (out, in, h, w) as matrices (out, in·h·w), with Nesterov momentum."""

    def __init__(self, kernels: Iterable[nn.Parameter], lr: float, momentum: float = 0.95) -> None:
        super().__init__(kernels, {"lr": lr, "momentum": momentum})

    @torch.no_grad()
    def step(self, closure: Any = None) -> Any:
        """Move every kernel that has a gradient.

        Raises:
            NotImplementedError: a closure was given; one step needs one gradient here.
        """
        if closure is not None:
            raise NotImplementedError("a closure is not supported")
        for group in self.param_groups:
            for kernel in group["params"]:
                if kernel.grad is not None:
                    self._move(kernel, group["lr"], group["momentum"])

    def _move(self, kernel: nn.Parameter, rate: float, keep: float) -> None:
        gradient = torch.as_tensor(kernel.grad)
        past = self.state[kernel].setdefault("past", torch.zeros_like(kernel))
        past.lerp_(gradient, 1 - keep)
        matrix = gradient.lerp(past, keep).flatten(1)
        # A tall matrix has fewer singular values than outputs: each output should still move as far.
        reach = max(1.0, matrix.shape[0] / matrix.shape[1]) ** 0.5
        kernel.add_(orthogonal(matrix).view_as(kernel), alpha=-rate * reach)


def orthogonal(matrix: Tensor) -> Tensor:
    """Bring the singular values of a matrix near 1 and leave its singular vectors."""
    tall = matrix.shape[0] > matrix.shape[1]
    current = matrix.mT if tall else matrix
    current = current / (torch.linalg.norm(current) + 1e-7)
    first, third, fifth = COEFFICIENTS
    for _ in range(ITERATIONS):
        square = current @ current.mT
        current = first * current + (third * square + fifth * square @ square) @ current
    result: Tensor = current.mT if tall else current
    return result
