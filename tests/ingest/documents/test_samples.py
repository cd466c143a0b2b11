"""Documents, scans and encoded texts that programs of different makers wrote, and what each of them says.

The texts are the project's own; tests/data/documents/README.md tells how each file was made.
"""

from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import pytest

from archive import epub, ingest
from archive.text import plain

SAMPLES = Path(__file__).parents[2] / "data" / "documents"


class Text(NamedTuple):
    """What a document says, and how its text opens and closes."""

    title: str
    authors: list[str]
    date: str | None
    publication: str
    issue: str
    language: str
    opening: str
    closing: str
    words: int


SWITCHBOARD = Text(
    "Le standard ne répond plus",
    ["Claire Nordet"],
    "2004-03-12",
    "Relation & Voix",
    "n° 42",
    "fr",
    "Depuis dix ans, les centres d’appels promettent",
    "plus besoin de rappeler.",
    154,
)
SILENCES = Text(
    "Compter les mots, peser les silences",
    ["Marc Aubrier"],
    "2007-21",
    "LES CAHIERS DE LA CLIENTÈLE",
    "n° 17",
    "fr",
    "On nous a longtemps appris à compter : les appels",
    "Bonne lecture à tous.",
    140,
)
PATIENCE = Text(
    "La patience n’est pas une compétence",
    ["Sophie Lenoir"],
    "1998-10-03",
    "",
    "",
    "fr",
    "La patience, c’est ce que l’on demande aux autres",
    "on ne retient personne avec de la patience.",
    140,
)
QUEUE = Text(
    "The queue is the message",
    ["Helen Marsh"],
    "2011-05-12",
    "",
    "",
    "en",
    "Every company says that it listens.",
    "somebody ought to decide what it says.",
    124,
)
# The only editorial of an issue that has two other articles.
TELEPHONE = Text(
    "Le téléphone a cent vingt-cinq ans",
    ["Jeanne Villard"],
    "2001-06",
    "Relation & Voix",
    "n° 8",
    "fr",
    "On fête cette année un objet que plus personne ne regarde.",
    "Ils ont la parole pendant quarante pages.",
    88,
)
IN_HEAD = SILENCES._replace(publication="Les Cahiers de la clientèle")
IN_COLUMNS = SILENCES._replace(opening="On mesure tout dans nos métiers")
EXPECTED = {
    "pandoc.docx": SWITCHBOARD,
    "libreoffice.docx": SILENCES,
    "abiword.docx": PATIENCE,
    "calibre.docx": QUEUE,
    "python-docx.docx": TELEPHONE,
    "libreoffice.odt": SWITCHBOARD,
    "abiword.odt": SILENCES,
    "pandoc.odt": PATIENCE,
    "docutils.odt": QUEUE,
    "odfpy.odt": TELEPHONE,
    "abiword.rtf": SWITCHBOARD,
    "pandoc.rtf": SILENCES,
    "calibre.rtf": PATIENCE,
    "pyrtf.rtf": QUEUE,
    "libreoffice.rtf": TELEPHONE,
    # Its own title page, with the day, is left aside; the text prints a month.
    "pandoc.epub": SWITCHBOARD._replace(date="2004-03"),
    "calibre.epub": SILENCES,
    "libreoffice.epub": PATIENCE,
    "mkepub.epub": TELEPHONE,
    "libreoffice.pdf": SWITCHBOARD,
    "chromium.pdf": IN_COLUMNS,
    "groff.pdf": PATIENCE,
    "wkhtmltopdf.pdf": QUEUE,
    "typst.pdf": TELEPHONE,
    "reportlab.pdf": TELEPHONE._replace(date=None),
    "tesseract-1.alto.xml": SWITCHBOARD,
    "docworks.alto.xml": IN_COLUMNS,
    "kraken.alto.xml": PATIENCE,
    "tesseract-2.alto.xml": QUEUE,
    "tesseract-3.alto.xml": TELEPHONE,
    "mets-logical/mets.xml": TELEPHONE,
    "mets-physical/manifest-mets.xml": IN_COLUMNS._replace(
        publication="Les Cahiers de la clientèle", issue=""
    ),
    "tesseract-1.hocr": SWITCHBOARD,
    "ocropus.hocr": IN_COLUMNS,
    "finereader.hocr": PATIENCE,
    "tesseract-2.hocr": QUEUE,
    "tesseract-3.hocr": TELEPHONE,
    # What TEI and JATS do not state in their heads is not known.
    "pandoc.tei.xml": SWITCHBOARD._replace(publication="", issue=""),
    "openedition.tei.xml": IN_HEAD,
    "p4.tei.xml": PATIENCE,
    "grobid.tei.xml": QUEUE,
    "corpus.tei.xml": TELEPHONE,
    "pandoc.jats.xml": SWITCHBOARD,
    "scielo.jats.xml": IN_HEAD,
    "texture.jats.xml": PATIENCE,
    "pmc.jats.xml": QUEUE,
    "ojs.jats.xml": TELEPHONE,
}
WITHOUT_NAME = {name for name in EXPECTED if not name.startswith("mets-")}


def test_the_table_has_every_sample_and_none_is_large():
    files = {str(path.relative_to(SAMPLES)) for path in SAMPLES.rglob("*") if path.is_file()}
    pages = {name for name in files if name.startswith("mets-") and "mets.xml" not in name}
    assert files - pages - {"README.md"} == EXPECTED.keys()
    for name in files:
        assert (SAMPLES / name).stat().st_size < 60_000


@pytest.mark.parametrize("name", EXPECTED)
def test_a_document_of_each_maker_is_read_by_what_it_holds(name, tmp_path):
    path = SAMPLES / name
    if name in WITHOUT_NAME:  # neither its name nor its ending tells what it is
        path = tmp_path / "sans-nom"
        path.write_bytes((SAMPLES / name).read_bytes())
    records = list(ingest.read(path))
    assert len(records) == 1
    record, text = records[0], EXPECTED[name]
    body = plain(record.html)
    assert (record.title, [byline.name for byline in record.bylines], record.date) == text[:3]
    assert (record.publication, record.issue, record.language) == text[3:6]
    notes = body.split("\n\n")
    assert any(paragraph.startswith(text.opening) for paragraph in notes[:2])
    assert any(paragraph.endswith(text.closing) for paragraph in notes[-2:])
    standfirst = len(record.standfirst.split())
    assert abs(len(body.split()) + standfirst - text.words) < 0.2 * text.words
    assert record.capture == path.read_bytes()
    assert record.media_type


def test_a_book_that_an_archive_like_this_one_wrote_gives_its_editorials_again(tmp_path):
    chapters = [
        epub.Chapter(
            title=f"La voix {number}",
            html=f"<p>{'On décroche, on écoute, on répond, puis on raccroche. ' * 12}</p><p>Fin.</p>",
            language="fr",
            where="Relation & Voix · mai 2004",
            standfirst="",
            signed=signed,
            address="https://archive.example/1",
            rights="",
        )
        for number, signed in enumerate(("Claire Nordet", "Marc Aubrier"), start=1)
    ]
    path = tmp_path / "livre"
    path.write_bytes(epub.book("Sélection", "fr", chapters, datetime(2026, 1, 2, tzinfo=UTC)))
    records = list(ingest.read(path))
    assert [record.title for record in records] == ["La voix 1", "La voix 2"]
    assert [record.bylines[0].name for record in records] == ["Claire Nordet", "Marc Aubrier"]
    assert [record.source for record in records] == [f"{path}#1", f"{path}#2"]
