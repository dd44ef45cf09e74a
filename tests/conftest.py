"""Fixtures of all tests: a clock that a test sets, repeatable randomness, projects on both databases, sample posts."""

import os
import random
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from inspect import iscoroutinefunction
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from annotator.workflow.importing.documents import add
from annotator.workflow.project import Project, open_project
from tests.postgres import Server, ServerUnavailable, run_server

settings.register_profile(
    "annotator",
    deadline=None,
    max_examples=50,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("annotator")

# The markers of tests that use these fixtures. Coroutines are marked `screen`: they drive it by Textual's Pilot.
_MARKERS = {"server": "postgresql", "started_server": "postgresql", "shell": "process"}
_NOT_UNIT = {"postgresql", "screen", "process", "terminal", "crash", "load", "slow"}

POST = """\
ベルカの港 冬の航路を再開へ 漁業者は歓迎 #shiomi_news https://t.co/Ab3dE5fGh7
— 潮見放送ニュース (@shiomi_news) 2022年6月13日
ベルカ共和国の港湾局は13日、氷で閉じていた冬の航路を来月から再開すると発表しました。
港湾局のサーリ局長は「航路は三月まで毎日開けておく」と述べ、漁業者に理解を求めました。
#冬の航路(ベルカ港湾局・サーリ局長「航路は三月まで毎日開けておく」)
#冬の航路=北航路(漁業者「氷が割れる音を聞いてから船を出す」)
灯台の明かり 百年ぶりに消える https://t.co/Zy9xW8vUt6
— 潮見放送ニュース (@shiomi_news) 2022年6月14日
岬の灯台は14日、百年続いた明かりを消しました。
#灯台(岬の灯台・百年)
#北の海
"""

ARTICLE = """\
港の市場で競り始まる
ベルカ共和国の港の市場では、けさから新しい魚の競りが始まり、夜明け前から大勢の仲買人が集まりました。
市場を開く組合によりますと、今月の水揚げは去年の同じ月より2割ほど多く、値段は落ち着いているということです。
"""


class FakeClock:
    """A clock that advances by a second at each reading, and that a test can set."""

    def __init__(self) -> None:
        self.now = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)

    def __call__(self) -> datetime:
        """Return the time and advance."""
        self.now += timedelta(seconds=1)
        return self.now


@pytest.fixture
def clock() -> FakeClock:
    """A clock that starts at the same time in every test."""
    return FakeClock()


@pytest.fixture
def set_clock(clock: FakeClock) -> Callable[[datetime], None]:
    """Set the time that the clock returns at its next reading."""

    def set_to(now: datetime) -> None:
        clock.now = now - timedelta(seconds=1)

    return set_to


@pytest.fixture
def randomness() -> Callable[[int], bytes]:
    """A source of random bytes, the same in every test."""
    return random.Random(20260102).randbytes


# The areas whose tests run on both databases, except those marked `sqlite` or `postgresql`.
_BOTH_BACKENDS = ("store", "workflow")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run the tests that use a database on each backend, in the areas that support both."""
    area = metafunc.definition.path.relative_to(Path(__file__).parent).parts[0]
    if "backend" in metafunc.fixturenames and area in _BOTH_BACKENDS:
        backends = {
            "sqlite": pytest.param("sqlite"),
            "postgresql": pytest.param("postgresql", marks=pytest.mark.postgresql),
        }
        marked = [backends[name] for name in backends if metafunc.definition.get_closest_marker(name)]
        metafunc.parametrize("backend", marked or backends.values(), indirect=True)


def pytest_itemcollected(item: pytest.Item) -> None:
    """Mark tests by what they use, and as unit tests those that use nothing slow."""
    if isinstance(item, pytest.Function):
        for fixture in _MARKERS.keys() & set(item.fixturenames):
            item.add_marker(_MARKERS[fixture])
        if iscoroutinefunction(item.function):
            item.add_marker("screen")
    if _NOT_UNIT.isdisjoint(marker.name for marker in item.iter_markers()):
        item.add_marker("unit")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print each reason for which tests were skipped once, with their number."""
    skipped = terminalreporter.stats.get("skipped", [])
    reasons = Counter(str(report.longrepr[2]).removeprefix("Skipped: ") for report in skipped)
    for reason, number in reasons.most_common():
        terminalreporter.line(f"skipped {number}: {reason}")


@pytest.fixture
def backend(request: pytest.FixtureRequest) -> str:
    """The database that a test runs on: sqlite or postgresql."""
    return str(getattr(request, "param", "sqlite"))


@pytest.fixture(scope="session")
def started_server() -> Iterator[Server | ServerUnavailable]:
    """A PostgreSQL server, or the reason why there is none; `test_postgres.py` makes that a failure under CI."""
    with ExitStack() as stack:
        try:
            started: Server | ServerUnavailable = stack.enter_context(run_server())
        except ServerUnavailable as error:
            started = error
        yield started


@pytest.fixture
def server(started_server: Server | ServerUnavailable) -> Server:
    """A PostgreSQL server; the test is skipped where none can be started."""
    if isinstance(started_server, ServerUnavailable):
        pytest.skip(f"no PostgreSQL server: {started_server}")
    return started_server


@pytest.fixture
def address_of(
    backend: str, tmp_path: Path, request: pytest.FixtureRequest
) -> Iterator[Callable[[str], str]]:
    """Return the address of a database by name, the same throughout a test: a file, or a database of the server."""
    if backend == "sqlite":
        yield lambda name: str(tmp_path / name)
        return
    server: Server = request.getfixturevalue("server")
    acquired: dict[str, str] = {}

    def address(name: str) -> str:
        if name not in acquired:
            acquired[name] = server.acquire()
        return acquired[name]

    yield address
    for url in acquired.values():
        server.release(url)


@pytest.fixture
def open_as(
    address_of: Callable[[str], str], clock: FakeClock, randomness: Callable[[int], bytes]
) -> Iterator[Callable[..., Project]]:
    """Open a project as somebody: `open_as("aya")`, or `open_as("aya", "other.db")`."""
    opened: list[Project] = []

    def open_one(annotator: str = "aya", file: str = "annotator.db") -> Project:
        project = open_project(address_of(file), annotator=annotator, clock=clock, randomness=randomness)
        opened.append(project)
        return project

    yield open_one
    for project in opened:
        project.close()


@pytest.fixture
def post_text() -> str:
    """A post of two clips: three commentary lines, two quotations (one verbatim, one absent), one theme."""
    return POST


@pytest.fixture
def article_text() -> str:
    """A page that is not of the blog: one clip and no commentary."""
    return ARTICLE


@pytest.fixture
def posts(tmp_path: Path) -> Path:
    """A folder with the post and the article, in this order."""
    folder = tmp_path / "posts"
    folder.mkdir()
    (folder / "1-post.txt").write_text(POST, encoding="utf-8")
    (folder / "2-article.txt").write_text(ARTICLE, encoding="utf-8")
    return folder


@pytest.fixture
def new_project_file(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> Callable[[], Path]:
    """Create a SQLite file with the post and the article at each call, always with the same ids and times."""
    folder = tmp_path_factory.mktemp("projects")
    monkeypatch.chdir(folder)
    (folder / "1-post.txt").write_text(POST, encoding="utf-8")
    (folder / "2-article.txt").write_text(ARTICLE, encoding="utf-8")
    template = folder / "template.db"
    with open_project(
        str(template), annotator="aya", clock=FakeClock(), randomness=random.Random(1).randbytes
    ) as project:
        add(project, ["1-post.txt", "2-article.txt"])
    made = 0

    def make() -> Path:
        nonlocal made
        made += 1
        return Path(shutil.copy(template, folder / f"{made}.db"))

    return make


@pytest.fixture
def new_project(
    backend: str,
    new_project_file: Callable[[], Path],
    address_of: Callable[[str], str],
    request: pytest.FixtureRequest,
) -> Callable[[], str]:
    """Do the same as `new_project_file` on the test's backend; on a server each project replaces the one before."""
    if backend == "sqlite":
        return lambda: str(new_project_file())
    server: Server = request.getfixturevalue("server")
    address = address_of("project")

    def make() -> str:
        server.truncate(address)
        randbytes = random.Random(1).randbytes
        with open_project(address, annotator="aya", clock=FakeClock(), randomness=randbytes) as project:
            add(project, ["1-post.txt", "2-article.txt"])
        return address

    return make


@pytest.fixture
def project(open_as: Callable[..., Project], posts: Path) -> Project:
    """Aya's project with the post and the article in it."""
    opened = open_as("aya")
    add(opened, [str(posts)])
    return opened


@pytest.fixture(scope="session")
def root() -> Path:
    """The folder of the checkout."""
    return Path(__file__).parents[1]


@pytest.fixture(scope="session")
def real_documents() -> list[Path]:
    """The real documents in the folder ANNOTATOR_CORPUS; the test is skipped where it is not set."""
    folder = os.environ.get("ANNOTATOR_CORPUS")
    if not folder:
        pytest.skip("ANNOTATOR_CORPUS is not set to a folder of real documents")
    return sorted(Path(folder).glob("*.txt"))
