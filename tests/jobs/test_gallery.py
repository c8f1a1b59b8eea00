"""The operator's folder of styles: what is taken from it, and what is said of the rest."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from jobs.catalogue import CATALOGUE, Lane, Method
from jobs.gallery import Folder, edition, read_folder, usable
from jobs.label import MOST_BYTES

GOOD = 'title = "🌲 Forest"\nlicence = "CC0-1.0"\n'


def put(folder: Path, name: str, label: str | bytes = GOOD, *beside: str) -> None:
    """Drop a style in: its label, and empty files beside it."""
    content = label if isinstance(label, bytes) else label.encode()
    (folder / f"{name}.toml").write_bytes(content)
    for suffix in beside:
        (folder / f"{name}{suffix}").touch()


def problem(folder: Path) -> str:
    """The only thing that is wrong with a folder in which one style can be used."""
    put(folder, "good", GOOD, ".jpg")
    read = read_folder(folder)
    assert [style.name for style in read.styles] == ["good"]
    assert len(read.problems) == 1
    return read.problems[0]


def test_without_a_folder_there_is_nothing_and_nothing_wrong():
    assert read_folder(None) == Folder()


def test_a_folder_that_is_not_there_is_a_problem_with_its_setting(tmp_path: Path):
    read = read_folder(tmp_path / "styles")

    assert read.styles == ()
    assert len(read.problems) == 1
    assert str(tmp_path / "styles") in read.problems[0]
    assert "ATELIER_STYLES_DIR" in read.problems[0]


@pytest.mark.parametrize("suffix", [".jpg", ".jpeg", ".png", ".webp", ".JPG"])
@pytest.mark.parametrize(
    ("label", "method", "lane"),
    [
        ("", Method.GATYS, Lane.SLOW),
        ('lane = "slow_nst"', Method.GATYS, Lane.SLOW),
        ('lane = "fast_gan"', Method.MICROAST, Lane.FAST),
        ('method = "adain"', Method.ADAIN, Lane.FAST),
        ('method = "msgnet"\nlane = "fast_gan"', Method.MSGNET, Lane.FAST),
    ],
)
def test_a_picture_is_a_style_of_the_lane_that_is_told(
    tmp_path: Path, suffix: str, label: str, method: Method, lane: Lane
):
    put(tmp_path, "forest", GOOD + label, suffix)
    (style,) = read_folder(tmp_path).styles

    assert (style.name, style.title, style.licence) == ("forest", "🌲 Forest", "CC0-1.0")
    assert (style.method, style.lane, style.file) == (method, lane, tmp_path / f"forest{suffix}")
    assert style.by_picture


@pytest.mark.parametrize("suffix", [".safetensors", ".pth"])
@pytest.mark.parametrize("method", ["johnson", "cyclegan"])
def test_weights_are_a_fast_style_of_the_method_that_is_told(tmp_path: Path, suffix: str, method: str):
    put(tmp_path, "forest", f'{GOOD}method = "{method}"', suffix)
    read = read_folder(tmp_path)

    assert read.problems == ()
    assert [(style.method, style.lane, style.by_picture) for style in read.styles] == [
        (method, Lane.FAST, False)
    ]


def test_what_an_editor_leaves_behind_is_no_concern(tmp_path: Path):
    put(tmp_path, "forest", GOOD, ".jpg")
    for name in (".forest.toml.swp", "._forest.toml", "README.md", "forest.toml~", "notes.txt"):
        (tmp_path / name).write_text("no style")
    (tmp_path / "drafts").mkdir()

    assert [style.name for style in read_folder(tmp_path).styles] == ["forest"]
    assert read_folder(tmp_path).problems == ()


@pytest.mark.parametrize(
    ("label", "told"),
    [
        ('title = "A"', "licence: missing"),
        ('licence = "MIT"', "title: missing"),
        ('title = ""\nlicence = "MIT"', "title: one line of 1 to 40"),
        (f'title = "{"x" * 41}"\nlicence = "MIT"', "title: one line of 1 to 40"),
        ('title = "two\\nlines"\nlicence = "MIT"', "title: one line of 1 to 40"),
        ('title = "  "\nlicence = "MIT"', "title: one line of 1 to 40"),
        ('title = 3\nlicence = "MIT"', "title: input should be a valid string"),
        (f'{GOOD}license = "MIT"', "license: unknown; the fields are title, licence, lane, method"),
        (f'{GOOD}lane = "fast"', "lane: input should be 'slow_nst' or 'fast_gan'"),
        (f'{GOOD}method = "gan"', "method: input should be 'gatys'"),
        (f'{GOOD}method = "johnson"', "method: johnson does not paint by a picture; one of adain, gatys,"),
        (f'{GOOD}method = "gatys"\nlane = "fast_gan"', "lane: gatys paints in slow_nst; leave out lane"),
        (f'{GOOD}method = "adain"\nlane = "slow_nst"', "lane: adain paints in fast_gan; leave out lane"),
        ("title = Forest", "not TOML in UTF-8"),
        ("title" + "[" * 5000, "not TOML in UTF-8"),
        ("x = " + "[" * 5000, "not TOML in UTF-8"),
        (b"title = '\xff'", "not TOML in UTF-8"),
        ("#" * (MOST_BYTES + 1), "larger than"),
    ],
)
def test_a_label_that_is_wrong_is_told_by_file_and_field(tmp_path: Path, label: str | bytes, told: str):
    put(tmp_path, "bad", label, ".png")

    assert problem(tmp_path).startswith(f"{tmp_path / 'bad.toml'}: {told}")


@pytest.mark.parametrize(
    ("label", "told"),
    [
        (GOOD, "method: say whose weights they are: one of cyclegan, johnson"),
        (f'{GOOD}method = "adain"', "method: say whose weights they are"),
        (f'{GOOD}method = "johnson"\nlane = "slow_nst"', "lane: a net paints in fast_gan"),
    ],
)
def test_weights_whose_method_is_not_told_are_not_guessed_at(tmp_path: Path, label: str, told: str):
    put(tmp_path, "bad", label, ".pth")

    assert told in problem(tmp_path)


@pytest.mark.parametrize("name", ["Forest", "my-style", "a.b", "x" * 33, "лес", "a b"])
def test_a_name_that_buttons_cannot_carry_is_to_be_changed(tmp_path: Path, name: str):
    put(tmp_path, name, GOOD, ".jpg")

    assert f"{name}.toml: rename it: a name has" in problem(tmp_path)


@pytest.mark.parametrize("name", ["wave", "drawn_ink", "gatys", "microast"])
def test_a_built_in_name_cannot_be_taken(tmp_path: Path, name: str):
    put(tmp_path, name, GOOD, ".jpg")

    assert f"rename it: {name} is built in" in problem(tmp_path)


@pytest.mark.parametrize(
    ("beside", "told"),
    [
        ((), "put bad with one of .safetensors, .pth, .jpg"),
        ((".txt",), "put bad with one of"),
        ((".jpg", ".png"), "Leave one beside it of bad.jpg, bad.png"),
        ((".jpg", ".pth"), "Leave one beside it of bad.jpg, bad.pth"),
    ],
)
def test_a_label_has_exactly_one_file_beside_it(tmp_path: Path, beside: tuple[str, ...], told: str):
    put(tmp_path, "bad", GOOD, *beside)

    assert told in problem(tmp_path)


def test_a_picture_without_a_label_is_told_what_to_write(tmp_path: Path):
    (tmp_path / "lonely.png").touch()

    assert "lonely.png: there is no lonely.toml beside it; write one with title" in problem(tmp_path)


def test_a_label_that_is_a_folder_is_a_problem_of_its_own(tmp_path: Path):
    (tmp_path / "bad.toml").mkdir()

    assert "bad.toml: cannot be read" in problem(tmp_path)


def test_every_wrong_field_is_told_at_once(tmp_path: Path):
    put(tmp_path, "bad", 'lane = "fast"\ncolour = "red"', ".jpg")
    told = problem(tmp_path)

    assert [field for field in ("title:", "licence:", "lane:", "colour:") if field not in told] == []


@hypothesis_settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=60))
def test_whatever_a_label_holds_the_others_are_read(tmp_path: Path, label: str):
    put(tmp_path, "good", GOOD, ".jpg")
    put(tmp_path, "odd", label.encode("utf-8", "surrogatepass"), ".jpg")
    read = read_folder(tmp_path)

    assert "good" in [style.name for style in read.styles]
    assert len(read.styles) + len(read.problems) == 2


def test_a_change_is_seen_when_the_folder_is_read_again(tmp_path: Path):
    put(tmp_path, "forest", GOOD, ".jpg")
    first = read_folder(tmp_path).find("forest")
    put(tmp_path, "forest", GOOD.replace("Forest", "Wood"), ".jpg")
    (tmp_path / "forest.jpg").write_bytes(b"another picture")
    second = read_folder(tmp_path).find("forest")
    (tmp_path / "forest.toml").unlink()

    assert (first.title, second.title) == ("🌲 Forest", "🌲 Wood")
    assert read_folder(tmp_path).find("forest") is None


def test_an_edition_is_another_when_the_file_is(tmp_path: Path):
    put(tmp_path, "forest", GOOD, ".jpg")
    (style,) = read_folder(tmp_path).styles
    editions = [edition(style), edition(style)]
    (tmp_path / "forest.jpg").write_bytes(b"another picture")
    editions.append(edition(style))
    (tmp_path / "forest.jpg").unlink()

    assert editions[0] == editions[1] != editions[2]
    assert edition(style) == edition(CATALOGUE[0]) == (0, 0)


@pytest.mark.parametrize(
    ("lane", "able", "names"),
    [
        (Lane.FAST, {"wave"}, ["net"]),
        (Lane.FAST, {"wave", "microast"}, ["fast", "net", "slow"]),
        (Lane.FAST, {"wave", "adain"}, ["net", "slow"]),
        (Lane.SLOW, {"gatys"}, ["fast", "slow"]),
        (Lane.SLOW, set(), []),
    ],
)
def test_a_worker_can_use_what_its_lane_and_its_methods_can_paint(
    tmp_path: Path, lane: Lane, able: set[str], names: list[str]
):
    put(tmp_path, "net", f'{GOOD}method = "johnson"', ".pth")
    put(tmp_path, "fast", f'{GOOD}lane = "fast_gan"', ".jpg")
    put(tmp_path, "slow", GOOD, ".jpg")
    styles = read_folder(tmp_path).styles

    assert [style.name for style in usable(styles, lane, frozenset(able))] == names
