"""The chat page is served with rules against foreign scripts, and who was cut off hears what was missed."""

import httpx

from sandbox.app import PAGE
from sandbox.events import MAX_BEHIND, Event, Events
from sandbox.person import Person, Sandbox


def test_the_page_and_its_parts_are_served_and_may_run_only_themselves(sandbox: Sandbox) -> None:
    names = ["", *(file.name for file in PAGE.iterdir())]
    parts = {name: httpx.get(f"{sandbox.base_url}/{name}") for name in names}

    assert {answer.status_code for answer in parts.values()} == {200}
    policies = {answer.headers["content-security-policy"] for answer in parts.values()}
    assert len(policies) == 1
    assert policies.pop().startswith("default-src 'self'; img-src 'self' blob:;")
    assert '<html lang="en">' in parts[""].text


def test_nothing_in_the_page_comes_from_elsewhere() -> None:
    written = "".join(file.read_text() for file in PAGE.iterdir())

    assert "https://" not in written
    assert "innerHTML" not in written
    assert all(rest.startswith("www.w3.org/2000/svg") for rest in written.split("http://")[1:])


def test_a_file_that_could_carry_a_script_is_saved_and_not_shown(sandbox: Sandbox, anna: Person) -> None:
    sent = anna.send_document(b"<script>alert(1)</script>", name="page.html")
    answer = sandbox.get(f"chats/{anna.id}/messages/{sent.id}/media")

    assert answer.headers["content-disposition"].startswith("attachment")
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["x-content-type-options"] == "nosniff"


async def first(events: Events, heard: str | None, count: int) -> list[Event]:
    """The first events that a listener gets."""
    listening = events.listen(heard)
    got = [await anext(listening) for _ in range(count)]
    await listening.aclose()
    return got


async def test_who_was_cut_off_hears_what_was_missed_and_nothing_twice() -> None:
    events = Events()
    [hello] = await first(events, None, 1)
    for number in range(3):
        events.tell({"message_id": number})
    all_three = await first(events, hello.id, 3)
    last_two = await first(events, all_three[0].id, 2)

    assert hello.kind == "hello"
    assert [event.content["message_id"] for event in all_three] == [0, 1, 2]
    assert last_two == all_three[1:]


async def test_who_missed_too_much_or_comes_from_another_run_is_told_so() -> None:
    events, others = Events(), Events()
    [hello] = await first(events, None, 1)
    for number in range(MAX_BEHIND + 1):
        events.tell({"message_id": number})
    [too_much] = await first(events, hello.id, 1)
    [another_run] = await first(others, hello.id, 1)
    [nonsense] = await first(others, "nonsense", 1)

    assert (too_much.kind, another_run.kind, nonsense.kind) == ("lost", "lost", "lost")


def test_a_long_chat_is_given_out_piece_by_piece(sandbox: Sandbox, anna: Person) -> None:
    sent = [anna.send_text(f"line {number}").id for number in range(130)]
    path = f"page/chats/{anna.id}/messages"
    youngest = sandbox.get(path).json()
    before = sandbox.get(path, params={"before": youngest["messages"][0]["id"]}).json()
    rest = sandbox.get(path, params={"before": before["messages"][0]["id"]}).json()
    reaching = sandbox.get(path, params={"before": before["messages"][0]["id"], "first": sent[3]}).json()

    pieces = [[message["id"] for message in piece["messages"]] for piece in (rest, before, youngest)]
    assert [number for piece in pieces for number in piece] == sent
    assert [piece["more"] for piece in (youngest, before, rest)] == [True, True, False]
    assert [message["id"] for message in reaching["messages"]] == sent[3:10]
    assert reaching["more"]
