"""Whatever stands in the environment: settings are valid, or an error names a field and shows no secret."""

import os
import string

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pydantic import SecretStr, ValidationError

from jobs.settings import Settings

VARIABLES = {f"ATELIER_{name.upper()}": field for name, field in Settings.model_fields.items()}
SECRETS = [name for name, field in VARIABLES.items() if field.annotation is SecretStr]
#: What can stand in an environment: no NUL, and nothing that is not UTF-8.
texts = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=60)
odd = st.sampled_from(
    (
        "",
        " ",
        "0",
        "-1",
        "²",
        "٣",
        "1e400",
        "nan",
        "true",
        "None",
        "[]",
        "{}",
        "redis://",
        "rediss://h:0/x",
        "a:b",
    )
)
environments = st.dictionaries(st.sampled_from(sorted(VARIABLES)), odd | texts, max_size=6)
#: Long enough not to occur by chance.
secrets = st.text(string.ascii_letters + string.digits + "-_:@/ ", min_size=20, max_size=60)


def read(environment: dict[str, str]) -> Settings | ValidationError:
    """Read the settings from this environment alone."""
    with pytest.MonkeyPatch.context() as patch:
        for name in [name for name in os.environ if name.upper().startswith("ATELIER_")]:
            patch.delenv(name)
        for name, value in environment.items():
            patch.setenv(name, value)
        try:
            return Settings(_env_file=None)
        except ValidationError as error:
            return error


@given(environments)
@example({"ATELIER_THREADS": "²"})
@example({"ATELIER_REDIS_URL": "redis://"})
def test_an_environment_is_valid_or_the_error_names_a_field(environment: dict[str, str]) -> None:
    seen = read(environment)

    if isinstance(seen, ValidationError):
        fields = {str(error["loc"][0]) for error in seen.errors()}
        assert fields <= {name.removeprefix("ATELIER_").lower() for name in environment}
    else:
        assert set(type(seen).model_fields) == set(Settings.model_fields)


@given(st.sampled_from(SECRETS), secrets, environments)
def test_no_error_and_no_settings_object_shows_a_secret(
    name: str, secret: str, others: dict[str, str]
) -> None:
    seen = read({key: value for key, value in others.items() if secret not in value} | {name: secret})

    assert secret not in str(seen)
    assert secret not in repr(seen)


@given(st.text(string.ascii_letters + string.digits, min_size=20, max_size=40))
@example("p" * 30)
def test_the_password_in_an_address_is_in_no_error(password: str) -> None:
    for address in (f"redis://bot:{password}@host:port/0", f"ftp://bot:{password}@host/0", password):
        seen = read({"ATELIER_REDIS_URL": address})

        assert isinstance(seen, ValidationError)
        assert password not in str(seen)


@given(st.text(string.ascii_letters + string.digits, min_size=20, max_size=40))
def test_the_password_in_an_address_is_not_shown_with_the_settings(password: str) -> None:
    seen = read(
        {
            "ATELIER_REDIS_URL": f"redis://bot:{password}@host:6379/0",
            "ATELIER_RESULTS_URL": f"ftp://bot:{password}@host/results",
        }
    )

    assert isinstance(seen, Settings)
    assert password not in repr(seen)
    assert password not in str(seen)
