"""What was found, as other programs take it: valid whatever was imported, and read back the same."""

import csv
import io
import json
import os
import re
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest
import yaml
from django.core.management import call_command
from lxml import etree

from archive import ingest
from archive.formats import FORMATS, markdown
from archive.models import Author, Editorial, Selection, SelectionEntry, SelectionState

TEI = "{http://www.tei-c.org/ns/1.0}"
BODY = (
    "<p>« L’œil » écoute <em>trop</em>, 2 * 3 < 7 &amp; [rien] : <strong>fin !</strong></p>"
    "<h2>Un intertitre</h2><p>1. Un numéro, # un dièse, un <a href='https://exemple.fr/a?b=c&amp;d=e'>"
    "lien</a>, un x<sup>2</sup>.</p><ul><li>un</li><li>deux</li></ul><h3>Plus bas</h3>"
    "<ol><li>premier</li><li>second</li></ol><blockquote><p>Cité.</p></blockquote>"
    "<table><tbody><tr><th>a</th><td>b</td></tr></tbody></table><h2>La fin</h2><p>- Un tiret.</p>"
)
ODD = "Un titre\x07 : « # odd » & <b>\u2028</b> {{x}}"


@pytest.fixture
def odd(make_editorial):
    """Three editorials: one with all fields and odd signs, one without any, one between them."""
    full = make_editorial(
        ODD,
        BODY,
        publication="En-Contact",
        authors=["Claire Abgrall", "Ève Œdipe"],
        tags=["écoute", "centre d’appels"],
        date="2001-02~",
        issue="n° 36",
        page="3",
        section="Éditorial",
        standfirst="Le *chapô* \x0b du jour.",
        source_id="ec-36",
        source_url="https://exemple.fr/ec-36",
    )
    bare = make_editorial("", "", language="")
    plain = make_editorial("Le retour", "<p>Il faut du temps, des oreilles.</p>", date="2004")
    return full, bare, plain


@pytest.fixture
def taken(client, odd):
    """The file of an ending with all three, the oldest first."""

    def taken(ending: str, address: str = "/search/results.{}?sort=oldest") -> bytes:
        response = client.get(address.format(ending))
        assert response.status_code == 200, ending
        assert response["Content-Type"] == FORMATS[ending].media_type
        assert response["Content-Disposition"].endswith(f'.{ending}"')
        return b"".join(response.streaming_content)

    return taken


def facts(record) -> dict:
    return {
        "title": record.title,
        "authors": [byline.name for byline in record.bylines],
        "date": record.date or "",
        "publication": record.publication,
        "tags": sorted(record.tags),
        "issue": record.issue,
        "page": record.page,
        "section": record.section,
        "standfirst": record.standfirst,
        "language": record.language,
        "source_id": record.source_id,
        "url": re.sub("^http://testserver/editorials/[0-9]+/", "", record.url),
        "html": re.sub(r"\s+(?=<)|(?<=>)\s+", "", record.html),
    }


EXPECTED = {
    "title": "Un titre : « # odd » & <b>\u2028</b> {{x}}",
    "authors": ["Claire Abgrall", "Ève Œdipe"],
    "date": "2001-02~",
    "publication": "En-Contact",
    "tags": ["centre d’appels", "écoute"],
    "issue": "n° 36",
    "page": "3",
    "section": "Éditorial",
    "standfirst": "Le *chapô* du jour.",
    "language": "fr",
    "source_id": "ec-36",
    "url": "https://exemple.fr/ec-36",
}


def test_a_line_of_json_is_one_for_every_program(taken, make_editorial):
    row = make_editorial("Des\u2028lignes", "<p>Une\u2029autre\x85ligne.</p>")
    read = [json.loads(line) for line in taken("jsonl").decode().splitlines()]
    [record] = [record for record in read if record["id"] == row.pk]
    assert (record["title"], record["html"]) == (row.title, row.body)
    assert "\u2028" in record["title"]


def test_json_lines_come_back_in_every_field(taken, odd, tmp_path):
    path = tmp_path / "found.jsonl"
    path.write_bytes(taken("jsonl"))
    assert len(path.read_bytes().splitlines()) == 3
    record = next(record for record in ingest.read(path) if record.source_id == "ec-36")
    got = facts(record)
    assert got.pop("html") == re.sub(r"\s+(?=<)|(?<=>)\s+", "", odd[0].body)
    assert got["title"] == ODD and got["url"] == EXPECTED["url"]
    assert {**got, "title": "", "standfirst": ""} == {**EXPECTED, "title": "", "standfirst": ""}


def test_who_signs_as_an_office_does_so_again(taken, odd, tmp_path):
    author = odd[0].bylines.first().author
    author.kind = "office"
    author.save()
    path = tmp_path / "found.jsonl"
    path.write_bytes(taken("jsonl"))
    Editorial.objects.all().delete()
    Author.objects.all().delete()
    call_command("import_editorials", path, stdout=io.StringIO())
    kinds = {author.name: author.kind for author in Author.objects.all()}
    assert kinds == {"Claire Abgrall": "office", "Ève Œdipe": "person"}


def test_markdown_comes_back_with_the_same_fields_and_text(taken, odd, tmp_path):
    path = tmp_path / "found.zip"
    path.write_bytes(taken("zip"))
    with zipfile.ZipFile(path) as packed:
        assert packed.testzip() is None and len(packed.namelist()) == 3
        full = next(name for name in packed.namelist() if name.startswith(f"{odd[0].pk}-"))
        source = packed.read(full).decode()
    front = yaml.safe_load(source.split("---\n")[1])
    assert front["title"] == ODD and front["authors"] == ["Claire Abgrall", "Ève Œdipe"]
    (tmp_path / "one.md").write_text(source)
    [record] = ingest.read(tmp_path / "one.md")
    got = facts(record)
    html = got.pop("html").replace(' rel="noopener noreferrer"', "")
    wanted = re.sub(r"\s+(?=<)|(?<=>)\s+", "", odd[0].body)
    assert html == wanted.replace(' rel="noopener noreferrer"', "")
    assert got == {**EXPECTED, "title": got["title"], "standfirst": got["standfirst"]}
    assert "titre" in got["title"] and "chapô" in got["standfirst"]


def test_no_break_spaces_come_back_from_markdown(client, make_editorial, tmp_path):
    made = make_editorial(
        "L’attente\u202f: fin\u00a0?",
        "<p>Un texte\u00a0: le nôtre.</p>",
        issue="n°\u00a036",
        standfirst="À lire\u00a0: «\u00a0rien\u202f».",
    )
    with zipfile.ZipFile(_as_file(client, tmp_path)) as packed:
        [name] = packed.namelist()
        packed.extract(name, tmp_path)
    [record] = ingest.read(tmp_path / name)
    assert (record.title, record.issue, record.standfirst, record.html) == (
        *(made.title, made.issue, made.standfirst, made.body),
    )


def _as_file(client, folder: Path) -> Path:
    path = folder / "found.zip"
    path.write_bytes(client.get("/search/results.zip").getvalue())
    return path


NOTED = (
    '<p>Un<sup>1</sup>, deux<sup>2</sup>, 3 m<sup>2</sup>.</p>\n<p class="note">1. Voir <em>En-Contact</em>&nbsp;'
    'n°&nbsp;36.</p>\n<p class="note">2. [Sic]<br>10 m<sup>2</sup>.</p>'
)


@pytest.mark.parametrize(
    "html",
    [
        NOTED,
        '<p>Un<sup>2</sup>, deux<sup>1</sup>.</p>\n<p class="note">2. Deux.</p>\n<p class="note">1. Un.</p>',
        '<p>Rien.</p>\n<p class="note">3. Que rien n’appelle.</p>',
        '<p>Un<sup>1</sup>.</p>\n<p class="note"><sup>1</sup> *Élevée* &lt; 2.</p>\n<p>La fin.</p>',
    ],
)
def test_notes_come_back_from_markdown(html, tmp_path):
    path = tmp_path / "a.md"
    path.write_text(f"---\ntitle: Un titre\ndate: 2001-02-12\n---\n{markdown.body(html)}")
    [record] = ingest.read(path)
    assert re.sub(r"\n+", "\n", record.html) == html


def test_notes_are_markdown_where_they_stand_in_the_order_of_their_calls():
    written = markdown.body(NOTED)
    assert written.startswith("Un[^1], deux[^2]") and "\n\n[^1]: Voir *En-Contact*" in written


def test_tei_comes_back_with_the_same_fields_and_text(taken, odd, tmp_path):
    path = tmp_path / "found.xml"
    path.write_bytes(taken("xml"))
    records = {record.title: record for record in ingest.read(path) if hasattr(record, "title")}
    assert len(records) == 2, "what has no text is no record"
    got = facts(records[EXPECTED["title"].replace("\u2028", " ")])
    html = got.pop("html").replace("<td>a</td>", "<th>a</th>")  # a cell is a cell in TEI
    wanted = re.sub(r"\s+(?=<)|(?<=>)\s+", "", odd[0].body)
    unread = ' rel="noopener noreferrer"|</?tbody>'
    assert re.sub(unread, "", html) == re.sub(unread, "", wanted)
    assert got == {**EXPECTED, "title": got["title"]}


def test_tei_comes_back_with_its_no_break_spaces(client, make_editorial, tmp_path):
    written = {"title": "Allô\u202f?", "issue": "n°\u00a024", "standfirst": "Un «\u00a0mot\u00a0»."}
    make_editorial(
        body="<p>Le fil.</p>", publication="En-Contact", section="À\u00a0vous", **written
    )
    path = tmp_path / "found.xml"
    path.write_bytes(b"".join(client.get("/search/results.xml").streaming_content))
    [record] = ingest.read(path)
    assert {name: getattr(record, name) for name in written} == written
    assert record.section == "À\u00a0vous"


def test_tei_is_a_corpus_whose_texts_have_headers_and_divisions(taken):
    corpus = etree.fromstring(taken("xml"))
    assert corpus.tag == f"{TEI}teiCorpus" and len(corpus.findall(f"{TEI}TEI")) == 3
    [full] = [tei for tei in corpus.iter(f"{TEI}TEI") if tei.find(f".//{TEI}list") is not None]
    heads = [head.text for head in full.iterfind(f".//{TEI}body/{TEI}div/{TEI}head")]
    assert heads == ["Un intertitre", "La fin"]
    assert full.find(f".//{TEI}body/{TEI}div/{TEI}div/{TEI}head").text == "Plus bas"
    date = full.find(f".//{TEI}imprint/{TEI}date")
    assert date.text == "2001-02~" and date.get("when") is None
    assert date.get("notBefore").startswith("200")


def test_tei_is_valid(taken):
    """TEI_SCHEMA names tei_all.rng of https://tei-c.org/release/xml/tei/custom/schema/relaxng/"""
    path = os.environ.get("TEI_SCHEMA", "")
    if not Path(path).is_file():
        pytest.skip("needs tei_all.rng: TEI_SCHEMA names it")
    schema = etree.RelaxNG(etree.parse(path))
    assert schema.validate(etree.fromstring(taken("xml"))), schema.error_log


def test_a_book_is_valid_and_its_texts_come_back(taken, tmp_path):
    path = tmp_path / "found.epub"
    path.write_bytes(taken("epub"))
    signed, unsigned, without_text = ingest.read(path)
    assert (unsigned.title, unsigned.date, unsigned.bylines) == ("Le retour", "2004", [])
    assert "Il faut du temps, des oreilles." in unsigned.html and unsigned.url == ""
    assert [byline.name for byline in signed.bylines] == ["Claire Abgrall", "Ève Œdipe"]
    assert (signed.publication, signed.language) == ("En-Contact", "fr")
    assert without_text.reason == "L’entrée ne contient pas de texte."
    checker = Path("/usr/share/java/epubcheck.jar")
    if not (checker.exists() and shutil.which("java")):
        pytest.skip("needs epubcheck: on Debian and Ubuntu, apt install epubcheck")
    command = ["java", "-jar", checker, path]
    checked = subprocess.run(command, capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stderr


@pytest.mark.parametrize("date", ["", "2006?", "2006%", "2006~", "2006-05-12"])
@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_chapter_comes_back_with_its_magazine_whatever_its_date(
    client, make_editorial, tmp_path, date, language
):
    make_editorial("Un", "<p>Le fil.</p>", publication="En-Contact", date=date)
    path = tmp_path / "book.epub"
    response = client.get(f"/search/results.epub?lang={language}")
    path.write_bytes(b"".join(response.streaming_content))
    [record] = ingest.read(path)
    assert (record.publication, record.date or "") == ("En-Contact", date)


def test_bibliographies_hold_all_three_without_control_characters(taken):
    for ending, mark in (("bib", b"@article{"), ("ris", b"TY  - ")):
        content = taken(ending)
        assert content.count(mark) == 3 and b"\x07" not in content
    items = json.loads(taken("json"))
    assert len(items) == 3 and items[0]["container-title"] == "En-Contact"


@pytest.mark.parametrize("ending", ["jsonl", "zip", "xml"])
def test_what_was_taken_away_is_imported_as_it_was(taken, odd, tmp_path, ending):
    """The titles without the signs that no name of a file and no XML holds."""
    Editorial.objects.filter(pk=odd[0].pk).update(title="L’œil", standfirst="Le chapô du jour.")
    path = tmp_path / f"found.{ending}"
    path.write_bytes(taken(ending))
    before = columns("ec-36")
    Editorial.objects.all().delete()
    call_command("import_editorials", path, stdout=io.StringIO())
    assert columns("ec-36") == before
    assert Editorial.objects.filter(title="Le retour", date="2004", source_url="").count() == 1


def columns(source_id: str) -> dict:
    """What people may say of an editorial."""
    editorial = Editorial.objects.get(source_id=source_id)
    names = ["title", "standfirst", "language", "date", "section", "issue", "page", "state", "text"]
    names.append("source_url")
    row = {name: getattr(editorial, name) for name in names}
    row["text"] = " ".join(editorial.text.split())
    row["publication"] = editorial.publication.name
    row["authors"] = [byline.name for byline in editorial.bylines.all()]
    row["tags"] = sorted(tag.name for tag in editorial.tags.all())
    return row


def test_a_selection_is_taken_in_its_own_order(taken, odd, client):
    chosen = Selection.objects.create(name="Écouter", state=SelectionState.PUBLISHED)
    for position, editorial in enumerate([odd[2], odd[0]]):
        SelectionEntry.objects.create(selection=chosen, editorial=editorial, position=position)
    for ending in FORMATS:
        content = taken(ending, "/selections/ecouter/selection.{}")
        assert content
    table = taken("csv", "/selections/ecouter/selection.{}").decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(table, newline=""), delimiter=";"))
    assert [row["title"] for row in rows] == ["Le retour", ODD]
    assert rows[1]["authors"] == "Claire Abgrall; Ève Œdipe" and rows[1]["page"] == "3"
    Selection.objects.update(state=SelectionState.DRAFT)
    assert client.get("/selections/ecouter/selection.csv").status_code == 404


def test_nothing_found_is_an_empty_file_or_none(client, db):
    for ending, form in FORMATS.items():
        response = client.get(f"/search/results.{ending}?q=introuvable")
        assert response.status_code == (404 if form.needs_one else 200), ending
    assert json.loads(client.get("/search/results.json?q=introuvable").getvalue()) == []


@pytest.mark.parametrize(
    "page, first",
    [
        ("/search/?q=oreilles", "/search/results.epub?q=oreilles"),
        ("/tags/ecoute/", "/search/results.epub?tag=ecoute"),
        ("/authors/eve-oedipe/", "/search/results.epub?author=eve-oedipe"),
        ("/publications/en-contact/", "/search/results.epub?publication=en-contact"),
    ],
)
def test_pages_of_what_can_be_taken_away_say_so(client, odd, page, first):
    html = client.get(page).content.decode()
    [menu] = re.findall(r'<details class="taking.*?</details>', html, re.DOTALL)
    addresses = re.findall('href="([^"]+)"', menu)
    assert addresses[0] == first and len(addresses) == len(FORMATS)
    for address in addresses:
        assert client.get(address.replace("&amp;", "&")).status_code == 200


def test_where_nothing_is_there_nothing_is_to_be_taken_away(client, db):
    assert 'class="taking' not in client.get("/search/?q=introuvable").content.decode()


def test_odd_addresses_are_told(client, db):
    for address in ("/search/results.exe", "/selections/rien/selection.bib"):
        assert client.get(address).status_code == 404
    assert client.post("/search/results.bib").status_code == 405


def test_no_file_has_more_than_its_format_holds(client, make_editorial, monkeypatch):
    monkeypatch.setitem(FORMATS, "bib", FORMATS["bib"]._replace(most=2))
    for number in range(3):
        make_editorial(f"Titre {number}")
    response = client.get("/search/results.bib")
    assert response.getvalue().count(b"@article{") == 2 and response["X-Total-Count"] == "3"


@pytest.mark.parametrize(
    "html, expected",
    [
        ("<p>a<br>b</p>", "a\\\nb\n"),
        ("<p>*a* _b_ `c` # d</p><p># e</p><p>12. f</p>", None),
        ("<ul><li><p>a</p><ul><li>b</li></ul></li></ul>", "- a\n\n  - b\n"),
        ("<p>a <em>« b »</em> <em>c</em></p>", "a <em>« b »</em> *c*\n"),
        ("", ""),
    ],
)
def test_markdown_says_what_the_text_says(html, expected, tmp_path):
    written = markdown.body(html)
    if expected is not None:
        assert written == expected
    path = tmp_path / "a.md"
    path.write_text(f"---\ntitle: Un titre\ndate: 2001-02-12\n---\n{written}")
    [record] = ingest.read(path)
    squeezed = re.sub(r"\s+|</?p>", "", record.html)
    assert squeezed == re.sub(r"\s+|</?p>", "", html)
