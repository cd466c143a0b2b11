"""Two folders that take each other's names."""

import ctypes

import pytest

from archive.backups import swapping


@pytest.fixture
def folders(tmp_path):
    for name in ("un", "deux"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "name").write_text(name)
    return tmp_path / "un", tmp_path / "deux"


def names(folders):
    return [(folder / "name").read_text() for folder in folders]


def test_each_bears_the_name_of_the_other(folders):
    swapping.exchange(*folders)
    assert names(folders) == ["deux", "un"]


def test_a_disk_that_cannot_gets_two_renamings(folders, monkeypatch):
    monkeypatch.setattr(ctypes, "CDLL", lambda *_args, **_options: object())
    swapping.exchange(*folders)
    assert names(folders) == ["deux", "un"]


def test_where_the_other_is_gone_nothing_moves(folders, monkeypatch):
    one, other = folders
    (other / "name").unlink()
    other.rmdir()
    for _disk in ("that can", "that cannot"):
        with pytest.raises(OSError):  # noqa: PT011 - whichever
            swapping.exchange(one, other)
        assert (one / "name").read_text() == "un"
        monkeypatch.setattr(ctypes, "CDLL", lambda *_args, **_options: object())
