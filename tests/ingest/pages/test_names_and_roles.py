"""A person's role, a surname in capitals and a signature, where saved pages and other files agree."""

import json

import pytest
from django.core.management import call_command
from page_sentences import SENTENCES

from archive import ingest
from archive.models import Author
from archive.models.names import AuthorKind

TITLE = "La voix au bout du fil"
TEXT = "".join(f"<p>{' '.join(SENTENCES[start:] + SENTENCES[:start])}</p>" for start in (0, 3))
NAME = "Solange Kermadec"
ROLES = [
    "directrice de la rédaction",
    "directeur de la rédaction",
    "secrétaire de rédaction",
    "présidente de l’association",
    "membre de la rédaction",
    "rédacteur en chef",
    "consultant",
]
OFFICES = ["La rédaction", "le service économie", "AFP"]


def page(line: str = "", foot: str = "", stated: str = "", head: str = "") -> str:
    data = {"@type": "NewsArticle", "headline": TITLE}
    if stated:
        data["author"] = {"@type": "Person", "name": stated}
    return (
        f'<html><head>{head}<script type="application/ld+json">{json.dumps(data)}</script></head>'
        f"<body><main><h1>{TITLE}</h1>{line}<div class='texte'>{TEXT}{foot}</div></main></body>"
        "</html>"
    )


def files(author: str) -> dict[str, str]:
    """Return {name of a file: a text by this author}, in every place that tells authors."""
    name, _comma, role = author.partition(", ")
    return {
        "line.html": page(f'<p class="auteur">Par {author}</p>'),
        "strong.html": page(f'<p class="auteur">Par <strong>{name}</strong>, {role}</p>'),
        "spans.html": page(
            f'<p class="auteur"><span class="author">{name}</span>, '
            f'<span class="fonction">{role}</span></p>'
        ),
        "stated.html": page(stated=author),
        "meta.html": page(head=f'<meta name="author" content="{author}">'),
        "table.csv": f'titre;auteur;texte\n{TITLE};"{author}";{SENTENCES[0]}\n',
        "dump.txt": f"{TITLE}\n\nPar {author}\n12 mai 2004\n\n{' '.join(SENTENCES)}\n",
    }


@pytest.fixture
def read(tmp_path):
    """Return what reads the one record of a file."""

    def record(name: str, content: str) -> ingest.records.Record:
        path = tmp_path / name
        path.write_text(content)
        [record] = ingest.read(path)
        return record

    return record


@pytest.mark.parametrize("role", ROLES)
def test_a_role_beside_a_name_is_never_an_author(read, role):
    for name, content in files(f"{NAME}, {role}").items():
        record = read(name, content)
        bylines = [(byline.name, byline.role) for byline in record.bylines]
        assert bylines == [(NAME, role)], name
        assert all(doubt.field != "byline" for doubt in record.doubts), name


@pytest.mark.parametrize("office", OFFICES)
def test_an_office_beside_a_name_signs_as_well(read, office):
    for name, content in files(f"{NAME}, {office}").items():
        bylines = [(byline.name, byline.role) for byline in read(name, content).bylines]
        assert bylines == [(NAME, ""), (office, "")], name


@pytest.mark.parametrize("office", OFFICES)
def test_an_office_alone_signs(read, office):
    record = read("page.html", page(f'<p class="auteur">Par {office}</p>'))
    assert [byline.name for byline in record.bylines] == [office]


def test_a_role_alone_is_nobody(read):
    record = read("page.html", page('<p class="auteur">Par la directrice de la rédaction</p>'))
    assert record.bylines == []


def test_a_surname_that_is_a_role_too_is_a_name(read):
    row = f"titre;auteur;texte\n{TITLE};{NAME} et Soizic Maire;{SENTENCES[0]}\n"
    assert [byline.name for byline in read("table.csv", row).bylines] == [NAME, "Soizic Maire"]


def test_a_cell_with_a_surname_first_stays_a_question(read):
    record = read("table.csv", f"titre;auteur;texte\n{TITLE};Kermadec, Solange;{SENTENCES[0]}\n")
    assert [byline.name for byline in record.bylines] == ["Kermadec, Solange"]
    assert [doubt.code for doubt in record.doubts if doubt.field == "byline"] == ["guess"]


BYLINE = '<p class="auteur">Par Soizic Kermadec, directrice de la rédaction</p>'


@pytest.mark.parametrize(
    "signature",
    [
        "<p class='signature'>Soizic Kermadec<br>Directrice de la rédaction</p>",
        "<p class='signature'>Soizic Kermadec<br>(Directrice de la rédaction)</p>",
        "<div class='signature'>Soizic Kermadec<br>Directrice de la rédaction</div>",
        "<p>Soizic Kermadec</p><p>Directrice de la rédaction</p>",
    ],
)
def test_a_signature_of_the_page_s_author_is_none_of_the_text(read, signature):
    record = read("page.html", page(BYLINE, foot=signature))
    assert [byline.name for byline in record.bylines] == ["Soizic Kermadec"]
    assert record.bylines[0].role.lower() == "directrice de la rédaction"
    assert "irectrice" not in record.html and "Kermadec" not in record.html
    assert record.html.endswith("un simple formulaire.</p>")


@pytest.mark.parametrize(
    "last",
    [
        "<p class='signature'>Gwenn Trividic<br>Directrice de la mairie</p>",
        "<p>Directrice de la mairie</p>",
    ],
)
def test_what_names_another_role_or_person_stays(read, last):
    assert "Directrice de la mairie" in read("page.html", page(BYLINE, foot=last)).html


@pytest.mark.django_db
def test_a_surname_in_capitals_before_a_given_name_is_turned_in_every_format(tmp_path):
    printed = "KERMADEC Solange"
    contents = {
        "line.html": page(f'<p class="auteur">Par {printed}</p>'),
        "label.html": page(f"<p>Auteur : {printed}</p>"),
        "stated.html": page(stated=printed),
        "meta.html": page(head=f'<meta name="author" content="{printed}">'),
        "table.csv": f"titre;auteur;texte\n{TITLE};{printed};{SENTENCES[0]}\n",
        "dump.txt": f"{TITLE}\n\nAuteur : {printed}\nDate : 12 mai 2004\n\n{' '.join(SENTENCES)}\n",
    }
    for number, (name, content) in enumerate(contents.items()):
        (tmp_path / name).write_text(content.replace(TITLE, f"{TITLE}, {number}"))
    call_command("import_editorials", str(tmp_path))
    [author] = Author.objects.all()
    assert (author.name, author.sort_name) == (NAME, "Kermadec, Solange")
    assert author.kind == AuthorKind.PERSON


@pytest.mark.parametrize("name", ["SNCF Réseau", "KERMADEC SOLANGE", "J. Solange", "BFM Kermadec"])
def test_a_name_of_no_certain_order_stays_as_printed(read, name):
    record = read("page.html", page(stated=name))
    assert [byline.name for byline in record.bylines] == [name]


def test_the_byline_and_the_data_agree_whatever_the_order(read):
    line = '<p class="auteur">Par KERMADEC Solange</p>'
    record = read("page.html", page(line, stated=NAME))
    assert [byline.name for byline in record.bylines] == [NAME]
    assert all(doubt.field != "byline" for doubt in record.doubts)


@pytest.mark.parametrize("printed", ["Kermadec, Solange", "KERMADEC, Solange"])
def test_a_surname_and_a_given_name_under_the_headline_are_the_author(read, printed):
    record = read("press.txt", f"{TITLE}\n{printed}\n\n{' '.join(SENTENCES)}\n")
    assert record.title == TITLE
    [byline] = record.bylines
    assert byline.name.casefold() == NAME.casefold()


def test_two_words_of_which_none_is_a_given_name_are_no_author(read):
    record = read("press.txt", f"{TITLE}\n\nLorient, Vannes\n\n{' '.join(SENTENCES)}\n")
    assert record.bylines == []
