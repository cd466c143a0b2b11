"""What is here meets a poorer source: nothing of it is lost, and what is lost is told before."""

import json

import pytest
from uploading import ask, seen, workbook

from archive.ingest.entering import uploads
from archive.models import Editorial, Tagging

pytestmark = pytest.mark.usefixtures("no_other_process")
TEXT = " ".join(f"Le standard a pris {number} appels ce matin." for number in range(12))
HEADING = (
    "titre",
    "auteur",
    "date",
    "revue",
    "texte",
    "chapô",
    "rubrique",
    "n°",
    "page",
    "mots-clés",
)
RICH = (
    *("La voix", "Ada Nord", "2001-02-12", "La Revue", TEXT, "Un chapô.", "Humeur", "36", "4"),
    "accueil, voix",
)
PLAIN = dict(zip(HEADING[:5], RICH, strict=False))
EMPTY = {"rubrique": "", "n°": "", "page": "", "mots-clés": "", "chapô": ""}


def csv(**cells) -> str:
    return f"{';'.join(cells)}\n{';'.join(cells.values())}\n"


@pytest.fixture
def bring_in(editor_client):
    """Has a file looked at and brought in, and returns the item that its preview showed."""

    def bring_in(name, content):
        upload = seen(editor_client, (name, content))
        [item] = upload.items.all()
        ask(editor_client, upload, "confirm")
        uploads.work()
        return item

    return bring_in


@pytest.fixture
def rich(bring_in) -> Editorial:
    bring_in("fonds.ods", workbook(Fonds=[HEADING, RICH]))
    return Editorial.objects.get()


def facts(editorial) -> tuple:
    editorial = Editorial.objects.get(pk=editorial.pk)
    tags = sorted(tag.name for tag in editorial.tags.all())
    return (
        *(editorial.standfirst, editorial.section, editorial.issue, editorial.page),
        *(tags, editorial.state, editorial.publication.name),
    )


@pytest.mark.parametrize("name", ["liste.csv", "fonds.csv"])
@pytest.mark.parametrize("more", [{}, EMPTY])
def test_a_table_with_fewer_columns_or_empty_cells_takes_nothing_away(
    bring_in, rich, client, name, more
):
    before = facts(rich)
    assert bring_in(name, csv(**PLAIN, **more)).outcome == "unchanged"
    poorer = csv(**PLAIN | {"texte": f"{TEXT} Enfin."}, **more)
    assert bring_in(name, poorer).outcome == "updated"
    assert bring_in(name, poorer).outcome == "unchanged"
    assert facts(rich) == before
    page = client.get(rich.get_absolute_url()).content.decode()
    for shown in ("Enfin.", "Un chapô.", "Humeur", "36", "accueil"):
        assert shown in page
    assert (
        bring_in("fonds.ods", workbook(Fonds=[HEADING, RICH])).outcome == "updated"
    )  # its own text
    assert facts(rich) == before


def test_a_cell_that_says_something_else_is_taken(bring_in, rich):
    bring_in("liste.csv", csv(**PLAIN, rubrique="Billet", page=""))
    assert facts(rich)[1:4] == ("Billet", "36", "4")


def test_a_tag_that_a_row_no_longer_gives_is_told_before_it_goes(bring_in, rich, editor_client):
    upload = seen(editor_client, ("liste.csv", csv(**PLAIN, sujets="voix")))
    for address in ("", "1/"):
        page = editor_client.get(f"/desk/imports/sent/{upload.pk}/{address}").content.decode()
        assert "Serait retiré (mots-clés)\xa0: «\xa0accueil\xa0»" in page
        assert "«\xa0voix\xa0»" not in page


def test_a_magazine_that_a_row_with_an_id_no_longer_names_is_told_before_it_goes(
    bring_in, editor_client
):
    bring_in("ids.csv", csv(**PLAIN, id="88"))
    upload = seen(editor_client, ("ids.csv", csv(**PLAIN | {"revue": ""}, id="88")))
    page = editor_client.get(f"/desk/imports/sent/{upload.pk}/").content.decode()
    assert "Serait retiré (revue)\xa0: «\xa0La Revue\xa0»" in page
    assert "Ligne d’une autre revue" in page


def test_what_an_editor_gave_is_not_doubted_for_an_empty_cell(bring_in, rich):
    rich.section, rich.page = "À la une", ""
    rich.save()
    bring_in("liste.csv", csv(**PLAIN | {"texte": f"{TEXT} Enfin."}, **EMPTY))
    assert facts(rich)[1:4] == ("À la une", "36", "")
    assert not [doubt for doubt in Editorial.objects.get().doubts if "differs" in doubt["code"]]


def test_a_date_that_is_not_understood_is_told_and_the_one_that_is_here_stays(bring_in):
    row = {"source_id": "7", "title": "La voix", "date": "2001-02", "text": TEXT}
    bring_in("un.jsonl", json.dumps(row))
    bring_in("deux.jsonl", json.dumps(row | {"date": "un jour de pluie", "page": "4"}))
    editorial = Editorial.objects.get()
    assert (editorial.date, editorial.page) == ("2001-02", "4")
    assert ("printed", "un jour de pluie") in {
        (doubt["code"], doubt["value"]) for doubt in editorial.doubts
    }


def test_a_page_takes_nothing_away_of_what_a_row_told(bring_in):
    row = {"source_id": "7", "title": "La voix", "date": "2001-02-12", "text": TEXT}
    row |= {"url": "https://exemple.fr/voix", "issue": "36", "section": "Humeur", "tags": ["voix"]}
    bring_in("fonds.jsonl", json.dumps(row))
    page = (
        "<html><head><title>La voix</title><link rel='canonical' href='https://exemple.fr/voix'>"
        "<meta property='article:published_time' content='2001-02-12'></head>"
        f"<body><article><h1>La voix</h1><p>{TEXT}</p><p>Enfin, un conseiller décroche pour de "
        "bon, et la journée peut commencer.</p></article></body></html>"
    )
    assert bring_in("voix.html", page).outcome == "updated"
    assert bring_in("voix.html", page).outcome == "unchanged"
    editorial = Editorial.objects.get()
    assert "décroche pour de bon" in editorial.text
    assert (editorial.issue, editorial.section, editorial.source_id) == ("36", "Humeur", "7")
    assert [tag.name for tag in editorial.tags.all()] == ["voix"]
    assert bring_in("fonds.jsonl", json.dumps(row)).outcome == "updated"  # its own text
    assert Editorial.objects.count() == 1


def test_tags_that_an_editor_unticks_in_the_preview_of_a_poorer_table_go(
    bring_in, rich, editor_client
):
    upload = seen(editor_client, ("liste.csv", csv(**PLAIN | {"texte": f"{TEXT} Enfin."})))
    address = f"/desk/imports/sent/{upload.pk}/1/"
    form = editor_client.get(address).context["form"]
    editor_client.post(address, form.initial | {"tags": "voix", "do": "back"})
    ask(editor_client, upload, "confirm")
    uploads.work()
    assert facts(rich)[4] == ["voix"]


def test_a_preview_tells_the_doubts_that_the_new_file_brings_and_no_earlier_ones(
    bring_in, editor_client
):
    first = csv(**PLAIN, Prix="3 francs")
    bring_in("un.csv", first)
    assert "3 francs" in str(Editorial.objects.get().doubts)
    upload = seen(editor_client, ("deux.csv", csv(**PLAIN, page="4")))
    for address in ("", "1/"):
        page = editor_client.get(f"/desk/imports/sent/{upload.pk}/{address}").content.decode()
        assert "3 francs" not in page and "Ligne sans identifiant" in page
    ask(editor_client, upload, "confirm")
    uploads.work()
    assert "3 francs" in str(Editorial.objects.get().doubts)
    assert not Tagging.objects.exists()
