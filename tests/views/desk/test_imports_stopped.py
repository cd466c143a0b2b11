"""An import by the web that is stopped or killed, and goes on."""

import json

import pytest
from uploading import LINES, ask, left, seen, sent

from archive.ingest.entering import uploads
from archive.models import Editorial, Import, Upload, UploadState

pytestmark = pytest.mark.usefixtures("no_other_process")
BACKEND = "django.contrib.auth.backends.ModelBackend"


def stopped_after(steps: int, monkeypatch) -> None:
    """As if the process were killed once so many items are done."""
    real, done = uploads.saving.save, []

    def save(*args, **kwargs):
        for outcome in real(*args, **kwargs):
            done.append(outcome)
            if len(done) > steps:
                raise KeyboardInterrupt
            yield outcome

    with monkeypatch.context() as patched:
        patched.setattr(uploads.saving, "save", save)
        with pytest.raises(KeyboardInterrupt):
            uploads.work()


def test_a_preview_goes_on_where_it_was_stopped(editor_client, monkeypatch):
    upload = sent(editor_client)
    stopped_after(1, monkeypatch)
    assert upload.items.count() == 1
    assert "1 élément lu." in editor_client.get(f"/desk/imports/sent/{upload.pk}/").content.decode()
    uploads.work()
    assert [one.number for one in upload.items.all()] == [1, 2, 3]


def test_an_import_goes_on_where_it_was_stopped(editor_client, monkeypatch):
    ask(editor_client, seen(editor_client), "confirm")
    stopped_after(1, monkeypatch)
    event = Import.objects.get()
    assert "éléments sur 3" in editor_client.get(f"/desk/imports/{event.pk}/").content.decode()
    uploads.work()
    assert (
        Import.objects.get().counts() == {"created": 2, "rejected": 1}
        and Editorial.objects.count() == 2
    )


WORDS = " ".join(f"mot{place}" for place in range(60))


def keyless(*endings: str) -> str:
    """Return rows without a key, of one magazine, date and title, whose texts nearly are one."""
    printed = {"title": "Rappeler", "publication": "La Revue", "date": "2001-02"}
    return "\n".join(json.dumps(printed | {"text": f"{WORDS} {ending}"}) for ending in endings)


@pytest.mark.parametrize("done", [1, 2])
def test_rows_without_a_key_are_met_once_however_often_the_work_is_killed(
    editor_client, monkeypatch, done
):
    ask(editor_client, seen(editor_client, ("lot.jsonl", keyless("un"))), "confirm")
    uploads.work()
    monkeypatch.setattr(uploads.saving, "TOGETHER", 1)
    upload = sent(editor_client, ("lot.jsonl", keyless("deux mots", "et trois mots", "un reste")))
    stopped_after(done, monkeypatch)
    uploads.work()
    told = [item.outcome for item in upload.items.order_by("number")]
    upload.refresh_from_db()
    ask(editor_client, upload, "confirm")
    stopped_after(done, monkeypatch)
    uploads.work()
    event = Import.objects.latest("pk")
    became = [item.outcome for item in event.items.order_by("number")]
    assert told == became == ["updated", "created", "created"]
    texts = [editorial.text.removeprefix(f"{WORDS} ") for editorial in Editorial.objects.all()]
    assert sorted(texts) == ["deux mots", "et trois mots", "un reste"]


def test_what_stops_the_process_each_time_is_given_up_and_said(editor_client, monkeypatch):
    upload = sent(editor_client)
    for _time in range(Upload.MOST_TRIES):
        stopped_after(0, monkeypatch)
    uploads.work()
    assert (
        "s’est arrêtée plusieurs fois"
        in editor_client.get(f"/desk/imports/sent/{upload.pk}/").content.decode()
    )
    ask(editor_client, upload, "resume")
    uploads.work()
    assert Upload.objects.get().state == UploadState.READY


def test_an_import_is_stopped_by_its_editor_and_what_is_done_stays(editor_client, monkeypatch):
    upload = seen(editor_client)
    ask(editor_client, upload, "confirm")
    # Records are saved some at a time, and are there or not together.
    monkeypatch.setattr(uploads.saving, "TOGETHER", 1)
    stopped_after(0, monkeypatch)
    ask(editor_client, upload, "stop")
    uploads.work()
    assert not Import.objects.get().is_running and Editorial.objects.count() == 1 and not left()


def test_files_that_changed_since_they_were_seen_are_not_taken(editor_client):
    upload = seen(editor_client)
    upload.items.filter(number=1).update(left_out=True)
    (upload.folder / "trois.jsonl").rename(upload.folder / "autre.jsonl")
    ask(editor_client, upload, "confirm")
    uploads.work()
    assert "ne se lisent plus" in Upload.objects.get().problem and not Editorial.objects.exists()


def test_only_one_process_works(editor_client):
    upload = sent(editor_client)
    with uploads.alone() as held:
        assert held
        uploads.work()
    assert not upload.items.exists()


def test_small_uploads_have_their_turn_beside_large_ones(editor_client, monkeypatch):
    monkeypatch.setattr(uploads, "TURN", 0)
    large = sent(editor_client, ("large.jsonl", LINES * 5))
    small = sent(editor_client, ("small.jsonl", LINES))
    monkeypatch.setattr(Upload, "remove_files", lambda self: None)
    order = []
    real = uploads._note
    monkeypatch.setattr(
        uploads, "_note", lambda upload, *rest: (order.append(upload.pk), real(upload, *rest))
    )
    uploads.work()
    assert order[:4] == [large.pk, small.pk, large.pk, small.pk] and len(order) == 18
