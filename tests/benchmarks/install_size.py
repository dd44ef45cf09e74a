"""The size of a plain install: the wheel and what it requires, in a new virtual environment, without pip itself."""

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests.benchmarks.corpora import Options
from tests.benchmarks.measure import ROOT, Figure, amount


def measure(_: Options) -> Iterator[Figure]:
    """Install the package and add up its files; needs the package index."""
    with tempfile.TemporaryDirectory(prefix="annotator-install-") as name:
        folder = Path(name)
        target = folder / "packages"
        pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "install", "--quiet"]
        subprocess.run([*pip, "--target", str(target), str(ROOT)], check=True, stderr=subprocess.DEVNULL)
        yield amount("plain install, compiled modules included", _disk_usage(target) / 1e6, "MB", 120)


def _disk_usage(folder: Path) -> int:
    """Return the bytes that files take on disk, as `du` counts them."""
    return sum(512 * path.lstat().st_blocks for path in folder.rglob("*"))
