"""The manifest against what it promises, digests, finding, stamping."""

import hashlib
import os
import shutil
import subprocess
from pathlib import Path

import pytest

import weights
from weights import finding, manifest, pins
from weights.digest import Digest, of
from weights.errors import DigestMismatch, NotInstalled, UnknownWeights
from weights.manifest import Entry
from weights.stamp import stamp

SHARED = Path(__file__).parents[2].parent / "shared" / "weights"
FIRST, SECOND = b"first weights", b"other weights"


def plain(name: str = "net", digest: Digest | None = None, **more: object) -> Entry:
    return Entry(name=name, file=f"{name}.pth", digest=digest, licence="MIT", paper="", purpose="", **more)  # type: ignore[arg-type]


def sha256(content: bytes) -> Digest:
    return Digest("sha256", hashlib.sha256(content).hexdigest())


@pytest.mark.parametrize("entry", weights.ENTRIES.values(), ids=weights.ENTRIES)
def test_an_entry_says_where_from_and_under_which_licence(entry: Entry) -> None:
    assert entry.licence
    assert entry.purpose
    assert entry.paper.startswith("https://arxiv.org/abs/")
    assert entry.embedded or entry.addresses or entry.page
    assert not (entry.embedded and entry.addresses)
    assert not Path(entry.file).is_absolute()
    assert ".." not in Path(entry.file).parts


@pytest.mark.parametrize("entry", weights.ENTRIES.values(), ids=weights.ENTRIES)
def test_plain_http_is_only_the_last_resort(entry: Entry) -> None:
    schemes = [address.partition("://")[0] for address in entry.addresses]

    assert sorted(schemes, reverse=True) == schemes
    assert set(schemes) <= {"https", "http"}


@pytest.mark.parametrize("entry", weights.ENTRIES.values(), ids=weights.ENTRIES)
def test_an_embedded_file_is_the_one_the_manifest_names(entry: Entry) -> None:
    if entry.embedded:
        path = entry.path(Path("nowhere"))
        assert path.is_file() == (entry.digest is not None), "run `python -m weights stamp`"
        assert entry.digest is None or entry.digest.matches(path)
    else:
        assert entry.path(Path("folder")).parts[0] == "folder"


def test_no_two_entries_share_a_file_name() -> None:
    names = [Path(entry.file).name for entry in weights.ENTRIES.values()]

    assert len(names) == len(set(names))  # a flat mirror could not tell them apart


def test_everything_the_models_need_is_named() -> None:
    families = {name.partition("-")[0] for name in weights.ENTRIES}

    assert {"vgg19", "johnson", "msgnet", "adain", "cyclegan", "microast"} <= families
    assert sum(name.startswith("cyclegan-") for name in weights.ENTRIES) == 18
    assert sum(name.startswith("johnson-") for name in weights.ENTRIES) == 4


@pytest.mark.parametrize("name", ["microast-decoder", "microast-modulator", "vgg19-distilled"])
def test_a_published_file_has_the_digest_and_the_size_of_the_manifest(name: str) -> None:
    entry = weights.ENTRIES[name]
    path = SHARED / entry.file
    if not path.exists():
        pytest.skip(f"{path} is not there")

    assert entry.digest is not None
    assert entry.digest.matches(path)
    assert entry.size == path.stat().st_size


def test_a_git_digest_is_git_s(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_bytes(FIRST * 100_000)
    if shutil.which("git") is None:
        pytest.skip("no git")
    seen = subprocess.run(["git", "hash-object", file], capture_output=True, text=True, check=True).stdout

    assert of(file, "sha1-git").hexadecimal == seen.strip()


@pytest.mark.parametrize(
    "text",
    ["", "sha256:", "sha256:12", "md5:" + "0" * 32, "sha1-git:" + "g" * 40, "sha256-prefix:1", "0" * 64],
)
def test_what_is_not_a_digest_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not a digest"):
        Digest.parse(text)


def test_a_manifest_with_a_wrong_field_names_the_entry(tmp_path: Path) -> None:
    broken = tmp_path / "manifest.toml"
    broken.write_text('[net]\nfile = "net.pth"\nlicence = "MIT"\npaper = ""\npurpose = ""\nsise = 3\n')

    with pytest.raises(ValueError, match="entry net"):
        manifest.load(broken)


def test_without_names_the_recommended_files_are_chosen() -> None:
    names = {entry.name for entry in manifest.chosen([])}

    assert {"vgg19", "johnson-candy", "cyclegan-style-monet"} <= names
    assert "msgnet" not in names


def test_a_family_is_all_its_files_and_a_name_is_one() -> None:
    assert [entry.name for entry in manifest.chosen(["microast"])] == [
        "microast-content-encoder", "microast-style-encoder", "microast-decoder", "microast-modulator",
    ]  # fmt: skip
    assert [entry.name for entry in manifest.chosen(["vgg19"])] == ["vgg19"]
    assert manifest.chosen(["multistyle"]) == []  # embedded: nothing to fetch


def test_what_is_not_for_commercial_use_must_be_named_in_full() -> None:
    assert "munit-edges2shoes" not in {entry.name for entry in manifest.chosen([], everything=True)}
    with pytest.raises(UnknownWeights):
        manifest.chosen(["munit"])

    assert [entry.name for entry in manifest.chosen(["munit-edges2shoes"])] == ["munit-edges2shoes"]


def test_what_is_not_there_comes_with_the_command_that_fetches_it(tmp_path: Path) -> None:
    assert not weights.installed("johnson-candy", tmp_path)
    with pytest.raises(NotInstalled, match=f"python -m weights fetch johnson-candy --into {tmp_path}"):
        weights.find("johnson-candy", tmp_path)


def test_an_unknown_name_is_told_so(tmp_path: Path) -> None:
    with pytest.raises(UnknownWeights, match="'nothing'"):
        weights.find("nothing", tmp_path)


def test_another_file_under_the_name_is_not_handed_out(tmp_path: Path) -> None:
    (tmp_path / "johnson").mkdir()
    (tmp_path / "johnson/candy.pth").write_bytes(SECOND)

    with pytest.raises(DigestMismatch, match="sha1-git:f7767f70"):
        weights.find("johnson-candy", tmp_path)


def test_a_file_of_another_size_does_not_count_as_installed(tmp_path: Path) -> None:
    (tmp_path / "microast").mkdir()
    (tmp_path / "microast/decoder_iter_160000.pth.tar").write_bytes(SECOND)

    assert not weights.installed("microast-decoder", tmp_path)


def test_a_file_nobody_vouched_for_is_not_handed_out_until_it_is_pinned(tmp_path: Path) -> None:
    (tmp_path / "adain").mkdir()
    path = tmp_path / "adain/decoder.pth"
    path.write_bytes(FIRST)
    assert not weights.installed("adain-decoder", tmp_path)
    with pytest.raises(NotInstalled, match="verify --trust adain-decoder"):
        weights.find("adain-decoder", tmp_path)
    pins.pin(tmp_path, "adain-decoder", sha256(FIRST), "a test")

    assert weights.installed("adain-decoder", tmp_path)
    assert weights.find("adain-decoder", tmp_path) == path


def test_a_file_that_changed_is_read_again(tmp_path: Path) -> None:
    entry = plain(digest=sha256(FIRST))
    path = tmp_path / entry.file
    path.write_bytes(FIRST)
    assert finding.checked(entry, tmp_path) == path
    path.write_bytes(SECOND)
    os.utime(path, ns=(0, 1))

    with pytest.raises(DigestMismatch):
        finding.checked(entry, tmp_path)


def test_an_unchanged_file_is_read_once(tmp_path: Path) -> None:
    entry = plain(digest=sha256(FIRST))
    path = tmp_path / entry.file
    path.write_bytes(FIRST)
    finding.checked(entry, tmp_path)
    stamp_of_time = path.stat().st_mtime_ns
    path.write_bytes(SECOND)  # the same length and, set back, the same time: only reading could tell
    os.utime(path, ns=(stamp_of_time, stamp_of_time))

    assert finding.checked(entry, tmp_path) == path


def test_pins_are_kept_beside_each_other(tmp_path: Path) -> None:
    pins.pin(tmp_path, "one", sha256(FIRST), 'from "there" \\ é')
    pins.pin(tmp_path, "two", sha256(SECOND), "here")

    assert pins.pinned(tmp_path, "one") == sha256(FIRST)
    assert pins.pinned(tmp_path, "two") == sha256(SECOND)
    assert pins.pinned(tmp_path, "three") is None


def test_stamping_writes_digest_and_size_and_leaves_the_rest(tmp_path: Path) -> None:
    copy = tmp_path / "manifest.toml"
    copy.write_text(manifest.PATH.read_text())
    (tmp_path / "multistyle.safetensors").write_bytes(FIRST)
    entries = list(weights.ENTRIES.values())
    stamp(copy, entries, tmp_path)
    stamped = manifest.load(copy)
    twice = stamp(copy, entries, tmp_path)

    assert stamped["multistyle"].digest == sha256(FIRST)
    assert stamped["multistyle"].size == len(FIRST)
    assert stamped["features-small"].digest is None  # its file is not in that folder
    assert twice == []
    others = {name: entry for name, entry in stamped.items() if not entry.embedded}
    assert others == {name: entry for name, entry in weights.ENTRIES.items() if not entry.embedded}
    assert copy.read_text().count("#") == manifest.PATH.read_text().count("#")
