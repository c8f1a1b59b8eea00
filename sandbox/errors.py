"""What the Bot API answers when it refuses: Telegram's codes and descriptions."""


class ApiError(Exception):
    """A call was refused.

    Args:
        code: HTTP status and ``error_code`` of the answer.
        description: Telegram's words, as the bot's library will show them.
        retry_after: whole seconds to wait; only with code 429.
    """

    def __init__(self, code: int, description: str, retry_after: int | None = None) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.retry_after = retry_after


class BadRequest(ApiError):
    """The bot asked for something that cannot be done: its own bug, or a message that is gone."""

    def __init__(self, reason: str) -> None:
        super().__init__(400, f"Bad Request: {reason}")


class Forbidden(ApiError):
    """The chat does not want this bot."""

    def __init__(self, reason: str) -> None:
        super().__init__(403, f"Forbidden: {reason}")


class Conflict(ApiError):
    """Somebody else takes this bot's updates."""

    def __init__(self, reason: str) -> None:
        super().__init__(409, f"Conflict: {reason}")


class TooManyRequests(ApiError):
    """Flood control: the chat, or the whole bot, has to wait."""

    def __init__(self, retry_after: int) -> None:
        super().__init__(429, f"Too Many Requests: retry after {retry_after}", retry_after)


class Unauthorized(ApiError):
    """The token is well formed but not this bot's."""

    def __init__(self) -> None:
        super().__init__(401, "Unauthorized")


class NotFound(ApiError):
    """There is no such method, or the token is malformed."""

    def __init__(self) -> None:
        super().__init__(404, "Not Found")


class TooLarge(ApiError):
    """The upload is larger than the 50 MB a bot may send."""

    def __init__(self) -> None:
        super().__init__(413, "Request Entity Too Large")
