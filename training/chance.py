"""Chance that can be taken up again: the state of torch's generators, and a seed for each step."""

from typing import Any

import torch


def seed_of(seed: int, step: int) -> int:
    """Give each step of each run a seed of its own."""
    return seed * 1_000_003 + step


def state() -> dict[str, Any]:
    """Take the state of torch's generators, of the CPU and of all GPUs."""
    cuda = torch.cuda.get_rng_state_all() if torch.cuda.is_available() else []
    return {"cpu": torch.get_rng_state(), "cuda": cuda}


def restore(taken: dict[str, Any]) -> None:
    """Go on where ``taken`` was; GPUs only where there are as many."""
    torch.set_rng_state(taken["cpu"])
    if taken["cuda"] and torch.cuda.device_count() == len(taken["cuda"]):
        torch.cuda.set_rng_state_all(taken["cuda"])
