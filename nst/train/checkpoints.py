"""Where a training run stands: saved every few minutes, read again to go on; and the weights it ends with."""

import json
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import save_file
from torch import Tensor, nn


def save(path: Path, state: dict[str, Any]) -> None:
    """Write a checkpoint so that a kill leaves the old one or the new one, never half of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_suffix(".new")
    torch.save(state, fresh)
    fresh.replace(path)


def load(path: Path) -> dict[str, Any]:
    """Read a checkpoint (tensors and plain values only)."""
    state: dict[str, Any] = torch.load(path, weights_only=True, map_location="cpu")
    return state


def export(path: Path, weights: dict[str, Tensor], **facts: Any) -> None:
    """Write weights as fp16 safetensors; ``facts`` become metadata, JSON each."""
    path.parent.mkdir(parents=True, exist_ok=True)
    halves = {name: tensor.detach().to(torch.float16).contiguous() for name, tensor in weights.items()}
    fresh = path.with_suffix(".new")
    save_file(halves, fresh, {name: json.dumps(fact) for name, fact in facts.items()})
    _sort_header(fresh)
    fresh.replace(path)


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
