"""A folder's vectors against our nets: one verdict each."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from tests.parity.formula import formula_weights
from tests.parity.nets import NETS, Arrays, Net
from weights.checkpoint import State, WeightsError, load_strictly, read_state

LIMIT = 1e-3  # largest difference allowed, as a share of the published output's range


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """What was found about one net."""

    name: str
    #: None where we have no such net yet, or its real weights are not here.
    ok: bool | None
    finding: str

    def __str__(self) -> str:
        """One line: name, largest relative error or what is wrong, ok or not."""
        word = {True: "ok", False: "NOT OK", None: ""}[self.ok]
        return f"{self.name:<12}{self.finding:<40}{word}".rstrip()


def verdicts(folder: Path) -> Iterator[Verdict]:
    """Compare every net of the folder, in the order of their names."""
    for listing in sorted(folder.glob("*.keys.json")):
        name = listing.name.removesuffix(".keys.json")
        if name in NETS:
            yield _verdict(name, NETS[name], listing, folder / f"{name}.npz")
        else:
            yield Verdict(name=name, ok=None, finding="not built yet")


def _verdict(name: str, net: Net, listing: Path, vectors: Path) -> Verdict:
    absent = [file for file in net.real.values() if not (listing.parent / file).is_file()]
    if absent:
        return Verdict(name=name, ok=None, finding=f"not compared: no {absent[0]}")
    try:
        error = _error(net, _weights(net, listing), _arrays(vectors))
    except (WeightsError, FileNotFoundError) as problem:
        return Verdict(name=name, ok=False, finding=str(problem))
    return Verdict(name=name, ok=error <= LIMIT, finding=f"largest error {error:.1e} of the range")


def _weights(net: Net, listing: Path) -> State:
    """The formula's, or the real ones, whose names and shapes must then be those listed."""
    shapes = json.loads(listing.read_text())
    if not net.real:
        return formula_weights(shapes, net.seeds)
    state = {
        f"{prefix}{name}": values
        for prefix, file in net.real.items()
        for name, values in read_state(listing.parent / file).items()
    }
    for name in sorted(state.keys() ^ shapes.keys()):
        raise WeightsError(f"{name} is not both listed and in the files")
    for name, values in state.items():
        if list(values.shape) != shapes[name]:
            raise WeightsError(f"{name} has shape {list(values.shape)}, listed {shapes[name]}")
    return state


@torch.inference_mode()
def _error(net: Net, weights: State, given: Arrays) -> float:
    module = net.build().eval()
    load_strictly(module, weights)
    found = net.run(module, given)
    return max(_relative(found[name], given[name]) for name in found)


def _relative(found: Tensor, published: Tensor) -> float:
    if found.shape != published.shape:
        raise WeightsError(f"output has shape {tuple(found.shape)}, published {tuple(published.shape)}")
    spread = published.max() - published.min()
    return ((found - published).abs().max() / spread).item()


def _arrays(vectors: Path) -> Arrays:
    with np.load(vectors, allow_pickle=False) as file:
        return {name: torch.from_numpy(file[name]) for name in file.files}
