"""Checkpoint file → state dict → net: strict about every key and shape.

The nets of ``nst`` and ``cyclegan`` load through here; which file it is, is ``weights.manifest``'s affair.
"""

import pickle
import zipfile
from collections.abc import Mapping
from pathlib import Path

import torch
from safetensors import SafetensorError
from safetensors.torch import load_file
from torch import Tensor, nn

State = dict[str, Tensor]

# What instance norms saved before PyTorch 0.4; they take their statistics from the picture and need none.
RUNNING_STATISTICS = ("running_mean", "running_var", "num_batches_tracked")


class WeightsError(ValueError):
    """The file is not a checkpoint of this net; the message names the key or the file."""


def read_state(path: Path) -> State:
    """Read the tensors of a checkpoint, on the CPU, without executing anything that it holds.

    A state dict within a dict is unwrapped, and so is the ``module.`` that data-parallel training prefixes.

    Args:
        path: ``.safetensors``, or what ``torch.save`` wrote (``.pth``, ``.pt``, ``.model``, ``.pth.tar``).

    Raises:
        WeightsError: the file is unreadable, or holds something else than one state dict.
        FileNotFoundError: there is no such file.
    """
    return _without_module_prefix(_unwrapped(read(path), path))


def load_strictly(net: nn.Module, state: Mapping[str, Tensor]) -> None:
    """Copy ``state`` into ``net``; each key and each shape must be the net's own.

    Only the running statistics that old checkpoints carry for instance norms are left out.

    Raises:
        WeightsError: a key is missing, unknown, of another shape, or holds values that are not finite.
    """
    wanted = net.state_dict()
    given = {key: value for key, value in state.items() if key in wanted or not _is_running(net, key)}
    for key in wanted:
        if key not in given:
            raise WeightsError(f"{key} is missing")
    for key, value in given.items():
        _check(key, value, wanted)
    net.load_state_dict(given)


def _check(key: str, value: Tensor, wanted: Mapping[str, Tensor]) -> None:
    if key not in wanted:
        raise WeightsError(f"{key} is not a parameter of this net")
    if value.shape != wanted[key].shape:
        raise WeightsError(f"{key} has shape {tuple(value.shape)}, the net needs {tuple(wanted[key].shape)}")
    if not torch.isfinite(value).all():
        raise WeightsError(f"{key} holds values that are not finite")


def _is_running(net: nn.Module, key: str) -> bool:
    owner, _, leaf = key.rpartition(".")
    if leaf not in RUNNING_STATISTICS:
        return False
    return isinstance(dict(net.named_modules(remove_duplicate=False)).get(owner), nn.InstanceNorm2d)


def read(path: Path) -> object:
    """Read whatever a checkpoint holds, on the CPU, without executing anything of it.

    Raises:
        WeightsError: the file is unreadable.
        FileNotFoundError: there is no such file.
    """
    try:
        if path.suffix == ".safetensors":
            return load_file(path)
        # Only the zip form can be mapped; it spares reading the layers nobody asks for.
        return torch.load(path, map_location="cpu", weights_only=True, mmap=zipfile.is_zipfile(path))
    except (SafetensorError, pickle.UnpicklingError, EOFError, RuntimeError, KeyError) as error:
        raise WeightsError(f"{path.name} is not a readable checkpoint: {error}") from error


def _unwrapped(content: object, path: Path) -> State:
    if not isinstance(content, Mapping):
        raise WeightsError(f"{path.name} holds a {type(content).__name__}, not a state dict")
    if _is_state(content):
        return dict(content)
    inner = {key: value for key, value in content.items() if _is_state(value)}
    if len(inner) != 1:
        raise WeightsError(f"{path.name} holds {len(inner)} state dicts among {sorted(map(str, content))}")
    return dict(next(iter(inner.values())))


def _is_state(content: object) -> bool:
    if not isinstance(content, Mapping) or not content:
        return False
    return all(isinstance(key, str) and isinstance(value, Tensor) for key, value in content.items())


def _without_module_prefix(state: State) -> State:
    if not all(key.startswith("module.") for key in state):
        return state
    return {key.removeprefix("module."): value for key, value in state.items()}
