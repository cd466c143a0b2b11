"""Items of a preview, mended before they come in, one or all of them."""

import json
from datetime import timedelta

import pytest
from django.utils import timezone
from uploading import ask, seen

from archive.ingest.entering import uploads
from archive.models import Editorial, Import, Operation, Proposal, Tag, Tagging

pytestmark = pytest.mark.usefixtures("no_other_process")
LONG = "Un texte qui parle de la voix. " * 20 + "Et sa fin."
ROWS = [
    {"source_id": "1", "title": "La voix", "date": "2001-02-12", "authors": "Claire Abgrall"},
    {"source_id": "2", "title": "Sans date", "section": "Humeur"},
]


def lines(**changes) -> str:
    rows = []
    for number, row in enumerate(ROWS):
        text = f"{LONG} {number}"
        rows.append(json.dumps(row | {"text": text, "tags": ["Accueil", "Vieux"]} | changes))
    return "\n".join(rows)


@pytest.fixture
def upload(editor_client):
    return seen(editor_client, ("deux.jsonl", lines()))


def page(client, upload, number):
    return client.get(f"/desk/imports/sent/{upload.pk}/{number}/")


def mend(client, upload, number, do="back", **changes):
    initial = page(client, upload, number).context["form"].initial
    fields = initial | {"do": do} | changes
    return client.post(f"/desk/imports/sent/{upload.pk}/{number}/", fields)


def brought_in(client, upload, **fields) -> list[Editorial]:
    ask(client, upload, "confirm", **fields)
    uploads.work()
    return list(Editorial.objects.order_by("source_id"))


def tags_of(editorial) -> set[str]:
    return {tag.name for tag in editorial.tags.all()}


def test_an_item_is_seen_whole(editor_client, upload):
    shown = page(editor_client, upload, 2).content.decode()
    assert "Et sa fin." in shown and "Humeur" in shown and "Date inconnue." in shown
    listed = editor_client.get(f"/desk/imports/sent/{upload.pk}/").content.decode()
    assert f"/desk/imports/sent/{upload.pk}/2/" in listed and "Et sa fin." not in listed


def test_what_is_mended_comes_in_and_its_source_does_not_take_it_back(editor_client, upload):
    answer = mend(editor_client, upload, 1, "next", title="La voix, enfin")
    assert answer.url == f"/desk/imports/sent/{upload.pk}/2/"
    mend(
        *(editor_client, upload, 2),
        date="3 mai 2001",
        publication="Décroché",
        bylines="Anne Est ; rédactrice",
        tags="Accueil\nNuit",
        state="draft",
    )
    first, second = brought_in(editor_client, upload)
    assert (first.title, first.date, tags_of(first)) == (
        *("La voix, enfin", "2001-02-12"),
        {"Accueil", "Vieux"},
    )
    assert (second.date, second.publication.name, second.state) == (
        *("2001-05-03", "Décroché", "draft"),
    )
    assert second.bylines.get().role == "rédactrice" and tags_of(second) == {"Accueil", "Nuit"}
    assert [doubt["field"] for doubt in second.doubts] == []
    again = seen(editor_client, ("deux.jsonl", lines(issue="36")))
    first, second = brought_in(editor_client, again)
    assert (first.title, first.issue) == ("La voix, enfin", "36")
    assert (second.date, second.state) == ("2001-05-03", "draft")
    for operation in Operation.objects.order_by("-pk"):
        operation.undo()
    assert not Editorial.objects.exists()


def test_a_doubt_that_is_answered_is_no_longer_told(editor_client, upload):
    mend(editor_client, upload, 2, date="12 mai 2003", bylines="Luc d’Astrée")
    listed = editor_client.get(f"/desk/imports/sent/{upload.pk}/").content.decode()
    assert "Date inconnue." not in listed and "Auteur inconnu." not in listed
    assert not upload.items.get(number=2).doubtful
    mend(editor_client, upload, 2, date="", bylines="Luc d’Astrée")
    assert upload.items.get(number=2).doubtful


def test_what_was_here_before_keeps_its_state_and_its_magazine(editor_client, upload):
    first, second = brought_in(editor_client, upload, keywords="all", publication="Décroché")
    first.state = Editorial.State.WITHDRAWN
    first.save()
    second.add_tags(["Nuit"], origin=Tagging.Origin.EDITOR)
    again = seen(editor_client, ("deux.jsonl", lines(issue="36")))
    mend(editor_client, again, 1, state="published", publication="Ligne ouverte")
    mend(editor_client, again, 2, title="Datée", date="2002", tags="Accueil\nJour")
    first, second = brought_in(
        *(editor_client, again),
        keywords="all",
        drafts="on",
        publication="Autre",
        added_tags="Fonds 2001",
    )
    assert (first.state, first.publication.name, first.issue) == ("withdrawn", "Décroché", "36")
    assert (second.state, second.publication.name) == ("published", "Décroché")
    assert (second.title, second.date) == ("Datée", "2002")
    assert {"Accueil", "Nuit", "Jour", "Fonds 2001"} <= tags_of(second)


def test_of_an_update_only_what_it_takes_is_offered_and_kept(editor_client, upload):
    brought_in(editor_client, upload, keywords="all")
    again = seen(editor_client, ("deux.jsonl", lines(issue="36")))
    shown = page(editor_client, again, 1)
    assert list(shown.context["form"].fields) == ["title", "bylines", "date", "tags"]
    assert "garde sa revue, son état" in shown.content.decode()
    mend(editor_client, again, 1, state="draft", publication="Ligne ouverte")
    assert again.items.get(number=1).mended == {}
    listed = editor_client.get(f"/desk/imports/sent/{again.pk}/").content.decode()
    assert "corrigé" not in listed


@pytest.mark.parametrize(
    "name, content",
    [
        ("deux.jsonl", lines()),
        ("notice.bib", "@article{a, title={La voix}, date={2001-02-12}, pages={4}}"),
    ],
)
def test_of_what_changes_nothing_and_of_a_citation_nothing_is_mended(
    editor_client, upload, name, content
):
    brought_in(editor_client, upload, keywords="all")
    again = seen(editor_client, (name, content))
    shown = page(editor_client, again, 1)
    assert again.items.get(number=1).outcome == ("unchanged" if "jsonl" in name else "updated")
    assert not shown.context["form"].fields
    assert "rien ne s’en corrige ici" in shown.content.decode()
    mend(editor_client, again, 1, title="Autre", left_out="1")
    item = again.items.get(number=1)
    assert item.mended == {} and item.left_out


def test_what_is_left_as_the_source_says_is_not_mended(editor_client, upload):
    mend(editor_client, upload, 1)
    assert upload.items.get(number=1).mended == {}
    mend(editor_client, upload, 1, title="Autre")
    mend(editor_client, upload, 1, title="La voix")
    assert upload.items.get(number=1).mended == {}


def test_all_come_in_as_drafts_of_a_magazine_with_tags(editor_client, upload):
    mend(editor_client, upload, 1, publication="Ligne ouverte")
    fields = {"keywords": "none", "drafts": "on", "publication": "Décroché"}
    first, second = brought_in(editor_client, upload, **fields, added_tags="Fonds 2001")
    assert {first.state, second.state} == {"draft"}
    assert (first.publication.name, second.publication.name) == ("Ligne ouverte", "Décroché")
    assert tags_of(first) == tags_of(second) == {"Fonds 2001"}
    assert {tag.name for tag in Tag.objects.all()} == {"Fonds 2001"}


def test_keywords_that_no_tag_is_called_are_proposed(editor_client, upload, admin_user):
    Tag.objects.named("accueil")
    first, second = brought_in(editor_client, upload, keywords="known")
    assert tags_of(first) == tags_of(second) == {"accueil"}
    assert not Tag.objects.filter(name="Vieux").exists()
    proposals = Proposal.objects.all()
    assert {proposal.editorial for proposal in proposals} == {first, second}
    assert proposals[0].add == ["Vieux"] and proposals[0].by == admin_user


def test_what_cannot_be_is_told_and_changes_nothing(editor_client, upload):
    answer = mend(editor_client, upload, 1, date="hier", publication="é" * 300)
    assert answer.status_code == 422 and set(answer.context["form"].errors) == {
        *("date", "publication"),
    }
    assert upload.items.get(number=1).mended == {}
    told = ask(editor_client, upload, "confirm", keywords="aucuns")
    assert told.status_code == 422 and not Import.objects.exists()


def test_an_item_may_be_left_out_on_its_page(editor_client, upload):
    mend(editor_client, upload, 1, left_out="1")
    assert [row.title for row in brought_in(editor_client, upload)] == ["Sans date"]


@pytest.mark.parametrize("address", ["{}/9/", "{}/0/", "999/1/", "{}/99999999999999999999/"])
def test_an_item_that_is_not_is_a_404(editor_client, upload, address):
    assert editor_client.get(f"/desk/imports/sent/{address.format(upload.pk)}").status_code == 404


def test_others_do_not_see_it(editor_client, upload, client, django_user_model):
    somebody = django_user_model.objects.create_user("autre", is_staff=True)
    client.force_login(somebody, backend="django.contrib.auth.backends.ModelBackend")
    assert page(client, upload, 1).status_code == 403


def test_an_import_tells_about_how_long_it_will_go_on():
    event = Import(started_at=timezone.now() - timedelta(minutes=2))
    assert event.minutes_left(100, 400) == 6
    assert event.minutes_left(3, 400) is None and event.minutes_left(400, 400) == 1


def test_an_id_that_a_table_gives_twice_is_told_before_and_no_text_is_lost(editor_client):
    heading = "titre;date;revue;texte;id\n"
    rows = ["Autre;2001-02;La Revue;" + LONG, "Deux;2001-02;La Revue;" + "La pluie tombe. " * 40]
    upload = seen(editor_client, ("deux.csv", heading + "".join(f"{row};88\n" for row in rows)))
    first, second = upload.items.order_by("number")
    shared = {"field": "source_id", "code": "shared", "value": "88"}
    assert shared not in first.row["doubts"] and shared in second.row["doubts"]
    assert second.doubtful and "« 88 »" in page(editor_client, upload, 2).content.decode()
    ask(editor_client, upload, "confirm")
    uploads.work()
    assert list(Editorial.objects.order_by("pk").values_list("title", flat=True)) == [
        "Autre",
        "Deux",
    ]
    assert shared in Editorial.objects.get(title="Deux").doubts
    again = seen(editor_client, ("deux.csv", heading + rows[0].replace("La Revue", "Ici") + ";88"))
    moved = {"field": "text", "code": "moved", "value": "88"}
    assert again.items.get().outcome == "updated" and moved in again.items.get().row["doubts"]
