"""Documents that are not read, each with its reason; nothing in them is run, nothing fetched."""

import io
import re
import resource
import zipfile
from pathlib import Path

import pytest

from archive import ingest
from archive.ingest.records import Record, Rejected

SAMPLES = Path(__file__).parents[2] / "data" / "documents"
ENTITY = b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
PDF_HEAD = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"


@pytest.fixture
def read(tmp_path):
    """What comes of a file of these bytes."""

    def read(content: bytes, format: str = "auto") -> Record | Rejected:
        path = tmp_path / "file"
        path.write_bytes(content)
        return next(ingest.read(path, format))

    return read


def reason(outcome: Record | Rejected) -> str:
    assert isinstance(outcome, Rejected), outcome
    return outcome.reason.replace("\u00a0", " ")


def package(name: str, **replaced: bytes) -> bytes:
    """A sample with other parts."""
    packed = io.BytesIO()
    with (
        zipfile.ZipFile(SAMPLES / name) as source,
        zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for member in source.namelist():
            if member not in replaced:
                target.writestr(member, source.read(member))
        for member, content in replaced.items():
            target.writestr(member, content)
    return packed.getvalue()


def part(name: str, member: str) -> bytes:
    with zipfile.ZipFile(SAMPLES / name) as source:
        return source.read(member)


def pages(count: int, content: bytes = b"") -> bytes:
    """A PDF of as many pages with that content, or with nothing on them."""
    kids = b" ".join(b"%d 0 R" % (number + 10) for number in range(count))
    page = b"%d 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 3 0 R>>endobj\n"
    parts = [PDF_HEAD, b"2 0 obj<</Type/Pages/Count %d/Kids[%s]>>endobj\n" % (count, kids)]
    parts.append(b"3 0 obj<</Length %d>>stream\n%s\nendstream endobj\n" % (len(content), content))
    parts += [page % (number + 10) for number in range(count)]
    return b"".join([*parts, b"trailer<</Root 1 0 R>>\n%%EOF"])


def test_macros_and_embedded_objects_are_refused(read):
    with_macros = package("pandoc.docx", **{"word/vbaProject.bin": b"x"})
    assert "macros" in reason(read(with_macros))
    with_object = package("pandoc.docx", **{"word/embeddings/oleObject1.bin": b"x"})
    assert "objets incorporés" in reason(read(with_object))
    scripted = package("libreoffice.odt", **{"Basic/Standard/Module1.xml": b"<x/>"})
    assert "macros" in reason(read(scripted))
    rich = (SAMPLES / "pandoc.rtf").read_bytes().rstrip().removesuffix(b"}")
    assert "objets incorporés" in reason(read(rich + rb"{\object{\*\objdata 0105}}}"))


def test_what_asks_for_a_password_says_so(read):
    old = b"\xd0\xcf\x11\xe0" + bytes(600) + "EncryptedPackage".encode("utf-16-le")
    assert "mot de passe" in reason(read(old))
    manifest = part("pandoc.odt", "META-INF/manifest.xml").replace(
        b"</manifest:manifest>", b"<manifest:encryption-data/></manifest:manifest>"
    )
    assert "mot de passe" in reason(
        read(package("pandoc.odt", **{"META-INF/manifest.xml": manifest}))
    )
    locked = package("pandoc.epub", **{"META-INF/rights.xml": b"<rights/>"})
    assert "mot de passe" in reason(read(locked))


def test_old_and_other_office_documents_say_what_to_do(read):
    assert "enregistrez-le en .docx" in reason(
        read(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(900))
    )
    assert "PostScript" in reason(read(b"%!PS-Adobe-3.0\n"))
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as sheet:
        sheet.writestr("[Content_Types].xml", "<Types/>")
        sheet.writestr("ppt/presentation.xml", "<presentation/>")
    assert "présentation" in reason(read(packed.getvalue()))
    spreadsheet = io.BytesIO()
    with zipfile.ZipFile(spreadsheet, "w") as sheet:
        sheet.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
    assert "content.xml" in reason(read(spreadsheet.getvalue()))


@pytest.mark.parametrize(
    ("name", "member"),
    [
        ("pandoc.docx", "word/document.xml"),
        ("pandoc.odt", "content.xml"),
        ("pandoc.epub", "EPUB/text/ch001.xhtml"),
    ],
)
def test_entities_are_never_read(read, name, member):
    declaring = re.sub(rb"<!DOCTYPE[^>]*>", b"", part(name, member))
    declaring = re.sub(rb"^(<\?xml.*?\?>)?", lambda head: head[0] + ENTITY, declaring, count=1)
    assert "entités" in reason(read(package(name, **{member: declaring})))


@pytest.mark.parametrize("name", ["pandoc.docx", "pandoc.odt", "pandoc.epub"])
def test_bombs_and_damaged_packages_are_refused_in_bounded_memory(read, name):
    member = {"docx": "word/document.xml", "odt": "content.xml", "epub": "EPUB/content.opf"}
    bomb = package(name, **{member[name.partition(".")[2]]: b"<x>" + b" " * (24 << 20)})
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert "démesuré" in reason(read(bomb))
    after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert after - before < 60 * 1024  # kilobytes
    whole = (SAMPLES / name).read_bytes()
    assert "abîmé" in reason(read(whole[: len(whole) // 2]))
    broken = package(name, **{member[name.partition(".")[2]]: b"<x><y></x>"})
    assert "abîmé" in reason(read(broken))
    nested = b"<x>" * 5000 + b"</x>" * 5000
    assert "abîmé" in reason(read(package(name, **{member[name.partition(".")[2]]: nested})))


def test_a_book_never_leads_out_of_itself(read):
    contents = part("pandoc.epub", "EPUB/content.opf")
    for address in (b"../../../../etc/passwd", b"/etc/passwd", b"file:///etc/passwd"):
        led = re.sub(rb'href="text/ch001.xhtml"', b'href="%s"' % address, contents)
        assert "Aucun texte" in reason(read(package("pandoc.epub", **{"EPUB/content.opf": led})))


def test_a_rich_text_that_is_cut_says_so(read):
    whole = (SAMPLES / "libreoffice.rtf").read_bytes()
    record = read(whole[: int(len(whole) * 0.95)])
    assert ("text", "cut") in {(doubt.field, doubt.code) for doubt in record.doubts}
    assert isinstance(read(b"{\\rtf1" + b"{" * 50_000), Rejected)


def test_pdfs_without_a_text_are_refused_with_their_reason(read):
    assert "pages sont vides" in reason(read(pages(3)))
    assert "Trop de pages" in reason(read(pages(3000)))
    assert "abîmé" in reason(read(b"%PDF-1.7\n" + bytes(2000)))
    picture = b"q 9 0 0 9 0 0 cm BI /W 1 /H 1 /BPC 8 /CS /G ID " + b"\x80" + b" EI Q"
    assert "couche de texte" in reason(read(pages(2, picture)))
    whole = (SAMPLES / "typst.pdf").read_bytes()
    assert isinstance(read(whole[: len(whole) // 3]), Rejected)


@pytest.mark.parametrize(
    "format", ["docx", "odt", "rtf", "epub", "pdf", "tei", "jats", "alto", "mets", "hocr"]
)
def test_a_format_that_is_told_wrongly_says_so(read, format):
    assert "Ce n’est pas" in reason(read(b"Rien de tel.", format)) or "abîmé" in reason(
        read(b"Rien de tel.", format)
    )


def test_a_date_in_the_properties_is_a_doubt_and_one_that_is_printed_wins(read):
    printed = read((SAMPLES / "pandoc.docx").read_bytes())
    assert printed.date == "2004-03-12"
    assert "properties" not in {doubt.code for doubt in printed.doubts}
    silent = read(
        package(
            "abiword.docx",
            **{
                "word/document.xml": part("abiword.docx", "word/document.xml").replace(
                    "Publié le 3 octobre 1998 par Sophie Lenoir".encode(), b""
                ),
                "docProps/core.xml": (
                    b'<p xmlns:d="http://purl.org/dc/terms/" xmlns:c="http://purl.org/dc/elements/1.1/">'
                    b"<d:created>2004-03-01T10:00:00Z</d:created><c:creator>Anne Petit</c:creator></p>"
                ),
            },
        )
    )
    assert silent.date is None
    assert silent.bylines == []
    told = {(doubt.field, doubt.code): doubt for doubt in silent.doubts}
    assert told["date", "properties"].value == "2004-03-01"
    assert told["byline", "properties"].value == "Anne Petit"
    assert "propriétés du fichier" in told["date", "properties"].message()


def test_a_page_is_read_with_the_issue_that_names_it_and_an_issue_wants_its_pages(read):
    issue = SAMPLES / "mets-logical"
    outcomes = [next(ingest.read(path)) for path in ingest.walk([str(issue)])]
    assert [type(outcome).__name__ for outcome in outcomes] == ["Record", "Rejected", "Rejected"]
    assert "« mets.xml »" in reason(outcomes[1])
    assert "dossier entier" in reason(read((issue / "mets.xml").read_bytes()))


def test_an_issue_opens_no_page_outside_its_folder(tmp_path):
    inside = tmp_path / "issue"
    inside.mkdir()
    page = (SAMPLES / "mets-physical" / "X0000001.xml").read_bytes()
    (tmp_path / "secret.xml").write_bytes(page)
    (inside / "link.xml").symlink_to(tmp_path / "secret.xml")
    mets = (SAMPLES / "mets-physical" / "manifest-mets.xml").read_bytes()
    for address in (b"../secret.xml", b"link.xml", b"/etc/passwd", b"http://h.example/a.xml"):
        (inside / "mets.xml").write_bytes(mets.replace(b"X0000001.xml", address))
        assert "dossier entier" in reason(next(ingest.read(inside / "mets.xml")))


@pytest.mark.parametrize(
    "name", ["p4.tei.xml", "pmc.jats.xml", "docworks.alto.xml", "finereader.hocr"]
)
def test_a_document_type_is_read_over_and_its_entities_are_refused(read, name):
    content = (SAMPLES / name).read_bytes()
    assert isinstance(read(content), Record)
    bare = re.sub(rb"<!DOCTYPE[^>]*>", b"", content)
    declaring = re.sub(rb"^(<[?]xml.*?[?]>)?", lambda head: head[0] + ENTITY, bare, count=1)
    assert "entités" in reason(read(declaring))
    external = bare.replace(b"<TEI.2>", b'<!DOCTYPE x SYSTEM "file:///etc/passwd"><TEI.2>')
    assert isinstance(read(external), Record)
    assert isinstance(read(content[: len(content) // 3]), Rejected | Record)


def test_words_that_a_scanner_hardly_trusts_are_told(read):
    content = (SAMPLES / "docworks.alto.xml").read_text()
    doubtful = read(
        re.sub(r'WC="0.93" CONTENT="(\w{5})"', r'WC="0.2" CONTENT="\1"', content).encode()
    )
    assert ("text", "scanned") in {(doubt.field, doubt.code) for doubt in doubtful.doubts}


def test_what_is_printed_above_every_page_tells_magazine_issue_and_date(read):
    silent = part("abiword.docx", "word/document.xml").replace(
        "Publié le 3 octobre 1998 par Sophie Lenoir".encode(), b"Par Sophie Lenoir"
    )
    header = (
        '<w:hdr xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:p><w:r><w:t>'
        "Relation &amp; Voix – n° 42 – mars 2004</w:t></w:r></w:p><w:p><w:r><w:t>3</w:t></w:r></w:p></w:hdr>"
    )
    parts = {"word/document.xml": silent, "word/header1.xml": header.encode()}
    record = read(package("abiword.docx", **parts))
    assert (record.publication, record.issue) == ("Relation & Voix", "n° 42")
    assert (record.title, record.date) == ("La patience n’est pas une compétence", "2004-03")


def test_an_issue_that_names_no_editorial_gives_its_articles_to_choose_from(tmp_path):
    document = part("python-docx.docx", "word/document.xml").decode()
    for section in ("Édito", "Enquêtes", "Portrait"):
        document = document.replace(f"<w:t>{section}</w:t>", "<w:t>Ici et là</w:t>")
    path = tmp_path / "issue"
    path.write_bytes(package("python-docx.docx", **{"word/document.xml": document.encode()}))
    records = list(ingest.read(path))
    assert [record.bylines[0].name for record in records] == [
        "Jeanne Villard",
        "Paul Desmarets",
        "Nadia Ferrand",
    ]
    assert all(record.date == "2001-06" for record in records)
    assert all("article" in {doubt.code for doubt in record.doubts} for record in records)


def test_a_part_by_another_name_is_not_opened_behind_what_was_checked(read):
    leading = part("pandoc.docx", "_rels/.rels").replace(b"word/document.xml", b"word/document.bin")
    text = part("pandoc.docx", "word/document.xml").replace(b"standard", b"complice")
    outcome = read(package("pandoc.docx", **{"_rels/.rels": leading, "word/document.bin": text}))
    assert isinstance(outcome, Record) and "complice" not in outcome.title + outcome.html


TEXT = b"Un fil tendu d'une oreille depuis hier. " * 9


def test_rich_text_that_repeats_without_end_takes_no_time(read):
    text = rb"{\rtf1\ansi{\stylesheet{\s1%s" % (b" " * 20_000) + rb"}}\pard %s\par " % TEXT
    outcome = read(text + rb"\bin1 x" * 200_000 + b"}")
    assert isinstance(outcome, Record) and "Un fil tendu" in outcome.html


def test_styles_are_known_as_word_describes_them(read):
    styles = rb"{\stylesheet{\s1\ql \sbasedon0\snext0 heading 1;}}"
    body = rb"\pard\plain\s1 Tenir la ligne\par\pard\plain %s\par" % TEXT
    outcome = read(rb"{\rtf1\ansi" + styles + body + b"}")
    assert isinstance(outcome, Record) and outcome.title == "Tenir la ligne"


def test_a_blank_chapter_leaves_a_book_whole(read):
    contents = part("pandoc.epub", "EPUB/content.opf")
    assert b"ch002" in contents or b"title_page" in contents
    blank = "EPUB/text/title_page.xhtml"
    assert isinstance(read(package("pandoc.epub", **{blank: b" \n"})), Record)
