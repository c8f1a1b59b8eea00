"""``atelier styles``, ``atelier doctor``, ``atelier weights``, and how quickly the command is there."""

import subprocess
import sys
from pathlib import Path

import pytest
import torch
from redis import Redis

from jobs.catalogue import CATALOGUE, Method
from tests.cli.atelier import ROOT, atelier, line
from weights.manifest import EMBEDDED

TOKEN = "123456789:" + "Aa0_-" * 7
EMBEDDED_FILES = sorted(path.name for path in EMBEDDED.glob("*.safetensors"))


def address(redis: Redis) -> str:
    return f"redis://127.0.0.1:{redis.connection_pool.connection_kwargs['port']}/0"


def test_the_gallery_is_shown_with_what_is_installed(tmp_path: Path) -> None:
    seen = atelier("styles", "--quick", folder=tmp_path)

    assert seen.returncode == 0
    for style in CATALOGUE:
        row = f"{style.name} .*{style.method} .*{style.lane} .*{style.licence} "
        assert line(row, seen.stdout)
    assert line(r"candy .*–", seen.stdout)
    assert "`atelier weights fetch`" in seen.stdout


@pytest.mark.slow
def test_the_table_of_styles_says_how_quickly_each_paints_here_and_remembers_it(
    tmp_path: Path,
) -> None:
    first = atelier("styles", folder=tmp_path, weights_dir="weights")
    noted = (tmp_path / "weights" / "speeds.json").read_bytes()
    again = atelier("styles", folder=tmp_path, weights_dir="weights")

    assert first.returncode == 0, first.stderr
    for style in CATALOGUE:
        if style.method in (Method.GATYS, Method.MULTISTYLE):
            assert line(rf"{style.name} .* ✔ +\d+(\.\d+)? *$", first.stdout), first.stdout
    assert again.stdout == first.stdout
    assert (tmp_path / "weights" / "speeds.json").read_bytes() == noted


@pytest.mark.parametrize("module", ["cli", "nst", "cyclegan"])
def test_the_command_goes_by_several_names(module: str, tmp_path: Path) -> None:
    seen = atelier("--help", folder=tmp_path, module=module)

    assert seen.returncode == 0
    for verb in ("paint", "enlarge", "styles", "doctor", "weights"):
        assert verb in seen.stdout


def test_looking_does_not_wait_for_torch() -> None:
    script = "import sys, cli.app; sys.exit(bool({'torch', 'numpy', 'PIL'} & set(sys.modules)))"

    assert subprocess.run([sys.executable, "-c", script], cwd=ROOT, check=False).returncode == 0


def test_a_wrong_setting_is_one_line_that_names_it(tmp_path: Path) -> None:
    seen = atelier("styles", folder=tmp_path, device="steam", bot_token=TOKEN)

    assert seen.returncode == 1
    assert seen.stderr.count("\n") == 1
    assert "ATELIER_DEVICE" in seen.stderr
    assert "steam" not in seen.stderr


def test_weights_go_to_the_folder_of_the_settings(tmp_path: Path) -> None:
    (tmp_path / "mirror").mkdir()
    (tmp_path / "mirror/decoder.pth").write_bytes(b"weights")
    (tmp_path / ".env").write_text("ATELIER_WEIGHTS_DIR=elsewhere\nATELIER_WEIGHTS_MIRROR=mirror\n")
    seen = atelier("weights", "fetch", "adain-decoder", folder=tmp_path)

    assert seen.returncode == 0, seen.stderr
    assert (tmp_path / "elsewhere/adain/decoder.pth").exists()
    assert "1 of 1 files are right" in atelier("weights", "verify", "adain-decoder", folder=tmp_path).stdout


@pytest.mark.skipif(len(EMBEDDED_FILES) < 2, reason="the embedded weights are not in this tree")
def test_the_doctor_is_content_where_all_that_is_needed_is_there(redis: Redis, tmp_path: Path) -> None:
    seen = atelier("doctor", folder=tmp_path, redis_url=address(redis), bot_token=TOKEN)

    assert seen.returncode == 0, seen.stdout
    for subject in ("redis", "maxmemory-policy", "token", "device", "disk, weights", "disk, results"):
        assert line(f"✔ {subject}: ", seen.stdout), seen.stdout
    assert TOKEN[-10:] not in seen.stdout + seen.stderr


def test_the_doctor_finds_a_redis_that_forgets_jobs(redis: Redis, tmp_path: Path) -> None:
    redis.config_set("maxmemory-policy", "allkeys-lru")
    try:
        seen = atelier("doctor", folder=tmp_path, redis_url=address(redis))
    finally:
        redis.config_set("maxmemory-policy", "noeviction")

    assert seen.returncode == 1
    assert line("✘ maxmemory-policy: allkeys-lru → `redis-cli config set", seen.stdout)


@pytest.fixture(scope="module")
def sick(tmp_path_factory: pytest.TempPathFactory) -> subprocess.CompletedProcess[str]:
    """What the doctor says of an installation where everything is wrong."""
    folder = tmp_path_factory.mktemp("sick")
    (folder / "weights/johnson").mkdir(parents=True)
    (folder / "weights/johnson/candy.pth").write_bytes(b"damaged")
    wrong = {"redis_url": "redis://:hidden@127.0.0.1:9/3", "bot_token": "secret words", "device": "cuda"}
    return atelier("doctor", folder=folder, weights_dir="weights", **wrong)


def test_the_doctor_says_what_to_do_without_redis(sick: subprocess.CompletedProcess[str]) -> None:
    assert sick.returncode == 1
    assert line(r"✘ redis: 127\.0\.0\.1:9/3: ConnectionError → start it", sick.stdout)


def test_the_doctor_sees_that_a_token_is_none(sick: subprocess.CompletedProcess[str]) -> None:
    assert line("✘ token: .*@BotFather", sick.stdout)


def test_the_doctor_finds_a_file_of_weights_that_is_another(sick: subprocess.CompletedProcess[str]) -> None:
    assert line("✘ weights: johnson-candy → .*sha1-git:f7767f70.*fetch johnson-candy", sick.stdout)


def test_the_doctor_sees_that_the_wanted_device_is_not_there(sick: subprocess.CompletedProcess[str]) -> None:
    if torch.cuda.is_available():
        pytest.skip("there is a CUDA device")

    assert line("✘ device: CPU.* → torch sees no CUDA device", sick.stdout)


def test_the_doctor_shows_no_secret(sick: subprocess.CompletedProcess[str]) -> None:
    assert "secret" not in sick.stdout + sick.stderr
    assert "hidden" not in sick.stdout + sick.stderr
