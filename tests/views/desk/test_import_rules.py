"""Rules for imports: made from a preview, listed, changed, removed; what they did is told."""

import json
from datetime import UTC, datetime

import pytest
from django.core.management import call_command
from uploading import ask, seen

from archive.ingest.entering import uploads
from archive.models import Editorial, Import, ImportRule

pytestmark = pytest.mark.usefixtures("no_other_process")
ADDRESS = "/desk/imports/rules/"
ROWS = (
    '{"source_id": "1", "title": "La voix", "section": "Édito", "tags": ["nouveauté"], "text": "Un texte qui parle."}\n'
    '{"source_id": "2", "title": "Le fil", "section": "Brèves", "tags": ["nouveauté"], "text": "Un autre texte."}\n'
)
RULE = {
    "section": "édito",
    "publication": "La Revue du fil",
    "added_tags": "voix",
    "keywords": "none",
    "drafts": "on",
}


def make_rule(client, address=ADDRESS, **fields):
    return client.post(address, {"do": "keep"} | fields)


def test_a_rule_decides_of_a_section_in_preview_and_import(editor_client, admin_user):
    make_rule(editor_client, **RULE)
    upload = seen(editor_client, ("lot.jsonl", ROWS))
    first, second = upload.items.order_by("number")
    assert first.row["publication"] == "La Revue du fil" and first.row["tags"] == ["voix"]
    assert second.row["publication"] is None and not second.ruled
    page = (
        editor_client.get(f"/desk/imports/sent/{upload.pk}/").content.decode().replace("\xa0", " ")
    )
    assert page.count("Règle : rubrique « édito »") == 1
    ask(editor_client, upload, "confirm")
    uploads.work()
    ruled, free = Editorial.objects.order_by("pk")
    assert ruled.state == "draft" and ruled.publication.name == "La Revue du fil"
    assert [tag.name for tag in ruled.tags.all()] == ["voix"]
    assert free.state == "published" and [tag.name for tag in free.tags.all()] == ["nouveauté"]
    report = editor_client.get(f"/desk/imports/{Import.objects.get().pk}/").content.decode()
    assert report.count("La Revue du fil") >= 2 and "Règle" in report


def test_what_an_editor_says_of_an_item_wins_over_a_rule(editor_client):
    make_rule(editor_client, **RULE)
    upload = seen(editor_client, ("lot.jsonl", ROWS))
    form = {
        "title": "La voix",
        "publication": "Une autre",
        "tags": "fil",
        "state": "published",
        "do": "back",
    }
    editor_client.post(f"/desk/imports/sent/{upload.pk}/1/", form)
    ask(editor_client, upload, "confirm")
    uploads.work()
    editorial = Editorial.objects.get(source_id="1")
    assert editorial.publication.name == "Une autre" and editorial.state == "published"


def test_the_magazine_that_a_row_names_wins_over_rules(editor_client):
    make_rule(editor_client, publication="Partout", everything="on")
    make_rule(editor_client, source="lot.jsonl", publication="Du lot", added_tags="lot")
    rows = [{"title": "Nommée", "publication": "La sienne"}, {"title": "Sans revue"}]
    lines = [json.dumps(row | {"text": f"Un texte de {row['title']}."}) for row in rows]
    upload = seen(editor_client, ("lot.jsonl", "\n".join(lines)))
    named, nameless = upload.items.order_by("number")
    assert named.row["publication"] == "La sienne" and named.row["tags"] == ["lot"]
    assert named.ruled["rules"] == ["provenance «\xa0lot.jsonl\xa0» → mots-clés\xa0: lot"]
    assert nameless.row["publication"] == "Du lot" and len(nameless.ruled["rules"]) == 2


def test_a_page_s_own_magazine_wins_over_a_rule_of_everything_alone(editor_client):
    page = (
        '<html><head><title>La voix</title><meta property="og:site_name" content="La sienne">'
        f"</head><body><article><h1>La voix</h1><p>{'Écouter prend du temps. ' * 20}</p>"
        "</article></body></html>"
    )
    make_rule(editor_client, publication="Partout", everything="on")
    upload = seen(editor_client, ("voix.html", page))
    assert upload.items.get().row["publication"] == "La sienne"
    make_rule(editor_client, source="voix.html", publication="Du lot")
    upload = seen(editor_client, ("voix.html", page))
    assert upload.items.get().row["publication"] == "Du lot"


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"publication": "x" * 201, "source": "lot"}, {"publication"}),
        ({"added_tags": "x" * 201, "source": "lot"}, {"added_tags"}),
        ({"source": "x" * 301, "publication": "Revue"}, {"source"}),
        ({"source": "x" * 301}, {"source", "__all__"}),
        ({}, {"everything", "__all__"}),
    ],
)
def test_what_is_wrong_in_a_rule_is_told_where_it_is_and_nothing_else(editor_client, wrong, told):
    answer = make_rule(editor_client, **wrong)
    assert answer.status_code == 422 and set(answer.context["form"].errors) == told
    assert not ImportRule.objects.exists()


def test_a_rule_that_is_there_already_is_told_and_not_kept_twice(editor_client):
    make_rule(editor_client, **RULE)
    answer = make_rule(editor_client, **RULE | {"section": "Edito", "added_tags": "Voix"})
    assert answer.status_code == 422 and "déjà retenue" in answer.content.decode()
    [rule] = ImportRule.objects.all()
    assert make_rule(editor_client, f"{ADDRESS}?rule={rule.pk}", **RULE).status_code == 302
    assert make_rule(editor_client, **RULE | {"added_tags": "fil"}).status_code == 302
    assert ImportRule.objects.count() == 2


def test_a_rule_is_made_from_a_preview_which_is_read_again(editor_client):
    upload = seen(editor_client, ("lot.jsonl", ROWS))
    page = ask(editor_client, upload, "rule", keywords="all", publication="La Revue du fil")
    assert page.context["form"].initial["publication"] == "La Revue du fil"
    assert page.context["sections"] == ["Brèves", "Édito"]
    address = f"{ADDRESS}?upload={upload.pk}"
    answer = make_rule(editor_client, address, source="lot.jsonl", publication="La Revue du fil")
    assert answer.url == f"/desk/imports/sent/{upload.pk}/"
    uploads.work()
    assert {item.row["publication"] for item in upload.items.all()} == {"La Revue du fil"}


@pytest.mark.parametrize("source", ["", ".", "a."])
def test_a_rule_of_everything_is_asked_to_be_confirmed(editor_client, source):
    answer = make_rule(editor_client, source=source, publication="La Revue du fil")
    assert answer.status_code == 422 and "everything" in answer.content.decode()
    assert not ImportRule.objects.exists()
    make_rule(editor_client, source=source, publication="La Revue du fil", everything="on")
    assert ImportRule.objects.get().is_of_everything


def test_what_a_rule_asks_and_gives_has_no_sign_that_nobody_sees(editor_client):
    make_rule(editor_client, source="lot\u200b", publication=" \u202eLa  Revue\u2066 ")
    rule = ImportRule.objects.get()
    assert (rule.source, rule.publication) == ("lot", "La Revue")


def test_a_rule_that_decides_nothing_is_refused(editor_client):
    answer = make_rule(editor_client, source="lot.jsonl")
    assert answer.status_code == 422 and "ne décide de rien" in answer.content.decode()


def test_a_rule_is_changed_and_removed(editor_client):
    make_rule(editor_client, **RULE)
    address = f"{ADDRESS}?rule={ImportRule.objects.get().pk}"
    assert 'value="édito"' in editor_client.get(address).content.decode()
    make_rule(editor_client, address, section="brèves", publication="Autre")
    rule = ImportRule.objects.get()
    assert (rule.section, rule.publication, rule.added_tags, rule.state) == (
        "brèves",
        "Autre",
        [],
        "",
    )
    editor_client.post(address, {"do": "remove"})
    assert not ImportRule.objects.exists()


@pytest.mark.parametrize("odd", ["x", "99", "²", "-1", "9" * 40])
def test_an_odd_rule_is_a_404_and_an_odd_upload_is_none(editor_client, odd):
    assert editor_client.get(ADDRESS, {"rule": odd}).status_code == 404
    assert editor_client.get(ADDRESS, {"upload": odd}).context["upload"] is None


def test_a_rule_does_not_touch_what_was_here_before(editor_client):
    ask(editor_client, seen(editor_client, ("lot.jsonl", ROWS)), "confirm")
    uploads.work()
    make_rule(editor_client, section="édito", publication="La Revue du fil", added_tags="voix")
    changed = ROWS.replace("Un texte qui parle.", "Un texte qui parle haut.")
    ask(editor_client, seen(editor_client, ("lot.jsonl", changed)), "confirm")
    uploads.work()
    editorial = Editorial.objects.get(source_id="1")
    assert "haut" in editorial.body and editorial.publication is None
    assert [tag.name for tag in editorial.tags.all()] == ["nouveauté"]


def test_the_command_obeys_rules_and_its_report_tells_them(editor_client, tmp_path, capsys):
    make_rule(editor_client, **RULE)
    (tmp_path / "lot.jsonl").write_text(ROWS)
    report = tmp_path / "report.jsonl"
    call_command("import_editorials", str(tmp_path / "lot.jsonl"), report=str(report))
    first, second = map(json.loads, report.read_text().splitlines())
    assert first["publication"] == "La Revue du fil" and len(first["rules"]) == 1
    assert second["publication"] is None and second["rules"] == []


def test_the_command_takes_columns_and_refuses_odd_ones(db, tmp_path, capsys):
    table = tmp_path / "billets.csv"
    table.write_text("Machin;Chose\nLe fil;Un texte qui parle.\n")
    call_command(
        "import_editorials", str(table), format="csv", columns=["machin=title", "Chose=text"]
    )
    assert Editorial.objects.get().title == "Le fil"
    table.write_text("Machin;Chose\nLa voix;Un tout autre texte.\n")
    call_command("import_editorials", str(table), format="csv")  # it is remembered
    assert Editorial.objects.filter(title="La voix").exists()
    for odd, reason in (
        (["Rien=title"], "pas de colonne"),
        (["Machin=text", "Chose=text"], "Deux colonnes"),
    ):
        call_command("import_editorials", str(table), format="csv", columns=odd)
        assert reason in capsys.readouterr().err


def test_days_are_not_to_be_misread_in_english(editor_client):
    make_rule(editor_client, **RULE)
    ImportRule.objects.update(at=datetime(2026, 12, 1, 15, tzinfo=UTC))
    page = editor_client.get(f"{ADDRESS}?lang=en").content.decode()
    assert ">1 Dec 2026<" in page and "12/01" not in page
