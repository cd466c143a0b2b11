"""A backup is whole under its name, or is not there; what it is made of stays as it was."""

import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing, contextmanager
from pathlib import Path

import bagit
import pytest
from backed_up import PAGE, TITLES, backup, bring_in, files, titles, verified
from django.contrib.auth.models import User
from django.db import DatabaseError, connections

from archive.backups import Refused, making, verifying
from archive.backups.packing import Packing
from archive.backups.sealing import Seal
from archive.models import Capture, Upload

PASSPHRASE = "l’encre et le papier"


def payload(bag: Path) -> set[str]:
    return {
        path.relative_to(bag / "data").as_posix()
        for path in (bag / "data").rglob("*")
        if path.is_file()
    }


def names_beside(bag: Path) -> set[str]:
    return {path.name for path in bag.parent.iterdir()}


def test_none_is_made_inside_another_which_would_be_whole_no_more(bag):
    for inside in (bag, bag / "data", bag / "data" / "captures"):
        with pytest.raises(Refused, match="dans une sauvegarde"):
            backup(inside, "autre")
    assert verified(bag).contents


# What is in it


def test_it_holds_the_database_each_capture_by_its_hash_and_the_key(data, bag, settings):
    captures = set(Capture.objects.values_list("content", flat=True))
    assert payload(bag) == {"archive.sqlite3", "archive.json", "secret-key", *captures}
    assert (bag / "data" / "secret-key").read_text() == settings.SECRET_KEY
    with closing(sqlite3.connect(bag / "data" / "archive.sqlite3")) as database:
        rows = database.execute("SELECT title FROM archive_editorial ORDER BY title")
        assert [title for (title,) in rows] == TITLES


def test_it_holds_the_houses_pages_and_letters_and_no_index(data, bags):
    for name in (
        "pages/about.md",
        "look/logo.svg",
        "mail/1.eml",
        "index/_MAIN_1.toc",
        "static/archive.css",
    ):
        (data / name).parent.mkdir(exist_ok=True)
        (data / name).write_text(name)
    held = payload(backup(bags).bag)
    assert {"pages/about.md", "look/logo.svg", "mail/1.eml"} <= held
    assert not [path for path in held if path.startswith(("index", "static"))]


def test_a_file_whose_name_no_manifest_can_hold_is_named(data, bags):
    (data / "look").mkdir()
    with open(os.fsencode(data) + b"/look/caf\xe9.css", "wb") as file:
        file.write(b"a { color: red }")
    with pytest.raises(Refused, match=r"look/caf.\.css"):
        backup(bags)
    assert not any(bags.iterdir())


def test_it_holds_what_was_sent_and_still_waits(data, bags):
    lucie = User.objects.create(username="lucie")
    for key, state in (("attend", "ready"), ("fini", "done")):
        Upload.objects.create(by=lucie, key=key, names=["un.html"], size=3, state=state)
        (data / "uploads" / key).mkdir(parents=True)
        (data / "uploads" / key / "un.html").write_text("un")
    held = payload(backup(bags).bag)
    assert "uploads/attend/un.html" in held and "uploads/fini/un.html" not in held


def test_another_program_finds_it_valid(bag):
    assert bagit.Bag(str(bag)).validate()


def test_all_of_it_is_for_its_owner_alone(bag):
    modes = {path.stat().st_mode & 0o777 for path in bag.rglob("*") if path.is_file()}
    folders = {path.stat().st_mode & 0o777 for path in [bag, *bag.rglob("*")] if path.is_dir()}
    assert (modes, folders) == ({0o600}, {0o700})


def test_the_archive_is_left_as_it_was(data, bags):
    before = files(data)
    backup(bags)
    assert files(data) == before


def test_an_archive_without_captures_is_backed_up(data, bags):
    Capture.objects.all().delete()
    shutil.rmtree(data / "captures")
    assert backup(bags).contents.captures == 0


# Whoever writes meanwhile

WRITER = """
import sqlite3, sys
database = sqlite3.connect(sys.argv[1], timeout=20, isolation_level=None)
database.execute("PRAGMA synchronous=NORMAL")
number = 0
while True:
    number += 1
    database.execute("BEGIN IMMEDIATE")
    for _ in range(20):  # a transaction leaves twenty rows of one number, or none
        database.execute("INSERT INTO django_session VALUES (?, ?, '2026-01-01')", [f"{number}-{_}", str(number) * 900])
    database.execute("COMMIT")
    if number % 7 == 0:
        database.execute("DELETE FROM django_session WHERE rowid % 3 = 0 AND length(session_key) < 0")
    if number == 1:
        print("writing", flush=True)
"""


@contextmanager
def writing(database: Path):
    """A process writes into the database as long as the block lasts."""
    command = [sys.executable, "-S", "-c", WRITER, database]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout.readline() == "writing\n"
            yield process
        finally:
            process.kill()


def test_each_backup_beside_a_writer_is_whole_and_of_one_moment(data, bags):
    counts = []
    with writing(data / "archive.sqlite3") as process:
        for number in range(6):
            made = backup(bags, f"sac-{number}")
            assert verified(made.bag).contents.editorials == 3
            with closing(sqlite3.connect(made.bag / "data" / "archive.sqlite3")) as database:
                (count,) = database.execute("SELECT count(*) FROM django_session").fetchone()
            counts.append(count)
        assert process.poll() is None, "the writer was at work all the time"
    assert all(count % 20 == 0 for count in counts) and counts[0] < counts[-1]


# What is refused changes nothing


@pytest.mark.parametrize("kind", ["folder", "file", "link"])
def test_what_is_there_already_is_not_written_over(data, bags, kind):
    place = bags / "sac"
    {"folder": place.mkdir, "file": place.touch, "link": lambda: place.symlink_to("nowhere")}[
        kind
    ]()
    with pytest.raises(Refused, match="existe déjà"):
        backup(bags)
    assert names_beside(place) == {"sac"} and not list(bags.glob("sac/*"))


def test_a_place_that_is_not_is_refused(data, tmp_path):
    with pytest.raises(Refused, match="n’est pas un dossier"):
        making.make(tmp_path / "nowhere" / "sac")


def test_the_data_folder_is_no_place_for_its_backup(data):
    with pytest.raises(Refused, match="dans le dossier des données"):
        making.make(data / "sac")


def test_a_database_that_is_none_is_refused(data, bags):
    connections.close_all()
    copy = data / "archive.sqlite3"
    copy.write_bytes(b"This is no database. " * 500)
    for suffix in ("-wal", "-shm"):
        copy.with_name(copy.name + suffix).unlink(missing_ok=True)
    with pytest.raises(DatabaseError, match="not a database"):  # in one line by the command
        backup(bags)
    assert not list(bags.iterdir())


def test_a_damaged_database_is_refused(data, bags, django_db_blocker):
    with closing(sqlite3.connect(data / "archive.sqlite3")) as database:
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        (root,) = database.execute(
            "SELECT rootpage FROM sqlite_master WHERE name = 'newest_first'"
        ).fetchone()
        (size,) = database.execute("PRAGMA page_size").fetchone()
    with open(data / "archive.sqlite3", "r+b") as file:
        file.seek((root - 1) * size)
        file.write(b"\x0a" + b"\xff" * 40)
    with pytest.raises(Refused, match="endommagée"):
        backup(bags)
    assert not list(bags.iterdir())


def test_captures_on_a_disk_that_is_not_there_are_refused(data, bags):
    shutil.rmtree(data / "captures")
    with pytest.raises(Refused, match=r"Le dossier des captures .* manque"):
        backup(bags)
    assert not list(bags.iterdir())


@pytest.fixture
def small_disk(tmp_path):
    """A disk with 20 megabytes of room."""
    folder = tmp_path / "petit"
    folder.mkdir()
    if (
        os.geteuid()
        or subprocess.run(["mount", "-t", "tmpfs", "-o", "size=20m", "tmpfs", folder]).returncode
    ):
        pytest.skip("only root can mount a small disk")
    yield folder
    subprocess.run(["umount", folder], check=True)


def test_where_there_is_no_room_nothing_is_begun(data, small_disk):
    (small_disk / "plein").write_bytes(bytes(6 * 2**20))
    with pytest.raises(
        Refused, match=r"Pas assez de place dans .*/petit.: il faut \d+ Mo, il y en a 14"
    ):
        backup(small_disk)
    assert names_beside(small_disk / "sac") == {"plein"}


def test_a_disk_that_fills_meanwhile_is_left_as_it_was(data, small_disk):
    (data / "pages").mkdir()
    (data / "pages" / "long.md").write_bytes(
        os.urandom(25 * 2**20)
    )  # not foreseen by the look at the room
    with pytest.raises(OSError, match="No space left"):
        backup(small_disk)
    assert not list(small_disk.iterdir())


def test_a_disk_that_is_only_read_is_refused(data, small_disk):
    subprocess.run(["mount", "-o", "remount,ro", small_disk], check=True)
    with pytest.raises(OSError, match="Read-only"):
        backup(small_disk)
    assert not list(small_disk.iterdir())


# The next one


def test_the_next_of_an_archive_that_has_not_changed_is_all_links(bag):
    made = backup(bag.parent, "second")
    assert made.linked == 5  # the database, three captures, the key
    assert verified(made.bag).contents.editorials == 3


def test_the_next_is_a_sibling_with_links_to_what_did_not_change(data, bag, tmp_path):
    assert bring_in(tmp_path / "pages", "Une page de plus") == ["created"]
    made = backup(bag.parent, "second")
    assert made.linked == 4  # three captures and the key
    for name, sha256 in Capture.objects.values_list("content", "sha256"):
        links = (made.bag / "data" / name).stat().st_nlink
        assert links == (2 if (bag / "data" / name).exists() else 1), sha256
    assert verified(bag).contents.captures == 3
    assert verified(made.bag).contents.captures == 4


def test_a_rotten_file_is_not_linked_to(data, bag):
    name = Capture.objects.earliest("pk").content.name
    (bag / "data" / name).write_bytes(b"rotten")
    made = backup(bag.parent, "second")
    assert made.linked == 4 and verified(made.bag).contents.lost == []


def test_the_last_whole_bag_makes_good_what_was_lost_since(data, bag):
    (data / Capture.objects.earliest("pk").content.name).unlink()
    made = backup(bag.parent, "second")
    assert made.contents.lost == [] and verified(made.bag).contents.captures == 3


def test_a_folder_that_is_no_bag_beside_it_does_not_matter(data, bags):
    (bags / "notes").mkdir()
    (bags / "sac-vide").mkdir()
    (bags / "sac-vide" / "bagit.txt").write_text("BagIt-Version: 1.0\n")
    assert verified(backup(bags).bag).contents.captures == 3


# Lost captures


@pytest.mark.parametrize("lose", [Path.unlink, lambda path: path.write_text("autre chose")])
def test_a_lost_capture_is_told_and_the_rest_is_whole(data, bags, lose):
    capture = Capture.objects.earliest("pk")
    lose(data / capture.content.name)
    made = backup(bags)
    assert made.contents.lost == [capture.sha256]
    assert capture.content.name not in payload(made.bag)
    assert verified(made.bag).contents.lost == [capture.sha256]


# Sealed by a passphrase


def test_a_sealed_bag_says_nothing_without_its_passphrase(data, bags, settings):
    made = backup(bags, passphrase=PASSPHRASE)
    held = b"".join(files(made.bag).values())
    for secret in (settings.SECRET_KEY, TITLES[0], "SQLite format 3", PASSPHRASE, "<html"):
        assert secret.encode() not in held
    assert bagit.Bag(str(made.bag)).validate()
    assert verified(made.bag).contents is None
    assert verified(made.bag, PASSPHRASE).contents.editorials == 3


def test_nothing_of_a_sealed_bag_is_ever_in_clear_beside_it(data, bags, monkeypatch):
    seen = []
    add = Packing.add

    def look(packing, path, *given):
        seen.extend(name for name, held in files(bags).items() if held.startswith(b"SQLite format"))
        return add(packing, path, *given)

    monkeypatch.setattr(Packing, "add", look)
    backup(bags, "sac")
    assert seen, "one that is not sealed holds it in clear"
    seen.clear()
    backup(bags, "scelle", PASSPHRASE)
    assert {name for name in seen if not name.startswith("sac/")} == set()


def test_a_sealed_bag_is_opened_by_its_own_passphrase_alone(data, bags):
    made = backup(bags, passphrase=PASSPHRASE)
    with pytest.raises(Refused, match="phrase secrète n’est pas celle"):
        verified(made.bag, "la plume et le papier")


def test_the_next_sealed_one_links_to_the_last(data, bags):
    backup(bags, "un", PASSPHRASE)
    assert backup(bags, "deux", PASSPHRASE).linked == 5
    other = backup(bags, "trois", "une autre phrase")
    assert other.linked == 0 and verified(other.bag, "une autre phrase").contents.captures == 3


def test_a_sealed_bag_has_a_key_of_its_own_which_the_next_beside_it_takes(
    data, bags, tmp_path, own_keys
):
    seal = Seal.opened(backup(bags, "un", PASSPHRASE).bag, PASSPHRASE)
    beside = backup(bags, "deux", PASSPHRASE)
    elsewhere = backup(tmp_path / "ailleurs", "un", PASSPHRASE)
    assert beside.linked == 5 and verifying.verify(beside.bag, seal).contents.editorials == 3
    with pytest.raises(Refused, match="n’est pas une sauvegarde"):
        verifying.verify(elsewhere.bag, seal)


# Others at the same place


def test_what_a_killed_backup_left_is_cleared_away(data, bags):
    left = bags / ".sac.unfinished-0123abcd"
    (left / "data").mkdir(parents=True)
    (bags / ".sac.unfinished-mine").mkdir()
    backup(bags)
    assert names_beside(left) == {"sac", ".sac.unfinished-mine"}


def test_a_backup_that_goes_on_is_left_alone(data, bags):
    going_on = bags / ".autre.unfinished-0123abcd"
    going_on.mkdir()
    with making.held(going_on):
        backup(bags)
    assert names_beside(going_on) == {"sac", going_on.name}


def test_a_page_that_is_there_twice_is_copied_once(data, bags, tmp_path):
    (tmp_path / "ailleurs").mkdir()
    (tmp_path / "ailleurs" / "copie.html").write_text(PAGE.format(title=TITLES[0]))
    before = len(titles())
    bring_in(tmp_path / "ailleurs", TITLES[0])
    assert (len(titles()), backup(bags).contents.captures) == (before, 3)
