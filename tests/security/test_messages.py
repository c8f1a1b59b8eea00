"""Celery's messages: what is not JSON is not unpacked, whoever put it into a queue."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from kombu import Connection, Message
from kombu.exceptions import ContentDisallowed
from redis import Redis

from jobs import queue
from jobs.catalogue import Lane


@pytest.fixture
def broker(redis: Redis) -> Iterator[Connection]:
    port = redis.get_connection_kwargs()["port"]
    with Connection(f"redis://127.0.0.1:{port}/0") as broker:
        yield broker


class Trap:
    """Leaves a file where it is unpacked."""

    def __init__(self, file: Path) -> None:
        self.file = file

    def __reduce__(self):
        return open, (str(self.file), "w")


def received(broker: Connection, body: object, serializer: str) -> object:
    """Send a message to the fast lane, and read it as a worker would."""
    lane = next(each for each in queue.configuration()["task_queues"] if each.name == str(Lane.FAST))
    broker.Producer().publish(
        body, serializer=serializer, exchange=lane.exchange, routing_key=lane.routing_key, declare=[lane]
    )
    bodies: list[object] = []

    def on_message(body: object, message: Message) -> None:
        bodies.append(body)
        message.ack()

    with queue.app.amqp.TaskConsumer(broker.default_channel, queues=[lane], callbacks=[on_message]):
        broker.drain_events(timeout=5)
    return bodies[0]


def test_a_message_of_ours_is_read(broker: Connection):
    assert received(broker, [[], {}], "json") == [[], {}]


def test_a_pickled_message_is_not_unpacked(broker: Connection, tmp_path: Path):
    with pytest.raises(ContentDisallowed):
        received(broker, Trap(tmp_path / "caught"), "pickle")

    assert not (tmp_path / "caught").exists()
