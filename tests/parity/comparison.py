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
from weights.checkpoint import WeightsError, load_strictly

LIMIT = 1e-3  # largest difference allowed, as a share of the published output's range


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """What was found about one net."""

    name: str
    #: None where we have no such net yet.
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
    try:
        error = _error(net, json.loads(listing.read_text()), _arrays(vectors))
    except (WeightsError, FileNotFoundError) as problem:
        return Verdict(name=name, ok=False, finding=str(problem))
    return Verdict(name=name, ok=error <= LIMIT, finding=f"largest error {error:.1e} of the range")


@torch.inference_mode()
def _error(net: Net, shapes: dict[str, list[int]], given: Arrays) -> float:
    module = net.build().eval()
    load_strictly(module, formula_weights(shapes, net.seeds))
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
