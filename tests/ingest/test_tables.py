"""Spreadsheets saved as CSV, and JSON Lines in odd encodings."""

import json
from datetime import date

import pytest
from django.core.management import call_command

from archive import ingest
from archive.ingest.files import decoding
from archive.ingest.records import Doubt, Rejected
from archive.ingest.tables import read_csv, read_jsonl
from archive.models import Author, Editorial

TABLE = (
    "Titre;Auteur;Date;Revue;Rubrique;N°;Mots-clés;Texte\n"
    'Le fil;"Ada NORD et Luc SUD";12 Fév 2001;La Revue du fil;Édito;n° 12;voix, téléphone;"Un fil «tendu».\n\nEt coupé."\n'
)


@pytest.fixture
def write(tmp_path):
    def write(content, encoding="utf-8"):
        path = tmp_path / "fil.csv"
        path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
        return path

    return write


def test_a_french_spreadsheet_says_all_that_it_says(write):
    [record] = read_csv(write(TABLE))
    assert (record.title, record.date, record.publication) == (
        "Le fil",
        "2001-02-12",
        "La Revue du fil",
    )
    assert [one.name for one in record.bylines] == ["Ada NORD", "Luc SUD"]
    assert (record.section, record.issue, record.tags) == ("Édito", "n° 12", ["voix", "téléphone"])
    assert record.html == "<p>Un fil «tendu».</p><p>Et coupé.</p>"
    assert record.doubts == []


@pytest.mark.parametrize(
    "cell, tags",
    [
        ("voix, téléphone ; accueil", ["voix", "téléphone", "accueil"]),
        ('voix, "qualité"', ["voix", "qualité"]),
        ('"appels, entrants" ; voix', ["appels, entrants", "voix"]),
        ('écran 15" plat, voix', ['écran 15" plat', "voix"]),
        (' , ; "" ,', []),
    ],
)
def test_a_tag_of_a_list_may_stand_in_quotation_marks(write, cell, tags):
    quoted = cell.replace('"', '""')
    [record] = read_csv(write(f'titre,mots-clés,texte\nUn,"{quoted}",Un fil.\n'))
    assert record.tags == tags


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_encodings_delimiters_and_line_ends_of_all_spreadsheets(write, encoding, delimiter, end):
    rows = (("title", "authors", "text"), ("L’été", "Ada Nord", '"Un fil' + end + 'tendu"'))
    path = write(end.join(map(delimiter.join, rows)) + end, encoding)
    [record] = ingest.read(path)
    assert (record.title, record.html) == ("L’été", "<p>Un fil</p><p>tendu</p>")
    assert (Doubt("text", "encoding", "Windows-1252") in record.doubts) == (encoding == "cp1252")


def test_only_the_rows_in_another_encoding_are_doubted(write):
    rows = (
        "titre;texte\nÉté;Un fil.\n".encode()
        + "Hiver;Coupé.\n".encode("cp1252")
        + "Été;Renoué.\n".encode()
    )
    records = list(read_csv(write(rows)))
    assert [record.html for record in records] == [
        "<p>Un fil.</p>",
        "<p>Coupé.</p>",
        "<p>Renoué.</p>",
    ]
    assert [Doubt("text", "encoding", "Windows-1252") in record.doubts for record in records] == [
        False,
        True,
        False,
    ]


def test_what_stands_in_unknown_columns_is_told(write):
    [first, second] = read_csv(
        write("titre,prix,texte,visa\nA,12 €,Un fil.,oui\nB,,Un pas.,,de trop\n")
    )
    assert Doubt("text", "missing", "prix : 12 € ; visa : oui") in first.doubts
    assert Doubt("text", "missing", "sans titre : de trop") in second.doubts


def test_of_two_columns_for_one_thing_the_other_is_told(write):
    [record] = read_csv(write("parution;date;texte\nmars 2001;12 mars 2001;Un fil.\n"))
    assert record.date == "2001-03-12"
    assert Doubt("text", "missing", "parution : mars 2001") in record.doubts


def test_shelf_marks_are_identifiers_only_where_each_row_has_its_own(write):
    table = "cote;titre;texte\nR 12;A;Un fil.\n{};B;Un pas.\n;C;Un mot.\n"
    own = list(read_csv(write(table.format("R 13"))))
    assert [record.source_id for record in own] == ["R 12", "R 13", ""]
    first, second, _third = read_csv(write(table.format("R 12")))
    assert first.source_id == second.source_id == ""
    assert Doubt("text", "missing", "cote : R 12") in first.doubts


@pytest.fixture
def read_object(tmp_path):
    def read_object(**entries):
        path = tmp_path / "fil.jsonl"
        path.write_text(json.dumps({"text": "Un fil."} | entries), encoding="utf-8")
        [record] = read_jsonl(path)
        return record

    return read_object


def test_json_lines_take_the_names_that_tables_take(read_object):
    record = read_object(
        titre="Le coin corné",
        author="Lise Amiot",
        magazine="Le Feuillet",
        rubrique="Humeur",
        mots_cles=["voix", "fil"],
        annee=2003,
        mois="mai",
    )
    assert (record.title, record.publication, record.section) == (
        "Le coin corné",
        "Le Feuillet",
        "Humeur",
    )
    assert [byline.name for byline in record.bylines] == ["Lise Amiot"]
    assert (record.tags, record.date, record.doubts) == (["voix", "fil"], "2003-05", [])


def test_a_key_of_json_lines_that_nothing_takes_is_told(read_object):
    record = read_object(
        id="a1",
        title="Le coin",
        titre="L’autre coin",
        author={"name": "Lise"},
        source="Le Feuillet",
        mots=[],
        ref="b2",
    )
    assert (record.title, record.source_id) == ("Le coin", "a1")
    told = 'titre : L’autre coin ; author : {"name": "Lise"} ; source : Le Feuillet ; ref : b2'
    assert Doubt("text", "missing", told) in record.doubts


def test_a_key_beside_the_one_that_serves_is_told(read_object):
    record = read_object(bylines=[{"name": "Ada Nord"}], auteur="Luc Sud", cote="R 12")
    assert [byline.name for byline in record.bylines] == ["Ada Nord"] and not record.source_id
    assert Doubt("text", "missing", "auteur : Luc Sud ; cote : R 12") in record.doubts


@pytest.mark.parametrize(
    ("author", "name", "role"),
    [
        ("Anne Martin, directrice de la rédaction", "Anne Martin", "directrice de la rédaction"),
        ("Luc Sud, rédacteur en chef", "Luc Sud", "rédacteur en chef"),
        ("Nord, Ada", "Nord, Ada", ""),
        ("Anne Martin, Ben Ali", "Anne Martin, Ben Ali", ""),
        ("Livres et Cie", "Livres et Cie", ""),
        ("Ada Nord", "Ada Nord", ""),
    ],
)
def test_a_role_behind_an_author_of_a_list_is_no_part_of_the_name(read_object, author, name, role):
    record = read_object(authors=[author, "Ben Ali"])
    assert [(byline.name, byline.role) for byline in record.bylines] == [
        (name, role),
        ("Ben Ali", ""),
    ]
    kind = read_object(authors=[author], author_kind="person").bylines[0].kind
    assert kind == "person"


@pytest.mark.parametrize(
    "authors",
    [
        "Ada Nord ; &, Léopold Verger",
        "Ada Nord ; & Léopold Verger",
        "Ada Nord &, Léopold Verger",
        "Ada Nord, ; Léopold Verger &",
        "Ada Nord ; & ; Léopold Verger",
    ],
)
def test_a_lone_sign_between_authors_is_no_part_of_a_name(read_object, authors):
    record = read_object(authors=authors)
    assert [byline.name for byline in record.bylines] == ["Ada Nord", "Léopold Verger"]


def test_the_same_name_given_by_two_keys_is_told_once(read_object):
    record = read_object(title="A", authors=None, author="Lise Amiot", auteur="Lise Amiot")
    assert [byline.name for byline in record.bylines] == ["Lise Amiot"]
    assert record.doubts == [Doubt("date", "unknown")]


def test_a_table_without_a_column_of_texts_is_rejected_with_its_columns(write):
    [rejected] = ingest.read(write("titre;auteur;prix\nLe fil;Ada Nord;3\n"))
    assert "« texte »" in rejected.reason and "titre, auteur, prix" in rejected.reason


def test_a_row_without_text_is_rejected_with_its_line(write):
    first, rejected, last = ingest.read(write('titre;texte\nA;"Un\nfil."\nB;\n\nC;Un pas.\n'))
    assert (first.title, last.title) == ("A", "C")
    assert rejected.source.endswith("fil.csv:4") and "pas de texte" in rejected.reason


@pytest.mark.parametrize(
    "heading, cells, edtf",
    [
        ("année;mois;jour", "2001;février;12", "2001-02-12"),
        ("année;mois", "2001;02", "2001-02"),
        ("année", "2001", "2001"),
        ("date de parution", "printemps 2004", "2004-21"),
        ("paru le", "12/02/2001", "2001-02-12"),
        ("date", "2001-02-12 00:00:00", "2001-02-12"),
        ("date", "12. Februar 2001", "2001-02-12"),
        ("date", "36934", None),
        ("date", "30 février 2001", None),
    ],
)
def test_dates_are_read_as_printed_or_not_at_all(write, heading, cells, edtf):
    [record] = read_csv(write(f"{heading};titre;texte\n{cells};Le fil;Un fil.\n"))
    assert record.date == edtf
    assert any(doubt.field == "date" for doubt in record.doubts) == (edtf is None)


@pytest.mark.parametrize(
    "printed, code", [("12/02/01", "two-digits"), (f"1/1/{date.today().year + 3}", "future")]
)
def test_a_date_that_leaves_something_open_is_doubted(write, printed, code):
    [record] = read_csv(write(f"date;texte\n{printed};Un fil.\n"))
    assert ("date", code) in [(doubt.field, doubt.code) for doubt in record.doubts]


def test_markup_in_a_column_of_texts_is_markup(write):
    [record] = read_csv(
        write("titre;contenu\nLe fil;<p>Un <em>fil</em></p><script>alert(1)</script>\n")
    )
    assert record.html.startswith("<p>Un <em>fil</em></p>")


def test_a_formula_s_guard_is_taken_away(write):
    [record] = read_csv(write("titre;texte\n'=1+1;'- Un fil.\n"))
    assert (record.title, record.html) == ("=1+1", "<p>- Un fil.</p>")


def test_a_quotation_mark_that_nothing_closes_is_told(write, monkeypatch):
    content = 'titre;texte\nA;Un fil.\nB;"Un pas.\n' + "C;Un mot.\n" * 2_000_000
    first, rejected = ingest.read(write(content))
    assert first.title == "A" and rejected.source.endswith(":3") and "guillemets" in rejected.reason


@pytest.mark.parametrize(
    "opening", [b"titre;texte\nA;Un fil.\nB;", b'{"text": "Un fil."}\n{"text": "']
)
def test_a_line_of_200_megabytes_ends_the_reading(tmp_path, opening):
    with open(tmp_path / "fil", "wb") as file:
        for part in (opening, *[b"x" * 1_000_000] * 200):
            file.write(part)
    first, rejected = ingest.read(tmp_path / "fil")
    assert first.html == "<p>Un fil.</p>" and "trop longue" in rejected.reason


def test_a_file_that_is_one_line_of_200_megabytes_is_rejected(tmp_path):
    for opening in (
        b'{"text": "',
        b"titre;texte;",
        b"Un fil ",
        b"<p>Un fil ",
        b"<rss><channel>",
        b"---\ntitle: ",
    ):
        with open(tmp_path / "fil", "wb") as file:
            for part in (opening, *[b"x" * 1_000_000] * 200):
                file.write(part)
        [rejected] = ingest.read(tmp_path / "fil")
        assert isinstance(rejected, Rejected) and rejected.reason


def test_a_line_of_json_in_the_old_encoding_is_read_with_a_doubt(tmp_path):
    row = json.dumps({"title": "Été", "text": "Un fil."}, ensure_ascii=False)
    (tmp_path / "fil.jsonl").write_bytes(row.encode("cp1252") + b"\n" + row.encode())
    first, second = read_jsonl(tmp_path / "fil.jsonl")
    assert first.title == second.title == "Été"
    assert (
        Doubt("text", "encoding", "Windows-1252") in first.doubts
        and len(second.doubts) == len(first.doubts) - 1
    )


@pytest.mark.django_db
def test_a_table_imported_twice_changes_nothing(write, tmp_path):
    for outcome in ("created", "unchanged"):
        call_command("import_editorials", str(write(TABLE)), report=str(tmp_path / "report"))
        assert json.loads((tmp_path / "report").read_text())["outcome"] == outcome
    assert Editorial.objects.get().title == "Le fil"


@pytest.mark.parametrize(
    "content, encoding",
    [
        ("été".encode(), "utf-8"),
        ("été".encode()[:-1], "utf-8"),
        ("été".encode("cp1252"), "cp1252"),
        ("été".encode("utf-16"), "utf-16-le"),
        ("l’été, un fil".encode("utf-16-be"), "utf-16-be"),
    ],
)
def test_the_first_bytes_tell_the_encoding(content, encoding):
    assert decoding.encoding_of(content) == encoding


@pytest.mark.parametrize(
    "told, code",
    [("fr", "fr"), ("FR", "fr"), ("fr_FR", "fr-FR"), ("¼script¾", ""), ("français", ""), ("", "")],
)
def test_a_language_that_is_no_code_is_in_doubt_and_not_kept(tmp_path, told, code):
    (tmp_path / "fil.jsonl").write_text(
        json.dumps({"title": "Été", "text": "Un fil.", "language": told})
    )
    [record] = ingest.read(tmp_path / "fil.jsonl")
    assert record.language == code
    assert (Doubt("language", "unknown") in record.doubts) == (bool(told) and not code)


def test_signs_of_direction_go_out_of_lines_and_are_told(tmp_path):
    path = tmp_path / "rows.jsonl"
    row = {"title": "La \u202exiov\u202c", "authors": ["Ada\u200f NORD"], "text": "Un \u202bfil."}
    path.write_text(json.dumps(row))
    [record] = ingest.read(path)
    assert (record.title, record.bylines[0].name) == ("La xiov", "Ada NORD")
    assert {Doubt("title", "directions"), Doubt("byline", "directions")} <= set(record.doubts)
    assert "\u202b" in record.html


@pytest.mark.django_db
def test_a_name_of_signs_of_direction_alone_is_none(tmp_path):
    row = {"title": "Le fil", "authors": ["\u200e", "Ada Nord"], "tags": ["\u200f", "fil"]}
    (tmp_path / "rows.jsonl").write_text(json.dumps(row | {"text": "Un fil."}))
    call_command("import_editorials", tmp_path / "rows.jsonl")
    editorial = Editorial.objects.get()
    assert [byline.name for byline in editorial.bylines.all()] == ["Ada Nord"]
    assert [tag.name for tag in editorial.tags.all()] == ["fil"]
    assert not Author.objects.filter(name="").exists()


@pytest.mark.django_db
def test_a_row_may_say_that_an_office_signs(tmp_path):
    path = tmp_path / "rows.jsonl"
    signed = [
        {"name": "Les Amis du fil", "kind": "office"},
        {"name": "Bureau Nord", "kind": "person"},
    ]
    path.write_text(json.dumps({"title": "Le fil", "bylines": signed, "text": "Un fil."}))
    call_command("import_editorials", path)
    kinds = [byline.kind for byline in Editorial.objects.get().bylines.all()]
    assert kinds == ["office", "person"]


@pytest.mark.parametrize("typed, kind", [("Organisme", "office"), ("personne", "person"), ("", "")])
def test_a_table_says_in_french_who_signs(write, typed, kind):
    [record] = read_csv(
        write(f"titre,auteur,nature de l’auteur,texte\nUn,Les Amis du fil,{typed},Un fil.\n")
    )
    assert [byline.kind for byline in record.bylines] == [kind]


def test_a_kind_that_is_none_is_refused_with_the_reason(write):
    [rejected] = read_csv(
        write("titre,auteur,nature de l’auteur,texte\nUn,Les Amis,licorne,Un fil.\n")
    )
    assert isinstance(rejected, Rejected) and "licorne" in rejected.reason
