"""``python -m tests.parity``, run as a person runs it."""

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import torch

from nst.johnson import TransformerNet
from tests.parity.formula import formula_weights
from weights.checkpoint import load_strictly

ROOT = Path(__file__).parents[2]
PUBLISHED = ROOT.parent / "shared" / "parity"


def run_parity(folder: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "tests.parity", str(folder)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=100, check=False)


@pytest.fixture
def johnson_folder(tmp_path):
    """A function that writes a folder of the published form, from a net that a change was made to."""

    def write(change=dict) -> Path:  # `dict` only copies
        net = TransformerNet()
        shapes = {name: list(value.shape) for name, value in net.state_dict().items()}
        state = formula_weights(shapes, {"": 0})
        change(state)
        load_strictly(net, state)
        x = torch.rand(1, 3, 16, 24, generator=torch.Generator().manual_seed(1))
        with torch.inference_mode():
            np.savez(tmp_path / "johnson.npz", x=x.numpy(), y=(net(255 * x) / 255).numpy())
        (tmp_path / "johnson.keys.json").write_text(json.dumps(shapes))
        return tmp_path

    return write


def test_every_net_that_we_have_equals_the_published_one():
    if not PUBLISHED.is_dir():
        pytest.skip(f"no published vectors at {PUBLISHED}")
    result = run_parity(PUBLISHED)

    assert result.returncode == 0, result.stdout + result.stderr
    lines = {line.split()[0]: line for line in result.stdout.splitlines()}
    assert lines["johnson"].endswith(" ok")
    assert lines["cyclegan"].endswith(" ok")
    assert lines["munit"].endswith(" ok")
    assert lines["microast"].endswith(" ok") or "not compared" in lines["microast"]


@pytest.mark.slow
def test_a_net_that_computes_the_same_is_ok(johnson_folder):
    result = run_parity(johnson_folder())

    assert result.returncode == 0, result.stdout + result.stderr
    assert result.stdout.startswith("johnson ")
    assert result.stdout.rstrip().endswith(" ok")


def test_one_perturbed_weight_is_noticed(johnson_folder):
    def perturb(state):
        state["res3.conv1.conv2d.weight"][5, 7, 1, 1] += 1.0

    result = run_parity(johnson_folder(perturb))

    assert result.returncode == 1
    assert result.stdout.rstrip().endswith("NOT OK")


def test_another_shape_is_told_with_its_key(johnson_folder):
    folder = johnson_folder()
    listing = folder / "johnson.keys.json"
    shapes = json.loads(listing.read_text())
    shapes["in3.weight"] = [127]
    listing.write_text(json.dumps(shapes))
    result = run_parity(folder)

    assert result.returncode == 1
    assert "in3.weight" in result.stdout


def test_a_net_that_we_do_not_have_is_not_counted_as_ok(tmp_path):
    (tmp_path / "unheard-of.keys.json").write_text("{}")
    result = run_parity(tmp_path)

    assert result.returncode == 1
    assert "not built yet" in result.stdout


def test_real_weights_that_are_not_here_are_not_counted_as_ok(tmp_path):
    (tmp_path / "microast.keys.json").write_text("{}")
    result = run_parity(tmp_path)

    assert result.returncode == 1
    assert "not compared" in result.stdout


@pytest.mark.slow
def test_real_weights_with_other_names_than_listed_are_told(tmp_path):
    if not PUBLISHED.is_dir():
        pytest.skip(f"no published vectors at {PUBLISHED}")
    (tmp_path / "weights").symlink_to(PUBLISHED.parent / "weights")
    folder = tmp_path / "parity"
    folder.mkdir()
    shapes = json.loads((PUBLISHED / "microast.keys.json").read_text())
    del shapes["modulator.bias2.0.conv_layer.bias"]
    (folder / "microast.keys.json").write_text(json.dumps(shapes))
    result = run_parity(folder)

    assert result.returncode == 1
    assert "modulator.bias2.0.conv_layer.bias" in result.stdout
