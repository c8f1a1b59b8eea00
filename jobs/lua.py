"""The Lua scripts: each begins with what they share, and knows Redis's own clock."""

from functools import cache
from importlib.resources import files

from redis import Redis
from redis.commands.core import Script


def script(redis: "Redis", name: str, *shared: str) -> Script:
    """Make a script of ``jobs/scripts`` callable.

    Args:
        shared: further scripts that come before it.
    """
    return redis.register_script(_source("common", *shared, name))


@cache
def _source(*names: str) -> str:
    folder = files("jobs") / "scripts"
    return "\n".join((folder / f"{name}.lua").read_text("utf-8") for name in names)
