"""Captures that are lost are noticed, named, and made good when their page comes again."""

import hashlib
import shutil
import sqlite3
from contextlib import closing
from io import StringIO
from pathlib import Path

import pytest
from backed_up import PAGE, TITLES, bring_in, database_at
from django.core.management import call_command
from django.utils import timezone

from archive import fixity
from archive.models import Capture, capture_files, last_proofs


@pytest.fixture
def captures(db, tmp_path, own_data_folder) -> list[Capture]:
    """Three captures of a page each, whose files are in the data folder."""
    assert bring_in(tmp_path / "pages", *TITLES) == ["created"] * 3
    return list(Capture.objects.order_by("pk"))


def path_of(capture: Capture) -> Path:
    return Path(capture.content.path)


def rot(capture: Capture) -> None:
    path_of(capture).write_bytes(b"rotten")


def lose(capture: Capture) -> None:
    path_of(capture).unlink()


def check_captures() -> tuple[int, str]:
    """Return the command's exit status and what it says."""
    said = StringIO()
    try:
        call_command("check_captures", stdout=said)
    except SystemExit as ended:
        return ended.code, said.getvalue()
    return 0, said.getvalue()


def lost() -> list[Capture]:
    return list(Capture.objects.lost().order_by("pk"))


def test_where_all_are_whole_the_check_says_so_and_is_noted(captures):
    assert check_captures() == (0, "captures: 3\nmissing: 0\nchanged: 0\n")
    assert last_proofs()["fixity"].facts == {"captures": 3, "lost": 0}


def test_an_archive_without_captures_has_lost_none(db, own_data_folder):
    assert check_captures() == (0, "captures: 0\nmissing: 0\nchanged: 0\n")


def test_the_check_names_what_is_gone_and_what_has_changed(captures):
    lose(captures[0])
    rot(captures[2])
    status, said = check_captures()
    assert status == 1 and "missing: 1\n" in said and "changed: 1\n" in said
    for capture in (captures[0], captures[2]):
        line = f"  n° {capture.editorial_id}, {capture.origin}, {capture.sha256}\n"
        assert line in said
    assert lost() == [captures[0], captures[2]]


def test_captures_that_share_a_file_are_counted_each(captures):
    twin = Capture.objects.get(pk=captures[0].pk)
    twin.pk, twin.origin = None, "https://example.org/again"
    twin.save()
    lose(captures[0])
    status, said = check_captures()
    assert status == 1 and "captures: 4\nmissing: 2\n" in said
    assert set(lost()) == {captures[0], twin}


def test_what_is_there_again_is_no_longer_lost(captures):
    rot(captures[0])
    check_captures()
    path_of(captures[0]).write_text(PAGE.format(title=TITLES[0]))
    assert check_captures()[0] == 0 and lost() == []


def test_what_is_whole_is_noted_though_another_writes_meanwhile(
    migrated, tmp_path, own_data_folder, django_db_blocker, monkeypatch
):
    monkeypatch.setattr(fixity, "AT_ONCE", 1)
    monkeypatch.setattr(fixity, "PORTION", 1)
    path = shutil.copy(migrated, tmp_path)
    findings = fixity.Findings()
    with django_db_blocker.unblock(), database_at(path), closing(sqlite3.connect(path)) as another:
        bring_in(tmp_path / "pages", *TITLES, *"abc")
        Capture.objects.update(lost_at=timezone.now())
        for _name in fixity.prove(findings):
            with another:
                another.execute("UPDATE archive_editorial SET page = page || '1'")
        assert lost() == []
    assert findings.captures == 6 and findings.unnoted is None


def test_a_look_notices_what_is_gone_and_reads_no_bytes(captures):
    lose(captures[0])
    rot(captures[1])
    assert fixity.look() == 1 and lost() == [captures[0]]
    assert fixity.look() == 0, "it is told once"


def test_a_look_costs_the_same_whatever_the_archive(captures, django_assert_max_num_queries):
    with django_assert_max_num_queries(1):
        fixity.look()


@pytest.mark.parametrize("harm", [lose, rot])
def test_the_same_page_makes_its_capture_good(captures, tmp_path, harm):
    for capture in captures:
        harm(capture)
    check_captures()
    assert len(lost()) == 3
    assert bring_in(tmp_path / "pages", *TITLES) == ["unchanged"] * 3
    assert lost() == [] and check_captures()[0] == 0


def test_the_same_page_from_elsewhere_makes_it_good_as_well(captures, tmp_path):
    lose(captures[0])
    fixity.look()
    bring_in(tmp_path / "ailleurs", TITLES[0])
    assert lost() == [] and check_captures()[0] == 0


def test_another_page_makes_nothing_good(captures, tmp_path):
    lose(captures[0])
    fixity.look()
    bring_in(tmp_path / "pages", "Une page de plus")
    assert lost() == [captures[0]]


def test_a_trial_makes_nothing_good(captures, tmp_path):
    lose(captures[0])
    call_command("import_editorials", str(tmp_path / "pages"), "--dry-run", stdout=StringIO())
    assert not path_of(captures[0]).exists()


def test_what_a_killed_import_left_of_a_capture_is_written_over(db, tmp_path, own_data_folder):
    content = PAGE.format(title="Neuf").encode()
    sha256 = hashlib.sha256(content).hexdigest()
    half = own_data_folder / "captures" / sha256[:2] / sha256
    half.parent.mkdir(parents=True)
    half.write_bytes(content[:100])
    bring_in(tmp_path / "pages", "Neuf")
    assert half.read_bytes() == content
    assert Capture.objects.get().content.name == f"captures/{sha256[:2]}/{sha256}"


def test_captures_are_for_the_sites_own_user_alone(captures):
    assert {path_of(capture).stat().st_mode & 0o777 for capture in captures} == {0o600}
    assert {path_of(capture).parent.stat().st_mode & 0o777 for capture in captures} == {0o700}


# Those who look


def test_health_is_degraded_while_captures_are_lost(client, captures):
    lose(captures[0])
    fixity.look()
    health = client.get("/healthz")
    assert health.status_code == 200
    assert (health.json()["status"], health.json()["lost_captures"]) == ("degraded", 1)


def test_the_desk_lists_the_editorials_whose_captures_are_lost(editor_client, captures):
    assert "Toutes les captures sont là." in editor_client.get("/desk/").content.decode()
    lose(captures[0])
    fixity.look()
    page = editor_client.get("/desk/todo/lost-captures/")
    assert [editorial.pk for editorial in page.context["page"]] == [captures[0].editorial_id]
    assert f"/desk/editorials/{captures[0].editorial_id}/provenance/" in page.content.decode()


@pytest.mark.parametrize("harm", [lose, rot])
def test_who_opens_a_lost_capture_has_it_noted(editor_client, captures, harm):
    harm(captures[0])
    editor_client.get(f"/desk/editorials/{captures[0].editorial_id}/provenance/")
    assert lost() == [captures[0]]


def test_who_fetches_a_lost_capture_has_it_noted(editor_client, captures):
    lose(captures[0])
    assert editor_client.get(f"/desk/captures/{captures[0].pk}/").status_code == 404
    assert lost() == [captures[0]]


def test_an_undo_is_not_disturbed_by_a_lost_capture(captures):
    capture_files.note_lost([captures[0].content.name])
    captures[0].editorial.save()
    assert lost() == [captures[0]]
