"""What the tests of our trainings share: small folders of pictures, and what every command must do."""

import csv
import json
from collections.abc import Callable
from pathlib import Path

import numpy
import torch
from PIL import Image
from safetensors import safe_open

from nst.drawings import DRAWINGS, draw
from nst.train.__main__ import main
from painting.wish import Picture
from tests.training.board import records


def save(path: Path, picture: Picture) -> None:
    """Write a picture as PNG."""
    pixels = (255 * picture).round().astype(numpy.uint8).transpose(1, 2, 0)
    Image.fromarray(pixels).save(path)


def draw_into(folder: Path, *, side: int, seed: int = 4) -> Path:
    """Fill a folder with each of our drawings as a file."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in DRAWINGS:
        save(folder / f"{name}.png", draw(name, side, seed=seed))
    return folder


def rows(path: Path) -> list[dict[str, str]]:
    """The table of a run."""
    with path.open() as file:
        return list(csv.DictReader(file))


def train(folder: Path, arguments: list[str]) -> Path:
    """Run a training command in a folder of its own; give the file that it writes."""
    out = folder / "net.safetensors"
    main([*arguments, "--folder", str(folder), "--out", str(out)])
    return out


def check_ten_steps(folder: Path, arguments: list[str]) -> Path:
    """Train ten steps, and five and five; both must be the same, and seen in every way.

    Returns:
        The file written by ten steps at once.
    """
    steps = ["--steps", "10", "--every", "5", "--preview-every", "5"]
    straight = train(folder / "straight", [*arguments, *steps])
    train(folder / "parts", [*arguments, *steps, "--until", "5"])
    parts = train(folder / "parts", [*arguments, *steps, "--resume"])
    _check_equal(straight, parts)
    _check_seen(folder / "straight")
    _check_seen(folder / "parts")
    return straight


def _check_equal(straight: Path, parts: Path) -> None:
    with safe_open(straight, framework="pt") as one, safe_open(parts, framework="pt") as other:
        assert one.keys() == other.keys()
        assert all(torch.equal(one.get_tensor(key), other.get_tensor(key)) for key in one.keys())  # noqa: SIM118
        facts = {name: json.loads(value) for name, value in one.metadata().items()}
    assert facts["steps"] == 10
    assert "python -m nst.train" in facts["command"]
    assert {"what", "seed", "licence"} <= facts.keys()
    same: Callable[[Path], list[dict[str, str]]] = lambda path: [  # noqa: E731
        {name: value for name, value in row.items() if name != "seconds"}
        for row in rows(path.parent / "metrics.csv")
    ]
    assert same(straight) == same(parts)


def _check_seen(folder: Path) -> None:
    table = rows(folder / "metrics.csv")
    assert [int(row["step"]) for row in table] == list(range(1, 11))
    assert sorted(path.name for path in (folder / "previews").iterdir()) == ["000005.jpg", "000010.jpg"]
    for path in (folder / "previews").iterdir():
        with Image.open(path) as preview:
            assert numpy.asarray(preview).std() > 1
    board = records(folder / "tensorboard")
    losses = {event.step for event in board for value in event.summary.value if value.tag == "loss"}
    assert losses == set(range(1, 11))
