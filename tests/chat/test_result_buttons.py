"""Buttons below a result that do something there."""

import pytest

from chat.keyboards import job as keyboards
from tests.chat.samples import job


@pytest.mark.parametrize(
    ("kind", "as_file", "offered"),
    [("photo", False, True), ("sticker", False, True), ("photo", True, False), ("document", False, False)],
)
def test_the_original_file_is_offered_unless_it_came_as_one(kind: str, as_file: bool, offered: bool):
    content = job().content.model_copy(update={"kind": kind})
    rows = keyboards.result(job(content=content, as_file=as_file)).inline_keyboard

    assert any("Original file" in button.text for row in rows for button in row) is offered
    assert all(rows)


def test_the_original_file_of_a_larger_painting_that_came_as_a_file_is_not_offered_again():
    wanted = job(purpose="enlargement", source="42:7:0")
    offered = {
        kind: [button.text for row in keyboards.result(wanted, kind=kind).inline_keyboard for button in row]
        for kind in ("photo", "document")
    }

    assert "📄 Original file" in offered["photo"]
    assert "📄 Original file" not in offered["document"]
