"""Each clip and line has its group, and its near duplicates are listed with whether the annotator has done them."""

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from annotator.workflow.browsing.search import near_duplicate_groups, near_duplicates_of
from annotator.workflow.browsing.statistics import status
from annotator.workflow.exchange.merge import merge
from annotator.workflow.importing.documents import add
from annotator.workflow.maintenance.verify import verify
from annotator.workflow.project import Project
from tests.annotating import skip


def test_a_project_without_repeats_has_groups_of_one(project: Project) -> None:
    found = dict(near_duplicate_groups(project))
    assert len(set(found.values())) == len(found) == 6
    assert all(len(group) == 16 and int(group, 16) >= 0 for group in found.values())
    assert status(project).near_duplicates == (0, 0)


def test_equal_texts_are_in_one_group(project: Project, posts: Path, post_text: str, line: str) -> None:
    (posts / "3-more.txt").write_text(post_text.replace("#灯台(岬の灯台・百年)\n", ""), "utf-8")
    add(project, [str(posts)])
    sizes = Counter(dict(near_duplicate_groups(project)).values())
    # Two clips and two lines of the post, and its own line and the article, which have no duplicate.
    assert sorted(sizes.values()) == [1, 1, 2, 2, 2, 2]
    assert status(project).near_duplicates == (4, 8)
    (duplicate,) = near_duplicates_of(project, line, limit=9)
    assert (duplicate.same, duplicate.done) == (True, False)
    # In a server's database an address begins at the root.
    assert duplicate.source.endswith("posts/3-more.txt")
    assert list(verify(project)) == []


def test_done_is_per_annotator(
    project: Project, open_as: Callable[..., Project], posts: Path, post_text: str, line: str
) -> None:
    (posts / "3-more.txt").write_text(post_text + "#港(朝)\n", "utf-8")
    add(project, [str(posts)])
    (duplicate,) = near_duplicates_of(project, line, limit=9)
    skip(project, duplicate.unit.id, "unsure")
    assert [one.done for one in near_duplicates_of(project, line, limit=9)] == [True]
    assert [one.done for one in near_duplicates_of(open_as("ken"), line, limit=9)] == [False]


def test_a_missing_unit_has_no_near_duplicates(project: Project) -> None:
    assert near_duplicates_of(project, "0" * 20, limit=9) == []


def test_a_changed_text_is_linked_by_its_new_text(project: Project, posts: Path, post_text: str) -> None:
    (posts / "3-more.txt").write_text("#北航路(港)\n#朝(市場)\n", "utf-8")
    add(project, [str(posts)])
    first, second = dict(near_duplicate_groups(project)), "#北航路(港)\n"
    (posts / "1-post.txt").write_text(post_text + second, "utf-8")
    (posts / "3-more.txt").write_text("#朝(市場)\n", "utf-8")
    add(project, [str(posts)])
    assert list(verify(project)) == []
    found = dict(near_duplicate_groups(project))
    assert first.keys() < found.keys()
    (added,) = found.keys() - first.keys()
    # Its duplicate is no longer in its document, so it is not listed; a split keeps them together.
    assert list(found.values()).count(found[added]) == 2
    assert near_duplicates_of(project, added, limit=9) == []


@pytest.mark.sqlite  # What is merged is a file.
def test_merged_copies_have_the_same_groups(
    project: Project, open_as: Callable[..., Project], posts: Path, tmp_path: Path, post_text: str
) -> None:
    other = open_as("ken", "other.db")
    (posts / "3-more.txt").write_text(post_text + "#港(朝)\n", "utf-8")
    add(other, [str(posts / "3-more.txt")])
    (posts / "4-more.txt").write_text("#灯台(岬の灯台・百年)\n", "utf-8")
    add(project, [str(posts / "4-more.txt")])
    merge(project, [tmp_path / "other.db"])
    merge(other, [tmp_path / "annotator.db"])
    assert dict(near_duplicate_groups(project)) == dict(near_duplicate_groups(other))
    assert status(project).near_duplicates == status(other).near_duplicates == (5, 11)
    assert [list(verify(one)) for one in (project, other)] == [[], []]
