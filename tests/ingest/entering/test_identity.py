"""The same thing again, the same text from elsewhere, and nearly the same text."""

import json
from pathlib import PurePath

import pytest
from django.core.management import call_command

from archive.ingest import running
from archive.ingest.entering import keyless_rows, likeness
from archive.models import (
    Bulk,
    Capture,
    Editorial,
    ImportItem,
    Likeness,
    Operation,
    Publication,
    Shingle,
    trash,
)
from archive.models.transfers import Union

pytestmark = pytest.mark.django_db
SAID = """le centre reçoit chaque matin des appels de clients pressés qui veulent une réponse claire et personne ne sait
leur dire combien de temps il faudra patienter avant que le conseiller décroche parce que la direction a préféré compter
les secondes plutôt que les sourires et que les plannings ignorent la pluie les grèves la rentrée et la paie pourtant il
suffirait de rappeler ceux qui renoncent de former ceux qui débutent et de croire ceux qui écoutent"""
HOUSE = "toute reproduction même partielle de ce texte est interdite sans accord écrit de la revue et de son auteur"
WORDS = SAID.split()


@pytest.fixture
def bring_in(tmp_path):
    def bring_in(*rows):
        path = tmp_path / "a.jsonl"
        path.write_text("\n".join(json.dumps(row) for row in rows))
        return [outcome.outcome for outcome in running.run(running.begun([str(path)]))]

    return bring_in


def page(url="https://exemple.fr/edito", words=WORDS, **fields) -> dict:
    return {"title": "Rappeler", "url": url, "text": " ".join(words)} | fields


@pytest.mark.parametrize(
    "url", ["http://www.exemple.fr/edito/?utm_source=lettre", "https://m.exemple.fr/edito/amp"]
)
def test_a_page_under_a_variant_of_its_address_is_the_same(bring_in, url):
    bring_in(page())
    assert bring_in(page(url, page="4")) == ["updated"]
    assert Editorial.objects.get().page == "4"


def test_a_draft_is_kept_as_a_draft_and_follows_its_source(bring_in):
    record = page(source_id="a1")
    bring_in(record)
    editorial = Editorial.objects.get()
    Bulk(values={"state": "draft"}).apply([editorial.pk])
    assert bring_in(record) == ["unchanged"] and Editorial.objects.get().state == "draft"


def test_what_was_imported_before_records_told_their_state_is_unchanged(bring_in):
    bring_in(page(source_id="a1"))
    editorial = Editorial.objects.get()
    del editorial.imported["state"]
    editorial.save()
    assert bring_in(page(source_id="a1")) == ["unchanged"]


def dump(folder, name: str, *more: str):
    folder.mkdir(exist_ok=True)
    lines = [f"{SAID.capitalize()} {number}." for number in range(3)]
    (folder / name).write_text("\n".join(["Rappeler ceux qui renoncent", "", *lines, *more]))
    return [outcome.outcome for outcome in running.run(running.begun([str(folder / name)]))]


def test_the_same_text_from_elsewhere_is_a_duplicate_and_both_captures_are_kept(tmp_path):
    assert dump(tmp_path / "a", "un.txt") == ["created"]
    for _time in range(2):
        assert dump(tmp_path / "b", "deux.txt", "Imprimer") == ["duplicate"]
    assert {
        PurePath(capture.origin).name for capture in Editorial.objects.get().captures.all()
    } == {
        "un.txt",
        "deux.txt",
    }
    assert dump(tmp_path / "a", "un.txt") == ["unchanged"]
    Operation.objects.filter(kind="import").first().undo()
    assert PurePath(Capture.objects.get().origin).name == "un.txt"


def test_a_reprint_and_a_shortened_version_are_paired_with_their_likeness(bring_in):
    reprint = [*WORDS[:30], "vraiment", *WORDS[31:]]
    bring_in(
        page(source_id="1"),
        page(source_id="2", words=reprint),
        page(source_id="3", words=WORDS[:45]),
    )
    pairs = {
        (pair.earlier.source_id, pair.later.source_id): pair
        for pair in Likeness.objects.undecided()
    }
    assert pairs["1", "2"].shared > 0.95 and pairs["1", "2"].covered > 0.95
    assert pairs["1", "3"].shared == 1.0 and pairs["1", "3"].covered < 0.7


def test_other_texts_are_not_paired(bring_in):
    bring_in(page(source_id="1"), page(source_id="2", words=WORDS[::-1]))
    assert Editorial.objects.count() == 2 and not Likeness.objects.exists()


def test_a_phrase_of_the_house_pairs_nothing(bring_in):
    rows = [
        page(source_id=str(n), words=[f"mot{n}x{m}" for m in range(60)] + HOUSE.split())
        for n in range(5)
    ]
    bring_in(*rows)
    assert not Likeness.objects.exists()


def test_a_very_short_text_has_no_sketch():
    assert (
        likeness.shingles(WORDS[:10], "fr") == set()
        and len(likeness.shingles(WORDS, "fr")) == likeness.KEPT
    )


def test_inflected_words_are_alike():
    plural, singular = "les clients pressés appellent", "le client pressé appelle"
    sketch = [likeness.shingles((f"{text} " * 8).split(), "fr") for text in (plural, singular)]
    assert len(sketch[0] & sketch[1]) > 0


def test_undoing_the_import_forgets_the_pairs(bring_in):
    bring_in(page(source_id="1"), page(source_id="2", words=[*WORDS, "ajout"]))
    assert Likeness.objects.count() == 1
    Operation.objects.get(kind="import").undo()
    assert not Likeness.objects.exists() and not Shingle.objects.exists()


def test_what_came_before_pairs_were_looked_for_is_compared_by_a_command(make_editorial, capsys):
    for body in (SAID, f"{SAID} Un mot de plus."):
        make_editorial(body=f"<p>{body}</p>")
    call_command("find_likenesses")
    assert "2 compared, 1 pairs to judge" in capsys.readouterr().out
    call_command("find_likenesses")
    assert "0 compared, 1 pairs to judge" in capsys.readouterr().out
    call_command("find_likenesses", all=True)
    assert "2 compared, 1 pairs to judge" in capsys.readouterr().out


LONG = "Revue des centres de contact et de la relation avec les clients pressés, édition de"


@pytest.mark.parametrize(
    "former, other",
    [
        ("Правда", "人民日報"),
        ("Правда", "Sans titre"),
        ("Beijing", "人民日報 Beijing"),
        (f"{LONG} Paris", f"{LONG} Lyon"),
    ],
)
def test_a_magazine_is_not_another_that_was_merged_because_their_addresses_are_alike(
    bring_in, former, other
):
    source, into = [Publication.objects.named(name) for name in (former, "Le Monde")]
    Union("publication", source.pk, into.pk).apply([])
    bring_in(page(publication=other))
    assert Editorial.objects.get().publication.name == other


def test_the_same_text_comes_in_once_the_copy_that_was_here_is_thrown_away(bring_in, admin_user):
    bring_in(page(source_id="bad"))
    trash.put([Editorial.objects.get().pk], admin_user, "mauvaise copie")
    assert bring_in(page(source_id="good", url="https://exemple.fr/b")) == ["created"]
    assert bring_in(page(source_id="third", url="https://exemple.fr/c")) == ["duplicate"]
    last = ImportItem.objects.latest("pk")
    assert last.editorial.source_id == "good"


def test_rows_that_came_before_files_were_kept_get_theirs_and_no_others(bring_in):
    rows = [page(source_id=str(n), words=[f"mot{n}x{m}" for m in range(60)]) for n in range(3)]
    bring_in(*rows)
    before, after = Editorial.objects.order_by("pk")[:2]
    before.captures.all().delete()
    kept = after.captures.get()
    assert bring_in(*rows) == ["unchanged"] * 3
    assert before.captures.get().content.read() == kept.content.read()
    assert after.captures.get() == kept and Capture.objects.count() == 3
    Operation.objects.first().undo()
    assert not before.captures.exists() and Capture.objects.count() == 2


def printing(title="Rappeler", words=WORDS, date="2001-02", **fields) -> dict:
    """A row without a key."""
    plain = {"title": title, "publication": "La Revue", "date": date, "text": " ".join(words)}
    return plain | fields


OTHER_WORDS = [f"autre{place}" for place in range(60)]
MET = {"field": "text", "code": "met", "value": "Rappeler"}


def test_a_row_without_a_key_that_was_mended_is_met_with_a_doubt(bring_in):
    bring_in(printing(), printing("Autre", OTHER_WORDS))
    mended = printing(words=[*WORDS, "enfin"], tags=["voix"])
    assert bring_in(printing("Autre", OTHER_WORDS), mended) == ["unchanged", "updated"]
    editorial = Editorial.objects.get(title="Rappeler")
    assert editorial.text.endswith("enfin") and MET in editorial.doubts
    assert Editorial.objects.count() == 2
    assert bring_in(mended) == ["unchanged"]


@pytest.mark.parametrize("mended", [{"title": "Rappeler tout"}, {"date": "2001-03"}])
def test_a_row_without_a_key_is_met_by_its_text_and_title_or_date(bring_in, mended):
    bring_in(printing())
    assert bring_in(printing() | mended) == ["updated"]
    editorial = Editorial.objects.get()
    assert (editorial.title, editorial.date) == (
        mended.get("title", "Rappeler"),
        mended.get("date", "2001-02"),
    )
    assert [doubt["code"] for doubt in editorial.doubts if doubt["field"] == "text"] == ["met"]


@pytest.mark.parametrize(
    "other",
    [
        {"words": OTHER_WORDS},
        {"publication": "Une autre revue", "words": [*WORDS, "enfin"]},
        {"date": "2003", "words": [*WORDS, "enfin"]},
        {"title": "Patience", "date": "2003"},
    ],
)
def test_a_row_that_is_another_text_or_another_printing_is_not_met(bring_in, other):
    bring_in(printing())
    assert bring_in(printing(**other)) == ["created"]
    for editorial in Editorial.objects.all():
        assert not any(doubt["code"] == "met" for doubt in editorial.doubts)


def test_rows_of_one_table_are_never_one_another(bring_in):
    rows = [printing("Brèves", [*WORDS, *words.split()]) for words in ("un", "deux mots")]
    assert bring_in(*rows) == ["created", "created"]
    assert bring_in(*rows) == ["unchanged", "unchanged"]
    rows[0]["text"] += " et plus"
    assert bring_in(*rows) == ["created", "unchanged"]  # which of both it is, nobody can tell


def test_a_row_overwrites_no_page_and_no_text_of_the_desk(bring_in, tmp_path, make_editorial):
    html = tmp_path / "rappeler.html"
    html.write_text(
        "<html><head><title>Rappeler</title><meta name='author' content='Ada Nord'>"
        "<meta property='article:published_time' content='2001-02-12'></head>"
        f"<body><article><h1>Rappeler</h1><p>{SAID}</p></article></body></html>"
    )
    running_options = {"publication": "La Revue"}
    outcomes = running.run(running.begun([str(html)], **running_options))
    assert [outcome.outcome for outcome in outcomes] == ["created"]
    page_made = Editorial.objects.get()
    desk = make_editorial(
        title="Patience", date="2001", body=f"<p>{SAID}</p>", publication="La Revue", state="draft"
    )
    before = list(Editorial.objects.order_by("pk").values("pk", "body", "imported", "state"))
    words = [*WORDS, "enfin"]
    rows = [printing(date=page_made.date, words=words), printing("Patience", words, "2001")]
    assert bring_in(*rows) == ["created", "created"]
    assert bring_in(*[row | {"page": "4"} for row in rows]) == ["updated", "updated"]
    earlier = Editorial.objects.filter(pk__in=[page_made.pk, desk.pk]).order_by("pk")
    assert list(earlier.values("pk", "body", "imported", "state")) == before
    outcomes = running.run(running.begun([str(html)], **running_options))
    assert [outcome.outcome for outcome in outcomes] == ["unchanged"]


def test_an_exact_text_is_met_before_one_that_is_nearly_the_same(bring_in):
    near = printing(words=[*WORDS, "enfin"])
    bring_in(printing(), near)
    assert bring_in(near | {"page": "4"}) == ["updated"]
    assert Editorial.objects.get(page="4").text.endswith("enfin")


def test_a_title_that_twenty_magazines_share_is_met_in_its_own(bring_in):
    rows = []
    for number in range(keyless_rows.MOST):
        words = [f"mot{number}x{place}" for place in range(60)]
        rows.append(printing("Éditorial", words, publication=f"Revue {number}"))
    bring_in(*rows)
    assert bring_in(rows[3] | {"text": rows[3]["text"] + " enfin"}) == ["updated"]
