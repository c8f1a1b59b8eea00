"""Settings: read once from the environment and ``.env``, frozen, each field with its unit."""

from functools import lru_cache
from pathlib import Path
from typing import Literal

from pydantic import Field, RedisDsn, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

from jobs.catalogue import Lane


class Settings(BaseSettings):
    """One field per environment variable: ``ATELIER_REDIS_URL`` sets ``redis_url``."""

    model_config = SettingsConfigDict(
        env_prefix="ATELIER_",
        env_file=".env",
        env_ignore_empty=True,
        extra="ignore",
        frozen=True,
        hide_input_in_errors=True,
    )

    bot_token: SecretStr = Field(
        SecretStr(""),
        description="from @BotFather; empty: `make run` and `make demo` talk to the sandbox",
    )
    bot_api_url: str = Field(
        "https://api.telegram.org", description="Bot API server: Telegram's, your own, or the sandbox's"
    )
    webhook_url: str = Field(
        "",
        pattern=r"^(https?://[^\s?#]+)?$",
        description="public address for updates, without the token in it; empty: the bot asks for them",
    )
    webhook_listen: str = Field(
        "127.0.0.1:8443",
        pattern=r"^[^\s:]+:\d{1,5}$",
        description="host:port where the bot takes them, behind whatever speaks HTTPS",
    )
    webhook_secret: SecretStr = Field(
        SecretStr(""),
        description="A-Z, a-z, 0-9, _ and -; empty: made from the token, the same in all processes",
    )
    redis_url: RedisDsn = Field(
        RedisDsn("redis://localhost:6379/0"),
        repr=False,  # it holds a password
        description="the one Redis: broker and job records, database of its own",
    )
    results_url: str = Field(
        "file://.atelier/results",
        repr=False,  # it may hold a password
        description="fsspec address where painted pictures wait to be delivered, the same for all processes",
    )
    results_hours: int = Field(24, ge=1, le=24 * 14, description="hours that a painted picture is kept")
    weights_dir: Path = Field(Path(".atelier/weights"), description="folder of downloaded weights")
    styles_dir: Path | None = Field(
        None,
        description="folder of your own styles: NAME.toml beside NAME.safetensors, .pth, .jpg, .png or .webp",
    )
    sample_photo: Path | None = Field(
        None, description="photo that styles are shown on and tried on, a JPEG; empty: ours, a landscape"
    )
    weights_mirror: str = Field("", description="folder or address tried first when fetching weights")
    device: Literal["auto", "cpu", "cuda"] = Field("auto", description="where workers paint")
    lane: Lane | None = Field(None, description="what a worker paints; set by `python -m worker LANE`")
    threads: int = Field(0, ge=0, description="processor threads of one worker; 0: all cores")
    longest_side: int = Field(
        4096, ge=64, le=8192, description="pixels; fast styles paint larger pictures at this size and enlarge"
    )
    gatys_side: int = Field(
        640, ge=64, le=4096, description="pixels; Gatys paints larger pictures at this size and enlarges"
    )
    most_pixels: int = Field(40_000_000, ge=1, description="pixels; larger pictures are refused undecoded")
    slow_waiting: int = Field(3, ge=1, description="pictures a person may have in hand in slow_nst")
    fast_waiting: int = Field(10, ge=1, description="pictures a person may have in hand in fast_gan")
    held: int = Field(
        10, ge=0, description="further pictures of a person that wait outside the queue, per lane"
    )
    slow_queue: int = Field(
        100, ge=1, description="pictures that may wait in slow_nst, of all people together"
    )
    fast_queue: int = Field(
        2000, ge=1, description="pictures that may wait in fast_gan, of all people together"
    )
    slow_per_day: int = Field(
        0,
        ge=0,
        description="pictures a person may order in slow_nst from midnight to midnight UTC; 0: any number",
    )
    fast_per_day: int = Field(0, ge=0, description="the same in fast_gan")
    stars_per_slow: int = Field(
        0, ge=0, le=10_000, description="Telegram Stars for a picture beyond slow_per_day; 0: none are sold"
    )
    admins: str = Field(
        "",
        pattern=r"^(\d+(,\d+)*)?$",
        description="Telegram ids, with commas, of the people who may use /admin",
    )
    flower_url: str = Field("", pattern=r"^(https?://\S+)?$", description="where /admin links to")
    flower_auth: SecretStr = Field(
        SecretStr(""),
        description="user:password of Flower, without a comma; empty: `make run` makes one up each time",
    )
    log_format: Literal["console", "json"] = Field("console", description="how log lines look")
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field(
        "INFO", description="least severe line shown"
    )

    @property
    def operators(self) -> frozenset[int]:
        """Ids of those who may use /admin."""
        return frozenset(int(number) for number in self.admins.split(",") if number)


@lru_cache
def settings() -> Settings:
    """Read the settings of this process; the same object at every call.

    Raises:
        pydantic.ValidationError: a field has a wrong value; the message names it without showing it.
    """
    return Settings()
