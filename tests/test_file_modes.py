"""What is in the data folder is for the site's own user alone."""

import os

import pytest

from archive import file_modes


def mode(path) -> int:
    return path.stat().st_mode & 0o7777


@pytest.fixture
def data(tmp_path):
    """A data folder as an earlier version left it: open to be read by all."""
    folder = tmp_path / "var"
    (folder / "captures" / "ab").mkdir(parents=True)
    (folder / "captures" / "ab" / "abcd").touch()
    for name in ("archive.sqlite3", "archive.sqlite3-wal"):
        (folder / name).touch()
    for path in [folder, *folder.rglob("*")]:
        path.chmod(0o755 if path.is_dir() else 0o644)
    return folder


def test_what_was_open_to_others_is_closed_once(data):
    database = data / "archive.sqlite3"
    assert file_modes.close(data, [database]) == 6
    assert mode(data) == mode(data / "captures") == mode(data / "captures" / "ab") == 0o700
    assert mode(database) == mode(data / "archive.sqlite3-wal") == 0o600
    assert mode(data / "captures" / "ab" / "abcd") == 0o600
    assert file_modes.close(data, [database]) == 0


def test_a_folder_that_others_share_stays_as_it_is(data, monkeypatch):
    data.chmod(0o1777)
    file_modes.close(data, [])
    assert mode(data) == 0o1777
    data.chmod(0o755)
    monkeypatch.setenv("HOME", str(data))
    file_modes.close(data, [])
    assert mode(data) == 0o755


def test_what_belongs_to_another_user_stays_as_it_is(data):
    if os.geteuid():
        pytest.skip("only root can give files away")
    os.chown(data / "archive.sqlite3", 12345, -1)
    file_modes.close(data, [data / "archive.sqlite3"])
    assert mode(data / "archive.sqlite3") == 0o644


def test_a_link_is_not_followed(data, tmp_path):
    (tmp_path / "ailleurs").touch()
    (tmp_path / "ailleurs").chmod(0o644)
    (data / "captures" / "ab" / "lien").symlink_to(tmp_path / "ailleurs")
    file_modes.close(data, [])
    assert mode(tmp_path / "ailleurs") == 0o644


def test_what_is_not_there_is_not_made(tmp_path):
    file_modes.close(tmp_path, [tmp_path / "archive.sqlite3"])
    assert list(tmp_path.iterdir()) == []
