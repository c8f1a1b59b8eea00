"""``Dockerfile.gpu``: lean images without torch, each with just the rooms that its process needs."""

import re
import subprocess
import sys
from pathlib import Path
from shutil import copytree, ignore_patterns

import pytest

from tests.deploy.files import ROOT, ours, procfile, stages

#: What a process imports, besides its ``__main__``, before it does any work.
ENTRIES = {
    "bot": ("bot.app", "bot.__main__"),
    "clerk": ("clerk.tasks", "clerk.__main__"),
    "flower": ("jobs.queue",),
    "worker": ("worker.tasks", "worker.studio", "worker.__main__", "weights.app"),
}
LEAN = ("bot", "clerk", "flower")


def test_every_image_of_compose_is_a_stage_and_runs_as_compose_does() -> None:
    for service in ours().values():
        stage = stages()[service["build"]["target"]]

        assert stage.command in procfile().values()
        assert stage.command.split()[:3] == service["command"].split()[:3]


@pytest.mark.parametrize("name", ENTRIES)
def test_the_rooms_of_an_image_are_enough_and_lean_ones_stay_lean(name: str, tmp_path: Path) -> None:
    for room in stages()[name].folders:
        copytree(ROOT / room, tmp_path / room, ignore=ignore_patterns("__pycache__"))
    script = (
        "import importlib, sys\n"
        f"for entry in {ENTRIES[name]!r}: importlib.import_module(entry)\n"
        "print(*(m.__file__ for m in list(sys.modules.values()) if getattr(m, '__file__', None)), sep='\\n')"
    )
    seen = subprocess.run(
        [sys.executable, "-c", script], cwd=tmp_path, capture_output=True, text=True, timeout=100
    )

    assert seen.returncode == 0, seen.stderr
    files = seen.stdout.splitlines()
    # This repository may be installed in the environment: a room must not come from there.
    rooms = {path.parent.name for path in ROOT.glob("*/__init__.py")} - {"tests"}
    assert not [
        file
        for file in files
        if Path(file).is_relative_to(ROOT) and Path(file).relative_to(ROOT).parts[0] in rooms
    ]
    if name in LEAN:
        assert not [file for file in files if re.search(r"/(torch|numpy|PIL)/__init__", file)]


@pytest.mark.parametrize("name", LEAN)
def test_a_lean_image_installs_no_torch(name: str) -> None:
    text = stages()[name].text
    packages = re.search(r"--from=(\S+) /venv", text)[1]
    (requirements,) = re.findall(r"COPY (requirements/\S+)", stages()[packages].text)

    assert not re.search(r"^(torch|numpy|pillow|nvidia)", (ROOT / requirements).read_text(), re.MULTILINE)


def test_the_worker_stands_on_a_pinned_cuda_base() -> None:
    text = "\n".join(stage.base for stage in stages().values())
    arguments = dict(re.findall(r"^ARG (\w+)=(\S+)$", (ROOT / "Dockerfile.gpu").read_text(), re.MULTILINE))

    assert stages()["worker"].base == "python"
    assert stages()["python"].base == "${CUDA}"
    assert re.fullmatch(r"nvidia/cuda:\d+\.\d+\.\d+-base-ubuntu\d+\.\d+", arguments["CUDA"])
    assert "latest" not in text


def test_the_bases_cuda_is_the_one_that_torch_brings() -> None:
    base = re.search(r"nvidia/cuda:(\d+\.\d+)", (ROOT / "Dockerfile.gpu").read_text())[1]
    wheel = re.search(
        r"^nvidia-cuda-runtime==(\d+\.\d+)", (ROOT / "requirements/worker.txt").read_text(), re.MULTILINE
    )[1]

    assert base == wheel


@pytest.mark.parametrize("name", ENTRIES)
def test_an_image_runs_as_nobody_special(name: str) -> None:
    assert re.findall(r"^USER (\S+)$", stages()[name].text, re.MULTILINE) == ["10001:10001"]


def test_packages_are_installed_by_hash_and_never_built() -> None:
    for stage in stages().values():
        for install in re.findall(r"pip install (.*?) *\\?$", stage.text, re.MULTILINE):
            assert "--require-hashes" in install
            assert "--only-binary=:all:" in install
    assert sum("pip install" in stage.text for stage in stages().values()) == 3


def test_only_what_is_copied_is_sent_to_the_builder() -> None:
    lines = (ROOT / ".dockerignore").read_text().splitlines()
    allowed = {line[1:] for line in lines if line.startswith("!")} - {"requirements/*.txt"}

    assert next(line for line in lines if not line.startswith("#")) == "*"
    assert allowed == {folder for stage in stages().values() for folder in stage.folders}
