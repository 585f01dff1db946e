"""Who else may write to a place: modes and owners of all that is gone through."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from grader.course.writers import Writer, writers

ME = os.geteuid()
as_root = pytest.mark.skipif(ME != 0, reason="only the superuser gives files away")


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """A folder within a folder within a folder, all of them ours alone."""
    folder = tmp_path / "shared" / "mine" / "course"
    folder.mkdir(parents=True)
    for one in (folder, *list(folder.parents)[:2]):
        one.chmod(0o755)
    return folder


def told(*paths: Path) -> list[tuple[str, Path]]:
    return [(writer.who, writer.path) for writer in writers(paths)]


def test_what_is_ours_alone_is_nobody_elses(course: Path) -> None:
    assert told(course) == []


@pytest.mark.parametrize("place", ["shared", "shared/mine", "shared/mine/course"])
def test_a_folder_on_the_way_that_everybody_writes_to(
    tmp_path: Path, course: Path, place: str
) -> None:
    (tmp_path / place).chmod(0o757)
    assert told(course) == [("everybody", tmp_path / place)]
    assert writers([course])[0].words == (
        f"{tmp_path / place} can be written to by everybody on this machine"
    )


def test_in_a_folder_such_as_tmp_only_owners_remove_things(tmp_path: Path, course: Path) -> None:
    (tmp_path / "shared").chmod(0o1777)
    assert told(course) == []
    # Others may put things into it, though: as the course itself it is open.
    assert told(tmp_path / "shared") == [("everybody", tmp_path / "shared")]


@as_root
def test_what_somebody_else_owns(tmp_path: Path, course: Path) -> None:
    os.chown(tmp_path / "shared" / "mine", 12345, -1)
    assert writers([course]) == [Writer("owner", tmp_path / "shared" / "mine", "the user 12345")]
    assert writers([course], trusted=[12345]) == []


@as_root
def test_a_link_is_followed_and_its_own_owner_counts(tmp_path: Path, course: Path) -> None:
    link = tmp_path / "link"
    link.symlink_to("shared/../shared/mine/course")
    assert told(link) == []
    os.chown(link, 12345, -1, follow_symlinks=False)
    assert told(link) == [("owner", link)]


def test_where_a_link_leads_counts(tmp_path: Path, course: Path) -> None:
    (tmp_path / "links").mkdir(mode=0o700)
    (tmp_path / "links" / "link").symlink_to(course)
    (tmp_path / "link").symlink_to("links/link")
    (tmp_path / "links").chmod(0o777)
    assert told(tmp_path / "link") == [("everybody", tmp_path / "links")]


def test_a_circle_of_links_has_an_end(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to("link")
    assert told(tmp_path / "link") == []


@as_root
@pytest.mark.parametrize(("group", "open_to"), [(0, []), (12345, ["group"]), (100, ["group"])])
def test_a_group_of_others_may_write(course: Path, group: int, open_to: list[str]) -> None:
    os.chown(course, -1, group)
    course.chmod(0o775)
    assert [who for who, _ in told(course)] == open_to


@as_root
def test_a_users_own_group_is_the_user(course: Path) -> None:
    """As on most systems: files with umask 002, and a group with the user's number or name."""
    os.chown(course, 12345, 12345)
    course.chmod(0o775)
    assert writers([course], trusted=[12345]) == []
