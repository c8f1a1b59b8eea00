"""The loop: resumed as if never stopped, seen in table, pictures and TensorBoard, stopped when lost."""

import argparse
import csv
import json
import math
from pathlib import Path
from typing import Any

import pytest
import torch
from PIL import Image
from safetensors import safe_open
from torch import Tensor, nn

from tests.training.board import records
from training.command import obey
from training.errors import TrainingError
from training.precision import Precision, mixed
from training.pupil import Result
from training.session import Session, add_common, follow


class Line:
    """Learns a straight line from noisy points, by chance from torch's own generator."""

    def __init__(self, *, lost_at: int | None = None) -> None:
        torch.manual_seed(1)
        self.net = nn.Linear(1, 1)
        self.optimiser = torch.optim.Adam(self.net.parameters(), 0.1)
        self.lost_at = lost_at

    def learn(self, step: int) -> dict[str, float]:
        points = torch.rand(8, 1)
        loss: Tensor = (self.net(points) - 2 * points + torch.randn(8, 1) / 10).square().mean()
        self.optimiser.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        self.optimiser.step()
        return {"loss": math.nan if step == self.lost_at else loss.item(), "number": step}

    def state(self) -> dict[str, Any]:
        return {"net": self.net.state_dict(), "optimiser": self.optimiser.state_dict()}

    def restore(self, state: dict[str, Any]) -> None:
        self.net.load_state_dict(state["net"])
        self.optimiser.load_state_dict(state["optimiser"])

    def preview(self) -> list[list[Tensor]]:
        torch.rand(100)  # looking must not change what is learnt
        return [[torch.zeros(3, 8, 8), torch.ones(3, 4, 8)], [torch.zeros(3, 8, 8)]]

    def results(self) -> list[Result]:
        return [Result(what="a line", weights=self.net.state_dict(), facts={"slope": 2})]


def session(folder: Path, **changes: Any) -> Session:
    values: dict[str, Any] = {
        "folder": folder, "outs": (folder / "line.safetensors",), "steps": 10, "every": 4, "preview_every": 5,
    }  # fmt: skip
    return Session(**(values | changes))


def rows(folder: Path) -> list[dict[str, str]]:
    with (folder / "metrics.csv").open() as file:
        return list(csv.DictReader(file))


def test_five_and_five_steps_are_ten_steps(tmp_path: Path) -> None:
    straight, first, second = Line(), Line(), Line()
    follow(straight, session(tmp_path / "straight"))
    follow(first, session(tmp_path / "parts", until=5))
    follow(second, session(tmp_path / "parts", resume=True))

    assert torch.equal(second.net.weight, straight.net.weight)
    one, other = rows(tmp_path / "straight"), rows(tmp_path / "parts")
    assert [row["loss"] for row in one] == [row["loss"] for row in other]
    assert [int(row["step"]) for row in other] == list(range(1, 11))


def test_previews_and_checkpoints_change_nothing(tmp_path: Path) -> None:
    often, never = Line(), Line()
    follow(often, session(tmp_path / "often", preview_every=1, every=1))
    follow(never, session(tmp_path / "never", preview_every=0))

    assert torch.equal(often.net.weight, never.net.weight)
    assert not (tmp_path / "never" / "previews").exists()


def test_a_killed_run_goes_on_from_its_last_checkpoint(tmp_path: Path) -> None:
    with pytest.raises(TrainingError, match="loss became infinite or not a number at step 8"):
        follow(Line(lost_at=7), session(tmp_path))
    follow(Line(), session(tmp_path, resume=True))

    assert [int(row["step"]) for row in rows(tmp_path)] == list(range(1, 11))
    assert all(math.isfinite(float(row["loss"])) for row in rows(tmp_path))


def test_a_new_run_begins_a_new_table(tmp_path: Path) -> None:
    follow(Line(), session(tmp_path))
    follow(Line(), session(tmp_path, steps=3))

    assert len(rows(tmp_path)) == 3


def test_the_same_few_pictures_are_painted_every_few_steps(tmp_path: Path) -> None:
    follow(Line(), session(tmp_path, steps=12))

    names = sorted(path.name for path in (tmp_path / "previews").iterdir())
    assert names == ["000005.jpg", "000010.jpg", "000012.jpg"]
    with Image.open(tmp_path / "previews" / "000005.jpg") as preview:
        assert preview.size == (8 + 4 + 16, 8 + 4 + 8)


def test_tensorboard_has_every_step_and_the_previews(tmp_path: Path) -> None:
    follow(Line(), session(tmp_path, until=5))
    follow(Line(), session(tmp_path, resume=True))

    found = records(tmp_path / "tensorboard")
    losses = {
        event.step: value.simple_value
        for event in found
        for value in event.summary.value
        if value.tag == "loss"
    }
    assert sorted(losses) == list(range(1, 11))
    assert [losses[step] for step in range(1, 11)] == pytest.approx(
        [float(row["loss"]) for row in rows(tmp_path)], rel=1e-5
    )
    assert {event.step for event in found for value in event.summary.value if value.tag == "preview"} == {
        5,
        10,
    }


def test_the_result_says_what_it_is(tmp_path: Path) -> None:
    follow(Line(), session(tmp_path, command="python -m line", licence="MIT", seed=7))

    with safe_open(tmp_path / "line.safetensors", framework="pt") as file:
        facts = {name: json.loads(value) for name, value in file.metadata().items()}
    assert facts == {
        "what": "a line", "slope": 2, "command": "python -m line", "licence": "MIT", "seed": 7, "steps": 10,
    }  # fmt: skip


def test_nothing_to_resume_is_said(tmp_path: Path) -> None:
    with pytest.raises(TrainingError, match="leave --resume out"):
        follow(Line(), session(tmp_path, resume=True))


def test_a_broken_checkpoint_is_said(tmp_path: Path) -> None:
    (tmp_path / "checkpoint.pt").write_bytes(b"no checkpoint")

    with pytest.raises(TrainingError, match="not a readable checkpoint"):
        follow(Line(), session(tmp_path, resume=True))


def test_a_checkpoint_of_another_training_is_said(tmp_path: Path) -> None:
    follow(Line(), session(tmp_path))
    other = Line()
    other.net = nn.Linear(2, 1)

    with pytest.raises(TrainingError, match="of another training"):
        follow(other, session(tmp_path, resume=True))


def parser(**options: Any) -> argparse.ArgumentParser:
    result = argparse.ArgumentParser(prog="train")
    add_common(result, steps=20, **options)
    return result


def test_the_command_line_becomes_a_session() -> None:
    given = ["--folder", "here", "--out-ab", "ab", "--out-ba", "ba", "--until", "3", "--preview-every", "0"]
    found = Session.of(parser(outs=("out-ab", "out-ba")).parse_args(given))

    assert found.outs == (Path("ab"), Path("ba"))
    assert (found.steps, found.last, found.preview_every) == (20, 3, 0)


@pytest.mark.parametrize(
    "given", [["--steps", "0"], ["--batch", "-1"], ["--precision", "float8"], ["--every", "x"]]
)
def test_a_number_that_makes_no_sense_is_refused(
    given: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        parser(batch=4).parse_args(["--folder", "here", "--out", "net", *given])

    assert given[0] in capsys.readouterr().err


def test_what_cannot_be_done_is_said_without_a_traceback(tmp_path: Path) -> None:
    asked = parser()
    asked.set_defaults(run=lambda chosen: follow(Line(), Session.of(chosen)))

    with pytest.raises(SystemExit, match=r"^train: there is no"):
        obey(asked, ["--folder", str(tmp_path), "--out", str(tmp_path / "net"), "--resume"])


def test_the_precision_of_convolutions_is_chosen() -> None:
    layer, image, cpu = nn.Conv2d(3, 4, 3), torch.rand(1, 3, 8, 8), torch.device("cpu")
    with mixed(cpu, Precision.BFLOAT16):
        halved = layer(image)
    with mixed(cpu, Precision.FLOAT32):
        whole = layer(image)

    assert halved.dtype == torch.bfloat16
    assert whole.dtype == torch.float32
