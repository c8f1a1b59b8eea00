"""Kept bytes: one copy each, and the oldest go first."""

from pathlib import Path

import pytest

from sandbox.blobs import Blobs
from sandbox.errors import BadRequest
from sandbox.files import Files, Upload


def upload(content: bytes) -> Upload:
    return Upload(name="a.bin", mime="application/octet-stream", content=content)


def kept(folder: Path) -> list[bytes]:
    return [file.read_bytes() for file in folder.iterdir()]


async def test_the_same_bytes_are_kept_once(tmp_path: Path) -> None:
    blobs = Blobs(tmp_path, capacity=1000)
    names = [await blobs.keep(b"x" * 600) for _ in range(3)]
    blobs.close()

    assert len(set(names)) == 1
    assert kept(tmp_path) == [b"x" * 600]


async def test_the_oldest_go_when_there_is_no_room(tmp_path: Path) -> None:
    files = Files("42:a", Blobs(tmp_path, capacity=1000))
    old = await files.add_document(upload(b"a" * 600))
    young = await files.add_document(upload(b"b" * 600))
    files.blobs.close()

    assert files.find(young.file_id) == (young.unique_id, 600)
    with pytest.raises(BadRequest, match="temporarily unavailable"):
        files.find(old.file_id)
    assert kept(tmp_path) == [b"b" * 600]


async def test_two_bots_have_different_file_ids_for_the_same_bytes(tmp_path: Path) -> None:
    blobs = Blobs(tmp_path, capacity=1000)
    bots = Files("42:a", blobs), Files("43:b", blobs)
    one, other = [await files.add_document(upload(b"x")) for files in bots]
    blobs.close()

    assert one.unique_id == other.unique_id
    assert one.file_id != other.file_id
    with pytest.raises(BadRequest, match="wrong file identifier"):
        bots[1].again(one.file_id)
