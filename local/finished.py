"""A finished picture, as a person at the sandbox knows one."""

from sandbox.person import Message


def is_result(message: Message) -> bool:
    """Is it a finished picture? Sheets of styles, photos and half-painted ones say something else."""
    return message.media is not None and message.words.startswith("✅")
