"""One start of the whole service for all tests of this folder; each test has its own people."""

from collections.abc import Iterator

import pytest

from sandbox.person import Person, Sandbox
from tests.whole.service import Service, running

#: First names that occur nowhere else, so that a search for them in logs and Redis means something.
ANNA, BORIS = "Quetzalina", "Xocoyotzin"


@pytest.fixture(scope="session")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """The service with the embedded weights, no operator's styles, and a Gatys that is done in seconds."""
    folder = tmp_path_factory.mktemp("whole")
    (folder / "styles").mkdir()
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("ATELIER_GATYS_SIDE", "128")
        environment.setenv("ATELIER_WEIGHTS_DIR", str(folder / "weights"))
        environment.setenv("ATELIER_STYLES_DIR", str(folder / "styles"))
        with running(folder) as service:
            yield service


@pytest.fixture(scope="session")
def sandbox(service: Service) -> Iterator[Sandbox]:
    """Telegram, as those who experiment with it see it."""
    with Sandbox(service.surroundings.sandbox_url or "") as sandbox:
        yield sandbox


@pytest.fixture
def anna(sandbox: Sandbox) -> Person:
    return sandbox.person(name=ANNA, language="en")


@pytest.fixture
def boris(sandbox: Sandbox) -> Person:
    return sandbox.person(name=BORIS, language="en")
