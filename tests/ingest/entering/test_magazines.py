"""Which of the spellings of a magazine's name that sources print it bears."""

import json

import pytest
from django.core.management import call_command

from archive.models import Editorial, Import, Publication, authorities

pytestmark = pytest.mark.django_db


@pytest.fixture
def enter(tmp_path):
    """Import an editorial for each magazine that is named; return the names of all there are."""

    def enter(*magazines):
        path = tmp_path / f"{Import.objects.count()}.jsonl"
        rows = []
        for magazine in magazines:
            text = f"Un texte de {magazine}, le {len(rows)}e de {path.stem}."
            rows.append(json.dumps({"title": "Un titre", "text": text, "publication": magazine}))
        path.write_text("\n".join(rows))
        call_command("import_editorials", str(path))
        return list(Publication.objects.values_list("name", flat=True))

    return enter


@pytest.mark.parametrize(
    ("first", "second", "kept"),
    [
        ("DECROCHE", "Décroché", "Décroché"),
        ("decroche", "Décroché", "Décroché"),
        ("DÉCROCHÉ", "Décroché", "Décroché"),
        ("Décroché", "DECROCHE", "Décroché"),
        ("Décroché", "DÉCROCHÉ", "Décroché"),
        ("Ligne ouverte", "Ligne Ouverte", "Ligne ouverte"),
        ("LIGNE OUVERTE", "Ligne ouverte", "Ligne ouverte"),
    ],
)
@pytest.mark.parametrize("is_together", [True, False])
def test_the_fullest_spelling_is_kept_in_one_import_and_over_several(
    enter, first, second, kept, is_together
):
    if is_together:
        assert enter(first, second) == [kept]
    else:
        enter(first)
        assert enter(second) == [kept]


def test_its_address_stays(enter, client):
    enter("DECROCHE")
    address = Publication.objects.get().get_absolute_url()
    enter("Décroché")
    assert "Décroché" in client.get(address).content.decode()


def test_what_an_editor_called_it_stays(enter):
    enter("Décroché")
    renaming = authorities.edit(Publication.objects.get(), {"name": "DECROCHE"})
    assert enter("Décroché") == ["DECROCHE"]
    renaming.undo().undo()
    assert enter("Décroché") == ["DECROCHE"]


def test_an_undo_of_the_import_brings_the_former_spelling_back(enter):
    enter("DECROCHE")
    enter("Décroché")
    call_command("undo_import", str(Import.objects.latest("pk").pk))
    assert [magazine.name for magazine in Publication.objects.all()] == ["DECROCHE"]
    assert enter("Décroché") == ["Décroché"], "until another brings the fuller one again"


def test_an_editorial_still_follows_its_source_to_another_magazine(tmp_path, enter):
    path = tmp_path / "moving.jsonl"
    row = {
        "title": "Un titre",
        "text": "Un texte qui change de revue.",
        "url": "https://a.example/1",
    }
    for magazine in ("DECROCHE", "Ligne ouverte"):
        path.write_text(json.dumps(row | {"publication": magazine}))
        call_command("import_editorials", str(path))
        enter("Décroché")
    assert Editorial.objects.get(source_url=row["url"]).publication.name == "Ligne ouverte"


def test_a_dry_run_changes_no_spelling(enter, tmp_path):
    enter("DECROCHE")
    path = tmp_path / "trial.jsonl"
    row = {"title": "Essai", "text": "Un essai, rien de plus.", "publication": "Décroché"}
    path.write_text(json.dumps(row))
    call_command("import_editorials", str(path), dry_run=True)
    assert Publication.objects.get().name == "DECROCHE"
