"""Disks that are full or turn read-only for real: small ones in memory, in a mount namespace of the tests' own.

Linux gives such a namespace to anybody unless it is switched off; elsewhere these tests are skipped.
"""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

BEGIN = """
import os, subprocess, sys
from datetime import UTC, datetime
from pathlib import Path
from annotator.store.errors import Unwritable
from annotator.workflow.importing.documents import add
from annotator.workflow.labelling.annotate import AnswerRequest, NoteRequest, unit_state
from annotator.workflow.project import open_project
from annotator.workflow.labelling.outbox import Outbox, SavePending, find_recovery_files
from annotator.workflow.maintenance.verify import verify
from annotator.workflow.browsing.queue import resume_position

disk, state, posts = map(Path, sys.argv[1:])

def mount(*words):
    subprocess.run(["mount", *words, str(disk)], check=True)

def labels():
    return [one.label for one in unit_state(project, unit).answers.values()]

def keep(label):
    try:
        outbox.save(AnswerRequest(unit, "fact_opinion", label))
    except SavePending as error:
        assert find_recovery_files(project, [state]) == [outbox.path], outbox.path
        return error.what
    raise AssertionError("it was saved")

mount("-t", "tmpfs", "-o", "size=4m", "none")
project = open_project(
    str(disk / "a.db"), annotator="aya", clock=lambda: datetime.now(UTC), randomness=os.urandom, patience=1
)
add(project, [str(posts)])
unit, outbox = resume_position(project).id, Outbox(project, [state])
outbox.save(AnswerRequest(unit, "fact_opinion", "fact"))
"""

END = """
try:
    outbox.flush()
except Unwritable:
    pass
else:
    raise AssertionError("it was saved")
make_room()
saved, refused = outbox.flush()
assert (len(saved), refused) == (1, [])
assert find_recovery_files(project, [state]) == []
assert labels() == ["mixed"]
assert list(verify(project)) == []
project.close()
print(why)
"""

FULL = """
ballast = disk / "ballast"
with ballast.open("wb", buffering=0) as file:
    try:
        while file.write(bytes(4096)):
            pass
    except OSError:
        pass

def fill():
    for number in range(2000):
        outbox.save(NoteRequest(unit, f"{number} " + "x" * 2000))

# The log has some room left; a note at a time uses it up.
try:
    fill()
except SavePending:
    outbox.drop()
why = keep("mixed")
assert labels() == ["fact"]

def make_room():
    ballast.unlink()
"""

READ_ONLY = """
# A disk with a file open for writing cannot be remounted; the kernel does it to a damaged one.
project.database.close()
mount("-o", "remount,ro")
why = keep("mixed")

def make_room():
    mount("-o", "remount,rw")
"""


def in_a_namespace(code: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run code where it may mount disks that nobody else sees."""
    return subprocess.run(
        ["unshare", "--map-root-user", "--mount", sys.executable, "-c", code, *arguments],
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def namespace() -> None:
    """Skip the test where no disk can be mounted."""
    if shutil.which("unshare") is None or in_a_namespace("").returncode:
        pytest.skip("this system gives no mount namespace")


@pytest.mark.sqlite
@pytest.mark.usefixtures("namespace")
@pytest.mark.parametrize(
    ("turn", "why"),
    [
        pytest.param(FULL, "the disk is full", id="full"),
        pytest.param(READ_ONLY, "the database cannot be", id="read-only"),
    ],
)
def test_what_a_disk_does_not_take_is_kept_and_saved_later(
    turn: str, why: str, tmp_path: Path, posts: Path
) -> None:
    (tmp_path / "disk").mkdir()
    done = in_a_namespace(f"{BEGIN}{turn}{END}", str(tmp_path / "disk"), str(tmp_path / "state"), str(posts))
    assert done.stderr == ""
    assert done.stdout.startswith(why)
