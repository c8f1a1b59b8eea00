"""A person before a card: what its tests share."""

from jobs import keys
from jobs.catalogue import Lane, Style
from jobs.job import Job
from jobs.presence import Announcement, Presence
from jobs.record import Record
from sandbox.person import Answer, Message, Person, Press
from tests.bot.lives import Bot, picture


def announce(bot: Bot, lane: Lane, *able: str, own: tuple[Style, ...] = ()) -> None:
    """Be a worker of a lane, as far as the bot can see."""
    names = frozenset(able) | {style.name for style in own}
    word = Announcement(name=f"{lane}@test.1", lane=lane, device="cpu", able=names, own=own)
    Presence(bot.desk.store.redis).announce(word)


async def card(bot: Bot, person: Person, width: int = 64, height: int = 48) -> Message:
    """Send a photo: its card."""
    person.send_photo(picture(width, height))
    await bot.handle_all()
    return person.messages()[-1]


def pressed(person: Person, message: Message, data: str) -> Press:
    """Press what a button would send, whether it is shown now or not, as a slow app does."""
    path = f"chats/{person.chat_id}/messages/{message.id}/press"
    view = message.client.post(path, json={"person_id": person.id, "data": data}).json()
    return Press(id=view["id"], data=data, client=message.client)


async def press(bot: Bot, person: Person, message: Message, *datas: str) -> Message:
    """Press one after the other: the message as it is then."""
    for data in datas:
        pressed(person, message, data)
        await bot.handle_all()
    return person.again(message)


async def answer(bot: Bot, person: Person, message: Message, data: str) -> Answer | None:
    """Press: what the bot answers in the person's app."""
    made = pressed(person, message, data)
    await bot.handle_all()
    return made.answer()


def texts(message: Message) -> list[list[str]]:
    """What the buttons say, by row."""
    return [[button.text for button in row] for row in message.buttons]


def datas(message: Message) -> list[str]:
    """What the buttons send."""
    return [button.data or "" for row in message.buttons for button in row]


def records(bot: Bot) -> list[Record]:
    """All jobs, as they were ordered."""
    store = bot.desk.store
    found = (store.record(key.removeprefix(keys.job(""))) for key in store.redis.scan_iter(keys.job("*")))
    return sorted((record for record in found if record), key=lambda record: record.job.status_message)


def jobs(bot: Bot) -> list[Job]:
    """The same."""
    return [record.job for record in records(bot)]
