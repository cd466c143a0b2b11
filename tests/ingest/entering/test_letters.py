"""Comments of an export as letters: brought in, brought in again, taken back."""

import json

import pytest
from django.core.management import call_command
from pages import text
from uploading import ask, seen

from archive import processes
from archive.ingest.entering import uploads
from archive.models import Editorial, Import, Letter, moderation

pytestmark = pytest.mark.django_db
HEAD = """<?xml version="1.0" encoding="UTF-8" ?>
<rss version="2.0" xmlns:wp="http://wordpress.org/export/1.2/"
 xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>La Revue du fil</title><link>https://fil.example</link>
<wp:wxr_version>1.2</wp:wxr_version>
<item><title>Le fil</title><guid>https://fil.example/?p=7</guid><wp:post_id>7</wp:post_id>
<wp:post_date>2004-03-31 23:30:00</wp:post_date><wp:status>publish</wp:status>
<wp:post_type>post</wp:post_type>
<content:encoded>Le standard a sonné toute la nuit, et personne n’a répondu.</content:encoded>
"""
TAIL = "</item></channel></rss>"


def comment(number, content="Bravo.", approved="1", parent=0, author="Eva"):
    return (
        f"<wp:comment><wp:comment_id>{number}</wp:comment_id>"
        f"<wp:comment_author>{author}</wp:comment_author>"
        "<wp:comment_author_email>eva@fil.example</wp:comment_author_email>"
        "<wp:comment_date_gmt>2004-04-01 07:00:00</wp:comment_date_gmt>"
        f"<wp:comment_content>{content}</wp:comment_content>"
        f"<wp:comment_approved>{approved}</wp:comment_approved><wp:comment_type></wp:comment_type>"
        f"<wp:comment_parent>{parent}</wp:comment_parent></wp:comment>\n"
    )


@pytest.fixture
def bring_in(tmp_path):
    """Imports an export with these comments; returns the report."""

    def bring_in(*comments, **options):
        path, report = tmp_path / "export.xml", tmp_path / "report.jsonl"
        path.write_text(HEAD + "".join(comments) + TAIL)
        call_command("import_editorials", str(path), report=str(report), **options)
        return [json.loads(line) for line in report.read_text().splitlines()]

    return bring_in


def test_a_preview_tells_how_many_letters_come_along(editor_client, monkeypatch):
    monkeypatch.setattr(processes, "begin", lambda *command, **options: None)
    export = HEAD + comment(1) + comment(2, approved="0") + TAIL
    upload = seen(editor_client, ("export.xml", export))
    address = f"/desk/imports/sent/{upload.pk}/"
    assert "Avec 2 lettres de lecteurs" in text(editor_client.get(address))
    assert not Letter.objects.exists()
    ask(editor_client, upload, "confirm")
    uploads.work()
    assert Letter.objects.count() == 2
    again = seen(editor_client, ("export.xml", export))
    assert "lettres de lecteurs" not in text(editor_client.get(f"/desk/imports/sent/{again.pk}/"))


def outcomes(rows):
    return [row["outcome"] for row in rows]


def test_each_comment_comes_in_as_its_source_had_it(bring_in, client):
    rows = bring_in(
        comment(1, "Je réponds.", parent=2),
        comment(2, "Bravo."),
        comment(3, "À relire.", "0"),
        comment(4, "Montres.", "spam"),
        comment(5, "", author=""),
        comment(6, "Sans nom.", author=""),
    )
    assert outcomes(rows) == ["created", "rejected", "rejected"]
    assert "indésirable à la source" in rows[1]["reason"] and "Montres" not in str(rows)
    states = dict(Letter.objects.values_list("text", "state"))
    assert states == {
        **{"Je réponds.": "shown", "Bravo.": "shown"},
        **{"À relire.": "waiting", "Sans nom.": "shown"},
    }
    assert Letter.objects.get(text="Je réponds.").parent.text == "Bravo."
    assert Letter.objects.get(text="Sans nom.").name == "Anonyme"
    assert not Letter.objects.exclude(sealed_email="").exists()
    page = client.get(Editorial.objects.get().get_absolute_url()).content.decode()
    assert "Bravo." in page and "1er avril 2004" in page and "À relire." not in page
    assert "Bravo" not in Editorial.objects.get().text


def test_the_same_export_again_changes_nothing(bring_in):
    comments = comment(1), comment(2, "Non.", "0", parent=1)
    assert outcomes(bring_in(*comments)) == ["created"]
    before = list(Letter.objects.values())
    assert outcomes(bring_in(*comments)) == ["unchanged"]
    assert list(Letter.objects.values()) == before


def test_what_came_or_changed_since_follows(bring_in):
    bring_in(comment(1, "À relire.", "0"))
    rows = bring_in(comment(1, "À relire enfin.", "1"), comment(2, "Nouveau."))
    assert outcomes(rows) == ["updated"]
    assert dict(Letter.objects.values_list("text", "state")) == {
        "À relire enfin.": "shown",
        "Nouveau.": "shown",
    }
    assert Letter.objects.exclude(shown_at=None).count() == 2


def test_what_a_moderator_decided_and_mended_is_kept(bring_in):
    bring_in(comment(1, "Vous mentez.", "0"), comment(2, "Montres."))
    mended, removed = Letter.objects.order_by("pk")
    moderation.mend(mended, "Eva", "Vous vous trompez.")
    moderation.reply(mended, "Non.")
    moderation.decide(Letter.objects.filter(pk=removed.pk), "refused", reason="réclame")
    bring_in(comment(1, "Vous mentez !", "1"), comment(2, "Montres !"))
    mended.refresh_from_db()
    removed.refresh_from_db()
    assert (mended.text, mended.reply, mended.state) == ("Vous vous trompez.", "Non.", "shown")
    assert mended.received == "Vous mentez !"
    assert (removed.text, removed.state) == ("Montres !", "refused")


def test_what_was_erased_does_not_come_back(bring_in):
    bring_in(comment(1, "Mon secret."))
    moderation.erase(Letter.objects.all())
    assert outcomes(bring_in(comment(1, "Mon secret."))) == ["unchanged"]
    assert not Letter.objects.filter(text__contains="secret").exists()


def test_a_trial_brings_in_nothing(bring_in):
    assert outcomes(bring_in(comment(1), dry_run=True)) == ["created"]
    assert not Letter.objects.exists()


def test_undoing_an_import_takes_its_letters_back(bring_in):
    bring_in(comment(1), comment(2, parent=1))
    Import.objects.get().operation.undo()
    assert not Letter.objects.exists() and not Editorial.objects.exists()


def test_undoing_a_second_import_takes_its_own_letters_back(bring_in):
    bring_in(comment(1))
    first = Import.objects.get().pk
    bring_in(comment(1, "Bravo !"), comment(2))
    Import.objects.exclude(pk=first).get().operation.undo()
    assert [(letter.text, letter.received) for letter in Letter.objects.all()] == [("Bravo.",) * 2]
    assert outcomes(bring_in(comment(1), comment(2))) == ["updated"]
    assert Letter.objects.count() == 2


def test_the_letters_of_the_same_text_from_elsewhere_are_taken_too(bring_in, make_editorial):
    text = "Le standard a sonné toute la nuit, et personne n’a répondu."
    twin = make_editorial("Le fil", f"<p>{text}</p>", date="2004-03-31")
    assert outcomes(bring_in(comment(1))) == ["duplicate"]
    assert twin.letters.get().text == "Bravo."
