"""A day in the bot, played by the whole service and written down as a page: what ``make story`` makes."""
