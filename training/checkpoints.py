"""Where a training run stands: saved every few minutes, read again to go on; and the weights it ends with."""

import json
import pickle
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import save_file
from torch import Tensor, nn

from training.errors import TrainingError


def save(path: Path, state: dict[str, Any]) -> None:
    """Write a checkpoint so that a kill leaves the old one or the new one, never half of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_suffix(".new")
    torch.save(state, fresh)
    fresh.replace(path)


def load(path: Path) -> dict[str, Any]:
    """Read a checkpoint (tensors and plain values only), on the CPU.

    Raises:
        TrainingError: there is none, or it is unreadable.
    """
    try:
        state: dict[str, Any] = torch.load(path, weights_only=True, map_location="cpu")
    except FileNotFoundError as error:
        raise TrainingError(f"there is no {path} to go on from; leave --resume out to begin") from error
    except (pickle.UnpicklingError, EOFError, RuntimeError) as error:
        raise TrainingError(f"{path} is not a readable checkpoint: {error}") from error
    return state


def export(path: Path, weights: Mapping[str, Tensor], **facts: Any) -> None:
    """Write weights as fp16 safetensors; ``facts`` become metadata, JSON each.

    Raises:
        TrainingError: a weight is too large for fp16, or not a number.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    halves = {name: _half(name, tensor) for name, tensor in weights.items()}
    fresh = path.with_suffix(".new")
    save_file(halves, fresh, {name: json.dumps(fact) for name, fact in facts.items()})
    _sort_header(fresh)
    fresh.replace(path)


def _half(name: str, tensor: Tensor) -> Tensor:
    half = tensor.detach().to("cpu", torch.float16).contiguous()
    if not torch.isfinite(half).all():
        raise TrainingError(f"{name} has grown beyond what fp16 holds; train again at a lower rate")
    return half


def _sort_header(path: Path) -> None:
    """Bring the header's keys into order: the library's own differs from run to run.

    The format is eight bytes of length, little-endian, the header as JSON, the tensors.
    """
    content = path.read_bytes()
    end = 8 + int.from_bytes(content[:8], "little")
    header = json.dumps(json.loads(content[8:end]), sort_keys=True, separators=(",", ":")).encode()
    header = header.ljust(-(-len(header) // 8) * 8)
    path.write_bytes(len(header).to_bytes(8, "little") + header + content[end:])


class Average:
    """An exponential moving average of a net's weights: calmer than the last step's."""

    def __init__(self, net: nn.Module, decay: float) -> None:
        self.decay = decay
        self.weights = {name: tensor.detach().clone() for name, tensor in net.state_dict().items()}

    def update(self, net: nn.Module, step: int) -> None:
        """Move towards the net; the first steps count more, so that the start is soon forgotten."""
        decay = min(self.decay, (1 + step) / (10 + step))
        for name, tensor in net.state_dict().items():
            self.weights[name].lerp_(tensor.detach(), 1 - decay)

    def restore(self, weights: Mapping[str, Tensor]) -> None:
        """Take the average of a checkpoint, onto the net's device."""
        self.weights = {name: weights[name].to(tensor) for name, tensor in self.weights.items()}
