"""``python -m bot``: the bot, by long polling."""

import sys

import structlog
from telegram import Update
from telegram.error import InvalidToken

from bot.app import application
from jobs import log
from jobs.errors import StoreMismatch
from jobs.settings import settings

logger = structlog.get_logger()

#: Kinds of update that some handler takes.
KINDS = [Update.MESSAGE, Update.CALLBACK_QUERY]


def main() -> None:
    """Run until told to stop."""
    log.configure()
    if not settings().bot_token.get_secret_value():
        sys.exit("ATELIER_BOT_TOKEN is empty: put the token from @BotFather into .env, or use `make run`")
    try:
        application(settings()).run_polling(allowed_updates=KINDS, bootstrap_retries=-1)
    except StoreMismatch as error:
        sys.exit(str(error))
    except InvalidToken:  # its message holds the token
        sys.exit("Telegram does not know this token: copy it from @BotFather into .env once more")


if __name__ == "__main__":
    main()
