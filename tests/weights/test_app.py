"""``python -m weights`` as the operator uses it."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from tests.weights.site import Site
from weights.app import app

runner = CliRunner()


def run(*arguments: str | Path, **environment: str):  # type: ignore[no-untyped-def]
    return runner.invoke(app, [str(argument) for argument in arguments], env=environment)


def test_a_fetch_shows_licence_place_and_what_was_taken_on_trust(tmp_path: Path) -> None:
    with Site(files={"/adain/decoder.pth": b"weights"}) as site:
        result = run("fetch", "adain-decoder", "--into", tmp_path, "--mirror", site.address())

    assert result.exit_code == 0, result.output
    assert "adain-decoder: MIT, https://arxiv.org/abs/1703.06868" in result.output
    assert "/adain/decoder.pth from http://127.0.0.1" in result.output
    assert re.search(r"taken on trust.*pinned as sha256:[0-9a-f]{64}", result.output)
    assert (tmp_path / "adain/decoder.pth").read_bytes() == b"weights"


def test_folder_and_mirror_come_from_the_environment(tmp_path: Path) -> None:
    (tmp_path / "mirror/munit").mkdir(parents=True)
    (tmp_path / "mirror/munit/edges2shoes.pt").write_bytes(b"weights")
    folder, mirror = str(tmp_path / "into"), str(tmp_path / "mirror")
    result = run("fetch", "munit-edges2shoes", ATELIER_WEIGHTS_DIR=folder, ATELIER_WEIGHTS_MIRROR=mirror)

    assert result.exit_code == 0, result.output
    assert "CC-BY-NC-SA-4.0 (not for commercial use)" in result.output
    assert (tmp_path / "into/munit/edges2shoes.pt").exists()


def test_a_fetch_that_fails_says_why_and_exits_1(tmp_path: Path) -> None:
    result = run("fetch", "munit-edges2shoes", "--into", tmp_path)

    assert result.exit_code == 1
    assert "could not be fetched" in result.output
    assert "by hand: from https://drive.google.com" in result.output


def test_a_folder_that_cannot_be_made_is_told_and_exits_1(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    result = run("fetch", "munit-edges2shoes", "--into", tmp_path / "file/weights")

    assert result.exit_code == 1
    assert "Not a directory" in result.output


@pytest.mark.parametrize("command", ["fetch", "verify"])
def test_an_unknown_name_is_one_line_and_exits_1(command: str, tmp_path: Path) -> None:
    result = run(command, "nothing", "--into", tmp_path)

    assert result.exit_code == 1
    assert result.output.count("\n") == 1
    assert "no weights are called 'nothing'" in result.output


def test_verify_finds_the_file_that_changed(tmp_path: Path) -> None:
    with Site(files={"/decoder.pth": b"weights"}) as site:
        run("fetch", "adain-decoder", "--into", tmp_path, "--mirror", site.address())
    assert run("verify", "--into", tmp_path).exit_code == 0
    (tmp_path / "adain/decoder.pth").write_bytes(b"changed, and longer")
    result = run("verify", "--into", tmp_path)

    assert result.exit_code == 1
    assert "adain-decoder" in result.output
    assert "python -m weights fetch adain-decoder" in result.output


def test_verify_can_take_a_file_put_there_by_hand_on_trust(tmp_path: Path) -> None:
    (tmp_path / "adain").mkdir()
    (tmp_path / "adain/decoder.pth").write_bytes(b"weights")
    assert run("verify", "adain-decoder", "--into", tmp_path).exit_code == 1

    assert run("verify", "adain-decoder", "--into", tmp_path, "--trust").exit_code == 0
    assert run("verify", "adain-decoder", "--into", tmp_path).exit_code == 0


def test_the_list_shows_every_file_with_its_licence(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "weights", "list", "--into", tmp_path]
    seen = subprocess.run(command, capture_output=True, text=True, check=True, env={"COLUMNS": "200"}).stdout

    assert "johnson-rain-princess" in seen
    assert re.search(r"munit-edges2shoes +- +on trust +CC-BY-NC-SA-4.0", seen)


def test_listing_needs_no_torch() -> None:
    script = "import sys, weights, weights.app; sys.exit('torch' in sys.modules or 'numpy' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0
