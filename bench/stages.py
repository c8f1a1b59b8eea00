"""Where the time from a press to the picture goes, by the times in the job's record."""

from collections.abc import Mapping, Sequence

from redis import Redis

from bench.chaos.table import quantile
from bench.customers import Served
from jobs.record import Record

#: Seconds of each picture in each stage.
Stages = dict[str, list[float]]


def stages(redis: "Redis", served: Sequence[Served], painting: float) -> Stages:
    """Split the latency of pictures that were each the only one of their chat.

    Args:
        painting: seconds that are not counted.
    """
    records = {record.job.chat: record for record in _records(redis)}
    found: Stages = {
        "until it is queued": [],
        "until it is claimed": [],
        "around painting": [],
        "delivery": [],
    }
    for one in served:
        record = records[one.chat]
        times = (one.pressed, record.created, record.started, record.painted - painting, one.shown - painting)
        for seconds, begun, ended in zip(found.values(), times, times[1:], strict=False):
            seconds.append(ended - begun)
    return found


def spell(found: Mapping[str, Sequence[float]]) -> str:
    """Say median and 99th percentile of each stage, in milliseconds."""
    return ", ".join(
        f"{name} {1000 * quantile(seconds, 0.5):.0f}, {1000 * quantile(seconds, 0.99):.0f}"
        for name, seconds in found.items()
    )


def _records(redis: "Redis") -> list[Record]:
    fields = (redis.hgetall(key) for key in redis.scan_iter("job:*", count=1000))
    return [Record.read(found) for found in fields]  # type: ignore[arg-type]
