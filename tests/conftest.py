"""What the tests share: a clock that a test moves, chance that repeats, projects on disk, composed posts."""

import os
import random
import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from annotator.workflow.importing.documents import add
from annotator.workflow.project import Project, open_project
from tests.postgres import Server, running

settings.register_profile(
    "annotator",
    deadline=None,
    max_examples=50,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("annotator")

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
    """A clock that moves a second at each look, and that a test can set."""

    def __init__(self) -> None:
        self.now = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)

    def __call__(self) -> datetime:
        """Return the time and move on."""
        self.now += timedelta(seconds=1)
        return self.now


@pytest.fixture
def clock() -> FakeClock:
    """A clock that starts at the same instant in every test."""
    return FakeClock()


@pytest.fixture
def set_clock(clock: FakeClock) -> Callable[[datetime], None]:
    """Set the time that the clock shows from its next look on."""

    def set_to(now: datetime) -> None:
        clock.now = now - timedelta(seconds=1)

    return set_to


@pytest.fixture
def chance() -> Callable[[int], bytes]:
    """Random bytes, the same in every test."""
    return random.Random(20260102).randbytes


# The rooms whose tests run on both databases, but for those that are marked `sqlite` or `postgresql`.
_BOTH = ("store", "workflow")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run what touches a database in the rooms of both on each of them."""
    room = metafunc.definition.path.parent.name
    if "kind_of_database" in metafunc.fixturenames and room in _BOTH:
        kinds = ("sqlite", "postgresql")
        marked = [kind for kind in kinds if metafunc.definition.get_closest_marker(kind)]
        metafunc.parametrize("kind_of_database", marked or kinds, indirect=True)


@pytest.fixture
def kind_of_database(request: pytest.FixtureRequest) -> str:
    """The kind of database that a test runs on: sqlite or postgresql."""
    return str(getattr(request, "param", "sqlite"))


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """A PostgreSQL server; the test is skipped where none is installed."""
    with running() as one:
        yield one


@pytest.fixture
def address_of(
    kind_of_database: str, tmp_path: Path, request: pytest.FixtureRequest
) -> Iterator[Callable[[str], str]]:
    """Return the address of a database by a name, the same in one test: a file, or a new database of a server."""
    if kind_of_database == "sqlite":
        yield lambda name: str(tmp_path / name)
        return
    one: Server = request.getfixturevalue("server")
    made: dict[str, str] = {}

    def address(name: str) -> str:
        if name not in made:
            made[name] = one.prepared()
        return made[name]

    yield address
    for url in made.values():
        one.give_back(url)


@pytest.fixture
def open_as(
    address_of: Callable[[str], str], clock: FakeClock, chance: Callable[[int], bytes]
) -> Iterator[Callable[..., Project]]:
    """Open a project as somebody: `open_as("aya")`, or `open_as("aya", "other.db")`."""
    opened: list[Project] = []

    def open_one(annotator: str = "aya", file: str = "annotator.db") -> Project:
        project = open_project(address_of(file), annotator=annotator, clock=clock, randomness=chance)
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
    """A page without any mark of the blog: one clip and no commentary."""
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
def filled(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Callable[[], Path]:
    """Make a new SQLite file that holds the post and the article, each time with the same keys and times."""
    folder = tmp_path_factory.mktemp("filled")
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
def refilled(
    kind_of_database: str,
    filled: Callable[[], Path],
    address_of: Callable[[str], str],
    request: pytest.FixtureRequest,
) -> Callable[[], str]:
    """Do what `filled` does on the test's kind of database; each takes the place of the one before."""
    if kind_of_database == "sqlite":
        return lambda: str(filled())
    server: Server = request.getfixturevalue("server")
    address = address_of("refilled")

    def make() -> str:
        server.clear(address)
        chance = random.Random(1).randbytes
        with open_project(address, annotator="aya", clock=FakeClock(), randomness=chance) as project:
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
    """The real documents that ANNOTATOR_CORPUS points to; without it the test is skipped."""
    folder = os.environ.get("ANNOTATOR_CORPUS")
    if not folder:
        pytest.skip("ANNOTATOR_CORPUS names no folder of real documents")
    return sorted(Path(folder).glob("*.txt"))
