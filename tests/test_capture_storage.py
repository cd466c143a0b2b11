"""Captures in a bucket or a shared folder: read, proved, lost and made good as in the data folder; away is not lost."""

import resource
import signal
import threading
from io import StringIO
from pathlib import Path

import pytest
from backed_up import PAGE, TITLES, bring_in
from django.core.files.storage import storages
from django.core.management import CommandError, call_command
from s3_store import store

from archive import fixity
from archive.backups import Refused, making
from archive.capture_storage import StorageAway
from archive.environment import captures as storage_of
from archive.models import Capture, capture_files

KINDS = ["folder", "bucket"]


@pytest.fixture(scope="module")
def running_store(tmp_path_factory):
    with store(tmp_path_factory.mktemp("store")) as running:
        yield running


@pytest.fixture(params=KINDS)
def shared(request, tmp_path, settings):
    """A shared storage; `go` and `come` are what a network or a mount may do."""
    if request.param == "folder":
        place = SharedFolder(tmp_path / "shared")
    else:
        place = Bucket(request.getfixturevalue("running_store"))
    settings.STORAGES = {**settings.STORAGES, "default": storage_of(place.url)}
    yield place
    place.come()
    place.empty()
    fixity._is_away = False


class SharedFolder:
    def __init__(self, folder: Path):
        self.folder, self.url = folder, f"file:///{folder}"
        folder.mkdir()

    def go(self):
        self.folder.rename(self.folder.with_name("unmounted"))

    def come(self):
        if not self.folder.exists():
            self.folder.with_name("unmounted").rename(self.folder)

    def empty(self):
        pass


class Bucket:
    def __init__(self, running):
        self.running, self.url = running, running.url()

    def go(self):
        self.running.stop()

    def come(self):
        if self.running._process is None:
            self.running.start()

    def empty(self):
        for name in list(capture_files.storage().names()):
            capture_files.storage().delete(name)


@pytest.fixture
def captures(db, shared, tmp_path) -> list[Capture]:
    assert bring_in(tmp_path / "pages", *TITLES) == ["created"] * 3
    return list(Capture.objects.order_by("pk"))


def lost() -> list[Capture]:
    return list(Capture.objects.lost().order_by("pk"))


def test_captures_are_kept_there_and_not_on_this_machine(captures, own_data_folder):
    assert capture_files.digest(captures[0].content.name) == captures[0].sha256
    assert not (own_data_folder / "captures").exists()
    call_command("check_captures", stdout=StringIO())
    assert not lost()


def test_what_is_gone_or_changed_there_is_lost_and_is_made_good(captures, tmp_path):
    files = capture_files.storage()
    files.delete(captures[0].content.name)
    files.replace(captures[1].content.name, b"rotten")
    assert fixity.look() == 1 and lost() == captures[:1]
    with pytest.raises(SystemExit):
        call_command("check_captures", stdout=StringIO())
    assert lost() == captures[:2]
    assert bring_in(tmp_path / "pages", *TITLES) == ["unchanged"] * 3
    assert not lost() and fixity.look() == 0


@pytest.mark.parametrize("at_once", [1, 2])
def test_many_are_looked_for_by_portions(captures, monkeypatch, at_once):
    monkeypatch.setattr(fixity, "AT_ONCE", at_once)
    monkeypatch.setattr("archive.capture_bucket.FEW", 0)
    by_name = sorted(captures, key=lambda capture: capture.content.name)
    capture_files.storage().delete(by_name[1].content.name)
    assert fixity.look() == 1 and lost() == [by_name[1]]
    capture_files.storage().delete(by_name[0].content.name)
    capture_files.storage().delete(by_name[2].content.name)
    assert fixity.look() == 2


def test_where_a_text_came_from_is_shown(captures, editor_client):
    page = editor_client.get(f"/desk/editorials/{captures[0].editorial_id}/provenance/")
    assert page.status_code == 200 and page.context["percent_held"] > 50


def test_while_it_is_away_nothing_is_lost_and_all_says_so(
    captures, shared, editor_client, tmp_path
):
    shared.go()
    with pytest.raises(StorageAway):
        fixity.look()
    with pytest.raises(CommandError, match="could not be checked"):
        call_command("check_captures", stdout=StringIO())
    ready = editor_client.get("/readyz").json()
    assert ready["status"] == "degraded" and ready["captures"] == {
        "state": "away",
        "lost": 0,
        "proved": None,
    }
    editor_client.raise_request_exception = False
    response = editor_client.get(f"/desk/captures/{captures[0].pk}/")
    assert response.status_code == 503 and response["Retry-After"] == "60"
    page = editor_client.get(f"/desk/editorials/{captures[0].editorial_id}/provenance/")
    assert page.status_code == 200 and "ne répondent pas pour le moment" in page.content.decode()
    with pytest.raises(StorageAway):
        bring_in(tmp_path / "more", "Une page de plus")
    assert not lost() and Capture.objects.count() == 3
    shared.come()
    assert fixity.look() == 0 and not lost()
    assert editor_client.get("/readyz").json()["captures"]["state"] == "ok"
    response = editor_client.get(f"/desk/captures/{captures[0].pk}/")
    assert b"".join(response.streaming_content) == PAGE.format(title=TITLES[0]).encode()


def test_captures_are_moved_from_one_place_to_another_and_back(
    db, running_store, tmp_path, settings
):
    bucket = Bucket(running_store)
    assert bring_in(tmp_path / "pages", *TITLES) == ["created"] * 3
    here = f"file:///{settings.MEDIA_ROOT}"
    settings.STORAGES = {**settings.STORAGES, "default": storage_of(bucket.url)}
    told = StringIO()
    call_command("copy_captures", here, stdout=told)
    assert told.getvalue() == "copied: 3\nthere already: 0\nlost: 0\n"
    assert fixity.look() == 0
    told = StringIO()
    call_command("copy_captures", here, stdout=told)
    assert told.getvalue() == "copied: 0\nthere already: 3\nlost: 0\n"
    settings.STORAGES = {**settings.STORAGES, "default": storage_of(f"file:///{tmp_path}/back")}
    call_command("copy_captures", bucket.url, stdout=StringIO())
    assert fixity.look() == 0 and not lost()
    settings.STORAGES = {**settings.STORAGES, "default": storage_of(bucket.url)}
    bucket.empty()


@pytest.mark.parametrize("wrong", [{"key": "nobody"}, {"bucket": "nobody"}])
def test_a_wrong_key_or_bucket_stops_the_start_in_one_line(db, running_store, settings, wrong):
    storage = storage_of(running_store.url(**wrong))
    settings.STORAGES = {**settings.STORAGES, "default": storage}
    with pytest.raises(CommandError, match="CAPTURES_URL is wrong") as refused:
        call_command("prepare", stdout=StringIO())
    assert "\n" not in str(refused.value)


def test_no_backup_is_made_while_they_are_away(captures, shared, tmp_path):
    (tmp_path / "bags").mkdir()
    shared.go()
    with pytest.raises(Refused, match=r"ne répondent pas|un disque à brancher"):
        making.make(tmp_path / "bags" / "sac", None)
    assert not lost()


def test_two_who_write_one_file_at_once_leave_it_whole_and_alone(tmp_path):
    files = storages.create_storage(storage_of(f"file:///{tmp_path}"))
    content = b"une page " * 5_000
    failures = []

    def write():
        try:
            for _time in range(100):
                files.replace("captures/ab/page.html", content)
        except Exception as error:
            failures.append(error)

    writers = [threading.Thread(target=write) for _ in range(3)]
    for writer in writers:
        writer.start()
    seen = set()
    while any(writer.is_alive() for writer in writers):
        if files.exists("captures/ab/page.html"):
            seen.add(Path(files.path("captures/ab/page.html")).read_bytes())
    for writer in writers:
        writer.join()
    assert not failures and seen <= {content}, "whoever reads meanwhile sees one whole"
    assert [path.name for path in (tmp_path / "captures/ab").iterdir()] == ["page.html"]


def test_what_cannot_be_written_leaves_what_was_there(tmp_path):
    files = storages.create_storage(storage_of(f"file:///{tmp_path}"))
    files.replace("captures/ab/page.html", b"avant")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    former = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, hard))  # as on a full disk
    try:
        with pytest.raises(OSError, match="File too large"):
            files.replace("captures/ab/page.html", b"x" * 5_000)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, former)
    [path] = (tmp_path / "captures/ab").iterdir()
    assert path.read_bytes() == b"avant"
