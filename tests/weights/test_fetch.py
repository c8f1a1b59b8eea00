"""Fetching from real servers: ranges, breaks, wrong files, dead places, mirrors."""

import fcntl
import hashlib
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.weights.site import Site
from weights import pins
from weights.digest import Digest
from weights.errors import DigestMismatch, FetchRunning, NothingFetched
from weights.fetch import LOCK, Fetched, Watch, fetch, places
from weights.manifest import Entry
from weights.transfer import Refused, redirected

CONTENT = random.Random(0).randbytes(700_000)
SHA256 = Digest("sha256", hashlib.sha256(CONTENT).hexdigest())


@pytest.fixture(autouse=True)
def short_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("weights.fetch.PAUSE", 0.01)


@pytest.fixture
def site():  # type: ignore[no-untyped-def]
    with Site(files={"/net.pth": CONTENT}) as site:
        yield site


def entry(*addresses: str, digest: Digest | None = SHA256, size: int | None = None, page: str = "") -> Entry:
    return Entry(name="net", file="family/net.pth", addresses=addresses, digest=digest, size=size,
                 licence="MIT", paper="", purpose="", page=page)  # fmt: skip


class Recorder:
    def __init__(self) -> None:
        self.steps: list[tuple[int, int | None]] = []
        self.given_up: list[tuple[str, str]] = []
        self.watch = Watch(
            progress=lambda done, total: self.steps.append((done, total)),
            given_up=lambda place, reason: self.given_up.append((place, reason)),
        )


def bring(wanted: Entry, folder: Path, mirror: str = "", recorder: Recorder | None = None) -> Fetched:
    return fetch(wanted, folder, mirror, (recorder or Recorder()).watch)


def parts(folder: Path) -> list[Path]:
    return [*folder.rglob("*.part"), *folder.rglob("*.new")]


def test_a_file_arrives_whole_and_progress_is_told(site: Site, tmp_path: Path) -> None:
    recorder = Recorder()
    fetched = bring(entry(site.address("/net.pth")), tmp_path, recorder=recorder)

    assert fetched.path == tmp_path / "family/net.pth"
    assert fetched.path.read_bytes() == CONTENT
    assert recorder.steps[-1] == (len(CONTENT), len(CONTENT))
    assert fetched.trusted is None
    assert not parts(tmp_path)


def test_what_is_there_is_not_fetched_again(site: Site, tmp_path: Path) -> None:
    bring(entry(site.address("/net.pth")), tmp_path)
    again = bring(entry(site.address("/net.pth")), tmp_path)

    assert again.source is None
    assert len(site.asked) == 1


def test_a_download_that_breaks_goes_on_where_it_was(site: Site, tmp_path: Path) -> None:
    site.breaks_after = 300_000
    bring(entry(site.address("/net.pth")), tmp_path)

    assert (tmp_path / "family/net.pth").read_bytes() == CONTENT
    assert [asked for _, asked in site.asked] == ["", "bytes=300000-", "bytes=600000-"]


def test_a_server_without_ranges_sends_all_again(site: Site, tmp_path: Path) -> None:
    site.ranges, site.breaks_after = False, 300_000
    with pytest.raises(NothingFetched, match="tries"):
        bring(entry(site.address("/net.pth")), tmp_path)
    site.breaks_after = None
    bring(entry(site.address("/net.pth")), tmp_path)

    assert (tmp_path / "family/net.pth").read_bytes() == CONTENT
    assert site.asked[-1][1] == "bytes=300000-"


def test_a_break_without_an_announced_length_is_found_by_the_digest(site: Site, tmp_path: Path) -> None:
    site.announces_length, site.breaks_after = False, 300_000
    with pytest.raises(NothingFetched, match="another file"):
        bring(entry(site.address("/net.pth")), tmp_path)

    assert not (tmp_path / "family/net.pth").exists()


KILLED = """
import sys
from pathlib import Path
from tests.weights.test_fetch import Recorder, entry
from weights.fetch import fetch
fetch(entry(sys.argv[1]), Path(sys.argv[2]), "", Recorder().watch)
"""


def test_a_fetch_that_was_killed_half_way_is_resumed_by_the_next(site: Site, tmp_path: Path) -> None:
    site.stalls_after = 400_000
    address = site.address("/net.pth")
    process = subprocess.Popen([sys.executable, "-c", KILLED, address, tmp_path])
    try:
        assert site.stalled.wait(60)
        deadline = time.monotonic() + 60
        while not any(part.stat().st_size > 300_000 for part in parts(tmp_path)):
            assert time.monotonic() < deadline
            time.sleep(0.01)
    finally:
        process.send_signal(signal.SIGKILL)
        process.wait()
    had = parts(tmp_path)[0].stat().st_size
    bring(entry(address), tmp_path)

    assert (tmp_path / "family/net.pth").read_bytes() == CONTENT
    assert site.asked[-1] == ("/net.pth", f"bytes={had}-")
    assert not parts(tmp_path)


def test_a_part_that_was_whole_already_is_not_fetched_again(site: Site, tmp_path: Path) -> None:
    wanted = entry(site.address("/net.pth"))
    site.files["/net.pth"] = CONTENT[:-1]  # the digest is wrong now, so the part is thrown away ...
    with pytest.raises(NothingFetched):
        bring(wanted, tmp_path)
    assert not parts(tmp_path)
    site.files["/net.pth"] = CONTENT
    part = part_of(wanted, tmp_path)
    part.write_bytes(CONTENT)  # ... and here a crash came just before the renaming
    bring(wanted, tmp_path)

    assert site.asked[-1] == ("/net.pth", f"bytes={len(CONTENT)}-")
    assert (tmp_path / "family/net.pth").read_bytes() == CONTENT


def part_of(wanted: Entry, folder: Path) -> Path:
    tag = hashlib.sha256(wanted.addresses[0].encode()).hexdigest()[:8]
    return folder / f"family/net.pth.{tag}.part"


@pytest.mark.parametrize("junk", [b"x" * 1000, b"x" * 800_000])
def test_a_part_that_does_not_fit_is_started_again(site: Site, tmp_path: Path, junk: bytes) -> None:
    wanted = entry(site.address("/net.pth"))
    (tmp_path / "family").mkdir()
    part_of(wanted, tmp_path).write_bytes(junk)
    bring(wanted, tmp_path)

    assert (tmp_path / "family/net.pth").read_bytes() == CONTENT


def test_a_wrong_file_is_refused_and_the_next_address_tried(site: Site, tmp_path: Path) -> None:
    site.files["/wrong.pth"] = CONTENT[::-1]
    recorder = Recorder()
    fetched = bring(entry(site.address("/wrong.pth"), site.address("/net.pth")), tmp_path, recorder=recorder)

    assert fetched.source == site.address("/net.pth")
    assert recorder.given_up[0][0] == site.address("/wrong.pth")
    assert str(SHA256) in recorder.given_up[0][1]


def test_after_a_dead_address_the_next_is_tried(site: Site, tmp_path: Path) -> None:
    site.statuses["/gone.pth"] = 404
    dead = "http://127.0.0.1:9/net.pth"  # the discard port: nobody listens
    fetched = bring(entry(dead, site.address("/gone.pth"), site.address("/net.pth")), tmp_path)

    assert fetched.path.read_bytes() == CONTENT
    assert [path for path, _ in site.asked] == ["/gone.pth", "/net.pth"]


@pytest.mark.parametrize(("status", "times"), [(503, 4), (429, 4), (403, 1), (404, 1)])
def test_only_a_passing_trouble_is_tried_again(site: Site, tmp_path: Path, status: int, times: int) -> None:
    site.statuses["/net.pth"] = status
    with pytest.raises(NothingFetched, match=str(status)):
        bring(entry(site.address("/net.pth")), tmp_path)

    assert len(site.asked) == times


def test_a_file_that_is_longer_than_it_may_be_is_refused(site: Site, tmp_path: Path) -> None:
    with pytest.raises(NothingFetched, match="more than 1000"):
        bring(entry(site.address("/net.pth"), size=1000), tmp_path)
    site.announces_length = False
    with pytest.raises(NothingFetched, match="longer than 1000"):
        bring(entry(site.address("/net.pth"), size=1000), tmp_path)

    assert not (tmp_path / "family/net.pth").exists()


def test_a_redirect_to_plain_http_is_refused(site: Site, tmp_path: Path) -> None:
    site.redirects["/moved.pth"] = site.address("/net.pth")
    with pytest.raises(NothingFetched, match="only https"):
        bring(entry(site.address("/moved.pth")), tmp_path)

    assert [path for path, _ in site.asked] == ["/moved.pth"]


def test_a_redirect_within_https_is_followed() -> None:
    assert redirected("https://a.example/x/1", "/2") == "https://a.example/2"
    assert redirected("https://a.example/1", "https://b.example/2") == "https://b.example/2"


@pytest.mark.parametrize("location", ["http://a.example/2", "file:///etc/passwd", "ftp://a.example/2"])
def test_a_redirect_out_of_https_is_not(location: str) -> None:
    with pytest.raises(Refused, match="only https"):
        redirected("https://a.example/1", location)


def test_a_folder_as_mirror_comes_before_the_addresses(site: Site, tmp_path: Path) -> None:
    mirror = tmp_path / "mirror"
    (mirror / "family").mkdir(parents=True)
    (mirror / "family/net.pth").write_bytes(CONTENT)
    fetched = bring(entry(site.address("/net.pth")), tmp_path / "into", str(mirror))

    assert fetched.source == str(mirror / "family/net.pth")
    assert fetched.path.read_bytes() == CONTENT
    assert not site.asked


def test_a_server_as_mirror_comes_before_the_addresses(site: Site, tmp_path: Path) -> None:
    site.files = {"/all/family/net.pth": CONTENT}
    fetched = bring(entry(site.address("/net.pth")), tmp_path, site.address("/all/"))

    assert fetched.source == site.address("/all/family/net.pth")


def test_a_flat_mirror_will_do(site: Site, tmp_path: Path) -> None:
    fetched = bring(entry(), tmp_path, site.address())

    assert fetched.source == site.address("/net.pth")


def test_a_mirror_with_another_file_is_passed_over(site: Site, tmp_path: Path) -> None:
    mirror = tmp_path / "mirror"
    mirror.mkdir()
    (mirror / "net.pth").write_bytes(b"something else")
    fetched = bring(entry(site.address("/net.pth")), tmp_path / "into", str(mirror))

    assert fetched.source == site.address("/net.pth")


def test_places_are_the_mirror_and_then_the_addresses_in_order() -> None:
    assert places(entry("https://a", "https://b"), "") == ["https://a", "https://b"]
    assert places(entry("https://a"), "/m") == ["/m/family/net.pth", "/m/net.pth", "https://a"]
    assert places(entry("https://a"), "file:///m")[0] == "/m/family/net.pth"


def test_without_a_published_digest_the_first_file_is_pinned(site: Site, tmp_path: Path) -> None:
    wanted = entry(site.address("/net.pth"), digest=None)
    fetched = bring(wanted, tmp_path)
    assert fetched.trusted == SHA256
    assert pins.pinned(tmp_path, "net") == SHA256
    fetched.path.unlink()
    site.files["/net.pth"] = CONTENT[::-1]

    with pytest.raises(NothingFetched, match=str(SHA256)):
        bring(wanted, tmp_path)


def test_the_beginning_of_a_digest_is_checked_and_the_whole_pinned(site: Site, tmp_path: Path) -> None:
    prefix = Digest("sha256-prefix", SHA256.hexadecimal[:8])
    assert bring(entry(site.address("/net.pth"), digest=prefix), tmp_path).trusted == SHA256
    wrong = Digest("sha256-prefix", "00000000")

    with pytest.raises(NothingFetched, match="sha256-prefix:00000000"):
        bring(entry(site.address("/net.pth"), digest=wrong), tmp_path / "other")


def test_git_s_digest_of_a_file_is_checked(site: Site, tmp_path: Path) -> None:
    blob = hashlib.sha1(b"blob 700000\0" + CONTENT).hexdigest()
    fetched = bring(entry(site.address("/net.pth"), digest=Digest("sha1-git", blob)), tmp_path)

    assert fetched.trusted is None
    assert fetched.path.read_bytes() == CONTENT


def test_halves_from_two_days_are_not_joined_where_no_digest_is_known(site: Site, tmp_path: Path) -> None:
    wanted = entry(site.address("/net.pth"), digest=None)
    (tmp_path / "family").mkdir()
    part_of(wanted, tmp_path).write_bytes(b"yesterday")
    bring(wanted, tmp_path)

    assert (tmp_path / "family/net.pth").read_bytes() == CONTENT
    assert site.asked == [("/net.pth", "")]


def test_a_file_put_there_by_hand_is_taken_on_trust(tmp_path: Path) -> None:
    (tmp_path / "family").mkdir()
    (tmp_path / "family/net.pth").write_bytes(CONTENT)

    assert bring(entry(digest=None), tmp_path).trusted == SHA256


def test_another_file_in_the_place_is_not_overwritten(site: Site, tmp_path: Path) -> None:
    (tmp_path / "family").mkdir()
    (tmp_path / "family/net.pth").write_bytes(b"mine")

    with pytest.raises(DigestMismatch, match="removing"):
        bring(entry(site.address("/net.pth")), tmp_path)
    assert (tmp_path / "family/net.pth").read_bytes() == b"mine"


def test_what_cannot_be_fetched_says_where_to_get_it_by_hand(tmp_path: Path) -> None:
    with pytest.raises(NothingFetched, match=r"by hand: from https://page\.example"):
        bring(entry(page="https://page.example"), tmp_path)


def test_two_fetches_do_not_share_a_folder(site: Site, tmp_path: Path) -> None:
    with (tmp_path / LOCK).open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)

        with pytest.raises(FetchRunning):
            bring(entry(site.address("/net.pth")), tmp_path)
