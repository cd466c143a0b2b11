"""The way back: all of a bag in the place of the data folder, or nothing."""

import fcntl
import json
import os
import shutil
import sqlite3
import subprocess
from contextlib import closing

import pytest
from backed_up import TITLES, backup, bring_in, files, restored, titles, verified
from django.apps import apps
from django.db import connections

from archive import fixity
from archive.backups import Refused, bags, making, restoring, verifying
from archive.models import Capture, Editorial, last_proofs

PASSPHRASE = "l’encre et le papier"


def asides(data):
    return sorted(data.parent.glob(f"{data.name}.before-*"))


def remade(bag, **told):
    """Change what a bag tells of itself, and seal it again as its maker would."""
    path = bag / "data" / "archive.json"
    contents = json.loads(path.read_text()) | told
    path.write_text(json.dumps(contents))
    hashes = {}
    for file in (bag / "data").rglob("*"):
        if file.is_file():
            hashes[file.relative_to(bag).as_posix()] = bags.digest(file)
    for name in (bags.MANIFEST, bags.TAG_MANIFEST, bags.INFO, bags.DECLARATION):
        (bag / name).unlink()
    bags.finish(bag, hashes, {})
    return bag


# What comes back


def test_what_was_destroyed_comes_back(data, bag):
    connections.close_all()
    shutil.rmtree(data)
    data.mkdir()
    assert restored(bag).aside is None
    assert titles() == TITLES
    assert fixity.missing(Capture.objects.values_list("content", flat=True)) == []
    assert {path.stat().st_mode & 0o077 for path in [data, *data.rglob("*")]} == {0}


def test_what_is_there_is_kept_beside_it_as_it_was(data, bag, tmp_path):
    Editorial.objects.earliest("pk").delete()
    bring_in(tmp_path / "pages", "Une page de plus")
    connections.close_all()
    before = files(data)
    aside = restored(bag).aside
    assert titles() == TITLES
    assert asides(data) == [aside] and files(aside) == before


def test_a_folder_that_a_start_has_just_made_is_empty(data, bag):
    connections.close_all()
    for path in data.iterdir():
        if path.is_dir():
            shutil.rmtree(path)
        elif path.name not in ("secret-key", "in-use"):
            path.unlink()
    (data / "secret-key").write_text("made a moment ago")
    assert restored(bag).aside is None and asides(data) == []
    assert (data / "secret-key").read_text() != "made a moment ago"


def test_a_folder_of_something_else_is_not_put_aside(data, bag):
    connections.close_all()
    shutil.rmtree(data)
    data.mkdir()
    (data / "photos").mkdir()
    with pytest.raises(Refused, match="n’est pas le dossier d’une archive"):
        restored(bag)
    assert [path.name for path in data.iterdir()] == ["photos"] and asides(data) == []


def test_a_sealed_bag_comes_back_by_its_passphrase(data, bags, tmp_path):
    made = backup(bags, passphrase=PASSPHRASE)
    bring_in(tmp_path / "pages", "Une page de plus")
    with pytest.raises(Refused, match="chiffré"):
        restored(made.bag)
    restored(made.bag, PASSPHRASE)
    assert titles() == TITLES
    assert not list(data.rglob("*.age"))


def test_it_is_noted_which_bag_it_came_from(data, bag):
    restored(bag)
    proofs = last_proofs()
    assert proofs["restore"].facts == {
        "bag": "sac",
        "captures": 3,
        "lost": 0,
        "made_at": verified(bag).contents.made_at,
    }
    assert proofs["backup"].at.isoformat() <= proofs["restore"].at.isoformat()


def test_the_bag_is_left_as_it_was(data, bag):
    before = files(bag)
    restored(bag)
    bring_in(data.parent / "pages", "Une page de plus")
    assert files(bag) == before and verified(bag).contents.captures == 3


def test_a_bag_with_lost_captures_comes_back_without_them(data, bags):
    capture = Capture.objects.earliest("pk")
    (data / capture.content.name).unlink()
    restored(backup(bags).bag)
    assert titles() == TITLES
    assert fixity.look() == 1 and Capture.objects.lost().get() == capture


# What is refused, and changes nothing


@pytest.fixture
def refused(data):
    """Restore a bag and return why not; the data folder must be as it was, with nothing beside it."""

    def reason(bag, passphrase=None):
        connections.close_all()
        before, beside = files(data), set(data.parent.iterdir())
        with pytest.raises(Refused) as caught:
            restored(bag, passphrase)
        connections.close_all()
        assert files(data) == before and set(data.parent.iterdir()) == beside
        assert titles() == TITLES
        return str(caught.value)

    return reason


def test_a_bag_does_not_take_its_own_place(data, bag, settings):
    settings.DATA_DIR = bag
    with pytest.raises(Refused, match="la sauvegarde elle-même"):
        restoring.restore(verified(bag))
    assert verified(bag).contents


def test_while_another_process_uses_the_archive_nothing_is_restored(data, bag, refused):
    with open(data / "in-use") as other:
        fcntl.flock(other, fcntl.LOCK_SH)
        assert "est en service" in refused(bag)
    assert restored(bag).aside


def test_while_it_is_restored_nothing_else_begins(data):
    assert apps.get_app_config("archive").alone()
    config = type(apps.get_app_config("archive"))("archive", __import__("archive"))
    with pytest.raises(SystemExit, match="is being restored"):
        config.ready()


def test_a_tampered_bag_is_refused(data, bag, refused):
    with open(bag / "data" / "archive.sqlite3", "r+b") as file:
        file.seek(5000)
        file.write(b"autre chose")
    assert refused(bag).endswith("data/archive.sqlite3 a été modifié.")


def test_a_missing_capture_is_refused(data, bag, refused):
    (bag / "data" / Capture.objects.earliest("pk").content.name).unlink()
    assert refused(bag).endswith("manque.")


def test_a_bag_of_a_newer_database_is_refused(data, bag, refused):
    migrations = [*verified(bag).contents.migrations, ["archive", "9999_of_tomorrow"]]
    assert "version plus récente" in refused(remade(bag, migrations=migrations))


def test_a_bag_of_an_app_that_is_gone_is_none_of_these(data, bag):
    migrations = [*verified(bag).contents.migrations, ["gone", "0001_initial"]]
    assert restored(remade(bag, migrations=migrations)).aside


def test_a_bag_of_a_newer_kind_is_refused(data, bag, refused):
    assert "version plus récente" in refused(remade(bag, format=2))


@pytest.mark.parametrize(
    "told",
    [
        {"files": []},
        {"files": {"archive.sqlite3": 1}},
        {"lost": None},
        {"migrations": [1]},
        {"migrations": [["a", "b", "c"]]},
        {"made_at": "demain"},
        {"database": "oracle"},
        {"unknown": 1},
        {"settings": []},
        {"captures": "3"},
    ],
)
def test_a_bag_that_tells_odd_things_is_refused(data, bag, refused, told):
    assert "n’est pas une sauvegarde" in refused(remade(bag, **told))


def test_a_bag_of_other_things_is_refused(data, tmp_path, refused):
    (tmp_path / "livre" / "data").mkdir(parents=True)
    bags.finish(tmp_path / "livre", {}, {})
    assert "n’est pas une sauvegarde" in refused(tmp_path / "livre")


def test_an_index_does_not_come_in_by_a_bag(data, bag, refused):
    """It holds pickles, which run what they say."""
    (bag / "data" / "index").mkdir()
    (bag / "data" / "index" / "_MAIN_1.toc").write_bytes(b"cos\nsystem\n")
    held = verified_files(bag) | {
        "index/_MAIN_1.toc": bags.digest(bag / "data" / "index" / "_MAIN_1.toc")
    }
    assert "n’est pas une sauvegarde" in refused(remade(bag, files=held))


def verified_files(bag):
    return json.loads((bag / "data" / "archive.json").read_text())["files"]


def test_a_bag_without_the_secret_key_is_refused(data, bag, refused):
    held = verified_files(bag)
    (bag / "data" / "secret-key").unlink()
    del held["secret-key"]
    assert "secret-key manque" in refused(remade(bag, files=held))


def test_a_database_without_the_captures_that_it_names_is_refused(data, bag, refused):
    held = verified_files(bag)
    name = Capture.objects.earliest("pk").content.name
    (bag / "data" / name).unlink()
    del held[name]
    assert f"{name} manque" in refused(remade(bag, files=held))


def test_a_bag_of_postgresql_is_refused_by_a_site_with_sqlite(data, bag):
    contents = verified(bag).contents
    contents.database = "postgresql"
    with pytest.raises(Refused, match="vient de postgresql"):
        restoring.restore(verifying.Verified(bag, None, contents))


def test_a_database_outside_the_data_folder_is_not_replaced(data, bag, tmp_path, settings):
    settings.DATA_DIR = tmp_path / "ailleurs"
    settings.DATA_DIR.mkdir()
    with pytest.raises(Refused, match="hors du dossier des données"):
        restored(bag)


def test_where_there_is_no_room_nothing_is_restored(data, bag, refused, tmp_path, monkeypatch):
    usage = shutil.disk_usage(tmp_path)
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: usage._replace(free=10**6))
    assert "Pas assez de place" in refused(bag)


def test_a_mounted_disk_cannot_be_kept_aside(data, bag):
    if os.geteuid() or subprocess.run(["mount", "--bind", data, data]).returncode:
        pytest.skip("only root can mount")
    try:
        with pytest.raises(Refused, match="disque monté"):
            restored(bag)
    finally:
        connections.close_all()
        subprocess.run(["umount", data], check=True)


# What a restore that was killed has left


def test_its_copy_is_cleared_away(data, bag):
    left = data.with_name(f".{data.name}.restoring-0123abcd")
    left.mkdir()
    (left / restoring.MARK).touch()
    restored(bag)
    assert not left.exists() and len(asides(data)) == 1


def test_an_old_archive_is_never_cleared_away(data, bag):
    """Killed between the exchange and the renaming, it left the old one under the name of its copy."""
    old = data.with_name(f".{data.name}.restoring-0123abcd")
    shutil.copytree(data, old)
    (data / restoring.MARK).touch()
    first, second = restored(bag), restored(bag)
    assert len(asides(data)) == 3 and not old.exists()
    for aside in asides(data):
        with closing(sqlite3.connect(aside / "archive.sqlite3")) as database:
            assert database.execute("SELECT count(*) FROM archive_editorial").fetchone() == (3,)
        assert not (aside / restoring.MARK).exists()
    assert first.aside != second.aside


def test_an_old_archive_that_could_not_be_put_aside_is_kept(data, bag, tmp_path, monkeypatch):
    assert bring_in(tmp_path / "pages", "Une page de plus") == ["created"]
    connections.close_all()
    before = files(data)

    def interrupted(*_folders):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(restoring, "_put_aside", interrupted)
        with pytest.raises(KeyboardInterrupt):
            restored(bag)
    [old] = data.parent.glob(f".{data.name}.restoring-*")
    assert files(old) == before
    restored(bag)
    assert before in [files(aside) for aside in asides(data)] and not old.exists()


def test_a_bag_made_of_a_restored_archive_is_the_same(data, bag):
    restored(bag)
    again = backup(bag.parent, "encore")
    assert again.contents.editorials == 3
    captures = {name for name in again.contents.files if name.startswith("captures/")}
    assert captures == {name for name in verified_files(bag) if name.startswith("captures/")}
    assert making.make(bag.parent / "une-fois-de-plus").linked >= 4
