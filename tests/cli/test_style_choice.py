"""What people type after ``--style``."""

from pathlib import Path

import pytest

from cli.style_choice import Choice, method_of
from cli.terminal import Complaint
from jobs.catalogue import CATALOGUE, STYLES, Method


@pytest.mark.parametrize("style", CATALOGUE, ids=lambda style: style.name)
def test_each_style_of_the_gallery_is_found_by_its_name(style) -> None:  # type: ignore[no-untyped-def]
    choice = Choice.parse(style.name)

    assert choice == Choice(source=style, weight=1)
    assert choice.name == style.name
    assert method_of([choice], None) is style.method


@pytest.mark.parametrize(("text", "weight"), [("a.jpg", 1), ("a.jpg:0.6", 0.6), ("a.jpg:100", 100)])
def test_a_picture_may_have_a_weight(
    text: str, weight: float, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a.jpg").write_bytes(b"")

    assert Choice.parse(text) == Choice(source=Path("a.jpg"), weight=weight)


def test_a_file_whose_name_ends_like_a_weight_is_a_file(tmp_path: Path) -> None:
    odd = tmp_path / "3:4"
    odd.write_bytes(b"")

    assert Choice.parse(str(odd)) == Choice(source=odd)
    assert Choice.parse(f"{odd}:2") == Choice(source=odd, weight=2)


@pytest.mark.parametrize("weight", ["0", "-1", "101", "nan", "inf"])
def test_a_weight_out_of_range_is_told(weight: str) -> None:
    with pytest.raises(Complaint, match="weight of wave"):
        Choice.parse(f"wave:{weight}")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("wawe", "did you mean 'wave'"),
        ("xyzzy", "`atelier styles`"),
        ("gone.jpg:0.5", "'gone.jpg'"),
        ("", "''"),
    ],
)
def test_what_is_neither_style_nor_file_is_told(text: str, told: str) -> None:
    with pytest.raises(Complaint, match=told):
        Choice.parse(text)


def gallery(*names: str) -> list[Choice]:
    return [Choice(source=STYLES[name]) for name in names]


OWN = Choice(source=Path("a.jpg"))


def test_own_pictures_and_drawn_ones_are_painted_by_gatys() -> None:
    assert method_of([OWN, *gallery("drawn_ink"), OWN], None) is Method.GATYS
    assert method_of([OWN], Method.GATYS) is Method.GATYS


@pytest.mark.parametrize("method", [Method.MICROAST, Method.ADAIN, Method.MSGNET, Method.MUNIT])
def test_own_pictures_and_drawn_ones_are_painted_in_one_pass_where_that_is_asked_for(method: Method) -> None:
    assert method_of([OWN, *gallery("drawn_ink")], method) is method


@pytest.mark.parametrize(
    ("choices", "method", "told"),
    [
        ([], None, "one to 4"),
        ([OWN] * 5, None, "one to 4"),
        ([OWN, *gallery("candy")], None, "cannot be mixed"),
        (gallery("candy", "mosaic"), None, "one style at a time"),
        ([OWN], Method.JOHNSON, "johnson has its styles in its weights"),
        ([OWN], Method.MULTISTYLE, "looks at no pictures"),
        (gallery("wave", "edges2shoes"), None, "cannot be mixed"),
        (gallery("candy"), Method.GATYS, "painted by johnson, not by gatys"),
    ],
)
def test_styles_that_do_not_go_together_are_told(
    choices: list[Choice], method: Method | None, told: str
) -> None:
    with pytest.raises(Complaint, match=told):
        method_of(choices, method)
