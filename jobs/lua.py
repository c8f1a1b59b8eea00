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


def _source(*names: str) -> str:
    return "\n".join(_all()[name] for name in names)


@cache
def _all() -> dict[str, str]:
    """Every script, read together: those of one process are of one version, whatever lies there later."""
    folder = files("jobs") / "scripts"
    there = (file for file in folder.iterdir() if file.name.endswith(".lua"))
    return {file.name.removesuffix(".lua"): file.read_text("utf-8") for file in there}
