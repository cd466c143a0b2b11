"""Exports that were cut short, and bags that are not, or no more, what they say: refused, nothing changed."""

import hashlib
import io
import json
import os
import resource
import shutil
import signal

import pytest
from backed_up import backup, files, titles
from django.core.management import CommandError, call_command
from django.db import connections

from archive.backups import Refused, bags
from archive.leaving import contents, export, taking_in
from archive.models import Capture, Editorial, Equivalent


@pytest.fixture
def bag(left, tmp_path):
    return export.export(tmp_path / "sac").bag


def test_an_export_that_no_import_will_take_says_so_and_what_is_to_be_mended(left, tmp_path):
    Editorial.objects.order_by("pk").update(section="s" * 201)
    told = io.StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("export_archive", str(tmp_path / "sac"), stdout=io.StringIO(), stderr=told)
    assert ended.value.code == 1
    assert "archive.Editorial 1: section has more than 200 characters." in told.getvalue()
    Editorial.objects.update(section="s" * 200)
    call_command("export_archive", str(tmp_path / "autre"), stdout=io.StringIO())


def killed(work) -> None:
    """Have a child do the work, which kills it."""
    connections.close_all()
    database = connections["default"]
    child = os.fork()
    if not child:
        try:
            # Beside a loop of asyncio, as browsers leave one, a child has other connections.
            connections["default"] = database
            work()
        finally:
            os._exit(1)
    assert os.WIFSIGNALED(os.waitpid(child, 0)[1]), "the work came to its end"


def die_at(noun: str, number: int):
    """What kills this process once so many of a noun are done."""
    left_to_do = [number]

    def progress(name: str) -> None:
        left_to_do[0] -= name == noun
        if not left_to_do[0]:
            os.kill(os.getpid(), signal.SIGKILL)

    return progress


@pytest.mark.parametrize("noun, number", [("editorials", 2), ("captures", 5)])
def test_an_export_that_was_killed_is_none_and_is_gone_on_with(left, tmp_path, noun, number):
    dest, part = tmp_path / "sac", tmp_path / "sac.part"
    killed(lambda: export.export(dest, progress=die_at(noun, number)))
    assert part.exists() and not bags.is_bag(part) and not dest.exists()
    with pytest.raises(Refused, match=r"bagit\.txt n’y est pas"):
        taking_in.take_in(part)
    (part / "data/captures/aa").mkdir(parents=True, exist_ok=True)
    (part / "data/captures/aa/left").write_text("d’une capture qui n’est plus")
    made = export.export(dest)
    assert made.resumed == (2 if noun == "captures" else 0)  # three rows, then the second file
    assert bags.check(dest) and not part.exists()
    assert not (dest / "data/captures/aa/left").exists()


def test_a_full_disk_is_told_in_one_line_and_the_next_run_goes_on(left, tmp_path):
    usual = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (2048, usual[1]))
    try:
        with pytest.raises(CommandError) as refusal:
            call_command("export_archive", tmp_path / "sac", stdout=io.StringIO())
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, usual)
    assert "\n" not in str(refusal.value) and "relancez la commande" in str(refusal.value)
    assert "File too large" in str(refusal.value) and not (tmp_path / "sac").exists()
    call_command("export_archive", tmp_path / "sac", stdout=io.StringIO())
    assert bags.check(tmp_path / "sac")


def test_no_folder_of_others_is_written_into(left, bag, tmp_path):
    (tmp_path / "mine.part").mkdir()
    (tmp_path / "mine.part" / "photo.jpg").touch()
    refusals = {
        "sac": "existe déjà",
        "mine": "n’est pas un export inachevé",
        "sac/data/other": "est dans un autre sac",
        "left/sac": "dossier des données",
        "nowhere/sac": "n’est pas un dossier",
    }
    for name, reason in refusals.items():
        with pytest.raises(Refused, match=reason):
            export.export(tmp_path / name)
    assert [path.name for path in (tmp_path / "mine.part").iterdir()] == ["photo.jpg"]
    assert bags.check(bag)


def test_a_capture_whose_bytes_are_gone_is_told_as_lost(archive, left, tmp_path):
    capture = Capture.objects.first()
    (left / capture.content.name).unlink()
    out = io.StringIO()
    with pytest.raises(SystemExit):
        call_command("export_archive", tmp_path / "sac", stdout=out, stderr=out)
    assert "1 capture est perdue" in out.getvalue()
    with archive("new"):
        taking_in.take_in(tmp_path / "sac")
        assert Capture.objects.count() == 3


# Bags that are refused


def seal(bag) -> None:
    """List the files of a bag anew, as if whoever changed them had known how."""
    hashes = {}
    for path in (bag / "data").rglob("*"):
        if path.is_file():
            name = path.relative_to(bag).as_posix()
            hashes[name] = hashlib.sha256(path.read_bytes()).hexdigest()
    for name in export.TAG_FILES:
        (bag / name).unlink()
    bags.finish(bag, hashes, {})


def rewrite(path, change) -> None:
    lines = [json.loads(line) for line in path.read_text().splitlines()]
    change(lines)
    written = [json.dumps(line, ensure_ascii=False, separators=(",", ":")) for line in lines]
    path.write_text("".join(f"{line}\n" for line in written))


def told(bag, **facts) -> None:
    path = bag / "data" / contents.NAME
    path.write_text(json.dumps(json.loads(path.read_text()) | facts))


EDITORIALS = "data/records/editorials.jsonl"
CHANGED = {
    "a changed file": (lambda bag: (bag / EDITORIALS).write_bytes(b"{}\n"), "a été modifié"),
    "a file less": (lambda bag: (bag / EDITORIALS).unlink(), "editorials.jsonl manque"),
    "a file more": (lambda bag: (bag / "data/more").touch(), "n’est pas du sac"),
    "no declaration": (lambda bag: (bag / "bagit.txt").unlink(), "n’est pas un sac"),
}
FORGED = {
    "a file of something else": (lambda bag: (bag / "data/index").touch(), "n’est pas d’un export"),
    "a noun less": (lambda bag: (bag / EDITORIALS).unlink(), "editorials.jsonl manque"),
    "nothing told": (lambda bag: told(bag, lines=3), "n’est pas l’export"),
    "a later format": (lambda bag: told(bag, format=2), "version plus récente"),
    "a later version": (lambda bag: told(bag, migration="9999_later"), "version plus récente"),
    "an earlier version": (
        lambda bag: told(bag, migration="0024_tags_taught"),
        "version antérieure",
    ),
    "a line less": (
        lambda bag: rewrite(bag / EDITORIALS, lambda lines: lines.pop()),
        "n’est pas entier",
    ),
    "a field less": (
        lambda bag: rewrite(bag / EDITORIALS, lambda lines: lines[1].pop("title")),
        "ligne 2 : ce n’est pas ce qui y a sa place",
    ),
    "no number": (
        lambda bag: rewrite(bag / EDITORIALS, lambda lines: lines[1].update(id="deux")),
        "ligne 2 : ce n’est pas ce qui y a sa place",
    ),
    "a line that is no JSON": (
        lambda bag: (bag / EDITORIALS).write_text("[" * 100_000 + "\n"),
        "ligne 1 : ce n’est pas ce qui y a sa place",
    ),
    "the same number twice": (
        lambda bag: rewrite(bag / EDITORIALS, lambda lines: lines[1].update(id=lines[0]["id"])),
        "ne tient pas ensemble",
    ),
    "an author who is not there": (
        lambda bag: rewrite(
            bag / "data/records/bylines.jsonl", lambda lines: lines[0].update(author=99)
        ),
        "ne tient pas ensemble",
    ),
    "a title too long": (
        lambda bag: rewrite(bag / EDITORIALS, lambda lines: lines[0].update(title="x" * 501)),
        "more than 500 characters",
    ),
    "a capture that is elsewhere": (
        lambda bag: rewrite(
            bag / "data/records/captures.jsonl",
            lambda lines: lines[0].update(content="../secret-key"),
        ),
        "secret-key manque",
    ),
    "a date that another makes of it": (
        lambda bag: rewrite(
            bag / EDITORIALS, lambda lines: lines[0].update(earliest="2001-02-12T00:00:00")
        ),
        "n’est pas revenu tel quel|ce n’est pas ce qui y a sa place",
    ),
}


def refused(archive, bag, reason: str) -> None:
    with archive("new") as folder:
        before, equivalents = files(folder / "captures"), Equivalent.objects.count()
        with pytest.raises(Refused, match=reason):
            taking_in.take_in(bag)
        assert not Editorial.objects.exists() and Equivalent.objects.count() == equivalents
        assert before == {} and not (folder / "secret-key.new").exists()


@pytest.mark.parametrize("change", CHANGED, ids=str)
def test_a_bag_that_is_not_whole_is_refused(archive, bag, change):
    work, reason = CHANGED[change]
    work(bag)
    refused(archive, bag, reason)


def test_a_bag_that_was_changed_by_who_knows_how_is_refused(archive, bag, tmp_path):
    for number, (name, (work, reason)) in enumerate(FORGED.items()):
        forged = tmp_path / str(number)
        shutil.copytree(bag, forged)
        work(forged)
        seal(forged)
        with archive("new"):
            with pytest.raises(Refused, match=reason):
                taking_in.take_in(forged)
            assert not Editorial.objects.exists() and Equivalent.objects.exists(), name
    with archive("new"):
        taking_in.take_in(bag)  # what they have left disturbs nobody
        assert len(titles()) == 3


def test_a_backup_and_an_export_are_not_taken_for_each_other(archive, bag, tmp_path):
    made = backup(tmp_path / "backups").bag
    refused(archive, made, "n’est pas l’export")
    with pytest.raises(CommandError, match="n’est pas une sauvegarde"):
        call_command("verify", bag)


def test_nothing_is_brought_in_beside_what_is_there(bag, left):
    with pytest.raises(Refused, match=r"n’est pas vide \(authors, author-names, editorials\)"):
        taking_in.take_in(bag)
    assert len(titles()) == 3


def test_a_page_of_the_house_that_is_another_is_not_overwritten(archive, left, tmp_path):
    (left / "pages").mkdir()
    (left / "pages/about.md").write_text("# L’ancienne")
    bag = export.export(tmp_path / "sac").bag
    with archive("new") as folder:
        (folder / "pages").mkdir()
        (folder / "pages/about.md").write_text("# La nouvelle")
        with pytest.raises(Refused, match="est là déjà"):
            taking_in.take_in(bag)
        assert (folder / "pages/about.md").read_text() == "# La nouvelle"
        assert not Editorial.objects.exists()


def test_an_import_that_was_killed_leaves_nothing_and_is_run_again(archive, bag):
    with archive("new"):
        killed(lambda: taking_in.take_in(bag, die_at("editorials", 2)))
        assert not Editorial.objects.exists() and Equivalent.objects.exists()
        taking_in.take_in(bag)
        assert len(titles()) == 3
