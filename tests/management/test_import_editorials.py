import json
import os

import pytest
from django.core.management import CommandError, call_command

from archive.ingest.tables import read_jsonl
from archive.models import Author, AuthorName, Capture, Editorial, Import, Tagging

pytestmark = pytest.mark.django_db


@pytest.fixture
def run(tmp_path):
    """Imports paths and returns the report's rows."""

    def run(*paths, **options):
        report = tmp_path / "report.jsonl"
        call_command("import_editorials", *map(str, paths), report=str(report), **options)
        return [json.loads(line) for line in report.read_text().splitlines()]

    return run


@pytest.fixture
def write(tmp_path):
    def write(name, *rows):
        path = tmp_path / name
        path.write_text("\n".join(json.dumps(row) for row in rows))
        return path

    return write


ROW = {
    "source_id": "a1",
    "title": "Le fil",
    "authors": ["Ada NORD"],
    "date": "2001-02",
    "text": "Un fil tendu.",
    "tags": ["voix"],
}


def test_a_magazine_that_no_column_takes_is_refused_before_anything(run, write):
    path = write("rows.jsonl", ROW)
    with pytest.raises(CommandError, match=r"trop long.*201.*200"):
        run(path, publication="x" * 201)
    assert not Import.objects.exists() and not Editorial.objects.exists()


@pytest.mark.parametrize("row", [{"tags": ["œ" * 101]}, {"authors": ["œ" * 101]}])
def test_a_name_whose_key_no_column_takes_is_rejected(run, write, row):
    [outcome] = run(write("rows.jsonl", ROW | row))
    assert outcome["outcome"] == "rejected" and "202" in outcome["reason"]


def test_a_file_at_the_end_of_a_long_path_is_known_again_and_fits_its_column(run, tmp_path):
    folder = tmp_path.joinpath(*["d" * 200] * 6)
    folder.mkdir(parents=True)
    text = "<p>Un texte bien caché, tout au fond d’un dossier.</p>" * 5
    (folder / "page.html").write_text(f"<article><h1>Au fond</h1>{text}</article>")
    outcomes = [run(tmp_path / ("d" * 200))[0]["outcome"] for _time in range(2)]
    assert outcomes == ["created", "unchanged"]
    origin = Capture.objects.get().origin
    assert len(origin) == 1000 and origin.endswith("/page.html")


def test_a_magazine_is_taken_as_it_is_seen(run, write):
    run(write("rows.jsonl", ROW), publication=" Le\tFil\0 ")
    assert Editorial.objects.get().publication.name == "Le Fil"
    assert Import.objects.get().publication == "Le Fil"


def test_the_report_prints_a_standfirst_above_its_text(run, write):
    with_standfirst = ROW | {"source_id": "a2", "standfirst": "Où l’on tire dessus."}
    rows = run(write("fil.jsonl", with_standfirst, ROW | {"text": "Un fil rompu."}))
    assert [row["text"] for row in rows] == [
        "Où l’on tire dessus.\n\nUn fil tendu.",
        "Un fil rompu.",
    ]


def test_the_five_documents_come_out_as_expected(run, shared):
    rows = {os.path.basename(row["source"]): row for row in run(shared / "seeds")}
    for line in (shared / "seeds-expected.jsonl").read_text().splitlines():
        expected = json.loads(line)
        row = rows[expected["file"]]
        assert row["outcome"] == "created"
        assert row["title"] in [expected["title"], *expected["title_alt"]]
        assert row["authors"] == expected["authors"]
        assert row["date"] == expected["date"]
        assert row["publication"] in [expected["publication"], *expected["publication_alt"]]
        assert row["tags"] == expected["tags"]
        assert row["text"].startswith(expected["body_starts"])
        assert row["text"].endswith((expected["body_ends"], *expected["body_ends_alt"]))
        assert not [part for part in expected["must_not_contain"] if part in row["text"]]
        assert all(part in row["text"] for part in expected["must_contain"])


def test_what_a_page_does_not_say_is_a_doubt(run, shared):
    rows = run(shared / "seeds")
    for row in rows:
        doubted = {doubt.partition(":")[0] for doubt in row["doubts"]}
        assert ("date" in doubted) == (row["date"] is None)
        assert ("byline" in doubted) == (row["authors"] == [])


def test_importing_twice_changes_nothing_and_says_so(run, shared):
    run(shared / "seeds")
    before = list(Editorial.objects.values())
    assert {row["outcome"] for row in run(shared / "seeds")} == {"unchanged"}
    assert list(Editorial.objects.values()) == before
    assert Capture.objects.count() == 5


def test_the_original_bytes_are_kept(run, shared):
    run(shared / "seeds" / "002_d0ecf4a85d4a91bc.txt")
    with Capture.objects.get().content.open() as kept:
        assert kept.read() == (shared / "seeds" / "002_d0ecf4a85d4a91bc.txt").read_bytes()


def test_one_person_however_printed(run, write):
    run(
        write("a.jsonl", ROW, ROW | {"source_id": "a2", "authors": "Ada Nord", "text": "Un autre."})
    )
    assert Author.objects.get().name == "Ada Nord"
    assert set(AuthorName.objects.values_list("name", flat=True)) == {"Ada Nord", "Ada NORD"}


def test_initials_find_the_only_person_they_can_mean_and_leave_a_doubt(run, write):
    rows = run(
        write("a.jsonl", ROW, ROW | {"source_id": "a2", "authors": "A. Nord", "text": "Un autre."})
    )
    assert rows[1]["authors"] == ["Ada Nord"]
    assert any("A. Nord" in doubt for doubt in rows[1]["doubts"])


@pytest.mark.parametrize(
    "authors, persons, doubted",
    [
        (
            "Anne-Sophie L’Hermitte, Karim Benhaddou",
            ["Anne-Sophie L’Hermitte", "Karim Benhaddou"],
            False,
        ),
        (
            "Ada Nord ; Luc Sud & Eva Est et Guy Ouest",
            ["Ada Nord", "Luc Sud", "Eva Est", "Guy Ouest"],
            False,
        ),
        ("Ada Nord and Luc Sud, rédacteur en chef", ["Ada Nord", "Luc Sud"], False),
        ("Nord, Ada", ["Nord, Ada"], True),
        ("Nord, Ada ; Luc Sud", ["Nord, Ada", "Luc Sud"], True),
        ("Association des libraires et relieurs", ["Association des libraires et relieurs"], True),
        ("Ada Nord", ["Ada Nord"], False),
        ("", [], False),
    ],
)
def test_a_string_of_authors_is_split_where_it_is_plain(tmp_path, write, authors, persons, doubted):
    [found] = read_jsonl(write("a.jsonl", ROW | {"authors": authors}))
    assert [one.name for one in found.bylines] == persons
    assert (
        any((doubt.field, doubt.code) == ("byline", "guess") for doubt in found.doubts) == doubted
    )


def test_a_string_of_tags_is_split(run, write):
    [row] = run(write("a.jsonl", ROW | {"tags": "vélo, lecture publique;  voix"}))
    assert sorted(row["tags"]) == ["lecture publique", "voix", "vélo"]


def test_a_changed_source_updates_what_no_editor_touched(run, write):
    run(write("a.jsonl", ROW))
    assert run(write("a.jsonl", ROW | {"title": "Le long fil"}))[0]["outcome"] == "updated"
    assert Editorial.objects.get().title == "Le long fil"


def test_what_an_editor_mended_is_kept_and_the_difference_shown(run, write):
    run(write("a.jsonl", ROW))
    editorial = Editorial.objects.get()
    editorial.title = "Le fil (corrigé)"
    editorial.save()
    row = run(write("a.jsonl", ROW | {"title": "Le long fil", "page": "4"}))[0]
    editorial.refresh_from_db()
    assert (editorial.title, editorial.page) == ("Le fil (corrigé)", "4")
    assert any("Le long fil" in doubt for doubt in row["doubts"])


def test_tags_given_by_hand_survive_a_new_import_and_removed_ones_stay_away(run, write):
    run(write("a.jsonl", ROW))
    editorial = Editorial.objects.get()
    editorial.taggings.all().delete()
    editorial.add_tags(["écoute"], origin=Tagging.Origin.EDITOR)
    run(write("a.jsonl", ROW | {"page": "4"}))
    assert [tag.name for tag in editorial.tags.all()] == ["écoute"]


def test_the_same_text_from_elsewhere_is_a_duplicate(run, write):
    rows = run(write("a.jsonl", ROW, ROW | {"source_id": "b9", "title": "LE FIL"}))
    assert rows[1]["outcome"] == "duplicate" and str(rows[0]["id"]) in rows[1]["reason"]
    assert Editorial.objects.count() == 1


def test_the_same_text_under_another_title_or_date_was_printed_again(run, write):
    again = [ROW | {"source_id": "b9", "title": "Autre"}, ROW | {"source_id": "b8", "date": "2004"}]
    assert [row["outcome"] for row in run(write("a.jsonl", ROW, *again))] == ["created"] * 3


def test_a_dry_run_tells_all_and_changes_nothing(run, write):
    row = run(write("a.jsonl", ROW), dry_run=True)[0]
    assert (row["outcome"], row["id"], row["title"], row["authors"]) == (
        "created",
        None,
        "Le fil",
        ["Ada Nord"],
    )
    assert not Editorial.objects.exists() and not Author.objects.exists()


def test_each_bad_line_is_rejected_and_the_others_go_on(run, tmp_path):
    path = tmp_path / "a.jsonl"
    lines = [
        json.dumps(ROW),
        "{",
        "[]",
        '{"title": 3}',
        '{"text": ["x"]}',
        '{"title": "Rien"}',
        "[" * 100_000,
    ]
    path.write_text("\n".join(lines))
    outcomes = [row["outcome"] for row in run(path)]
    assert outcomes == ["created"] + ["rejected"] * 6


@pytest.mark.parametrize(
    "content", [b"", b"   \n\n", b"\x00\x01\x02PNG" * 50, b"Recherche\nImprimer\n"]
)
def test_what_holds_no_text_is_rejected_with_a_reason(run, tmp_path, content):
    (tmp_path / "page.txt").write_bytes(content)
    row = run(tmp_path / "page.txt")[0]
    assert row["outcome"] == "rejected" and row["reason"]
    assert not Editorial.objects.exists()


def test_a_file_of_50_megabytes_is_rejected_unread(run, tmp_path):
    with open(tmp_path / "page.txt", "wb") as file:
        file.truncate(50_000_000)
    assert run(tmp_path / "page.txt")[0]["outcome"] == "rejected"


def test_a_page_in_the_old_encoding_is_read(run, tmp_path, shared):
    text = (shared / "seeds" / "001_23accc70afaba427.txt").read_text()
    (tmp_path / "page.txt").write_bytes(text.encode("cp1252"))
    row = run(tmp_path / "page.txt")[0]
    assert "particulièrement galvaudé" in row["text"]
    assert any(doubt.startswith("text:") for doubt in row["doubts"])


@pytest.mark.parametrize(
    "field",
    [
        {"title": "T" * 501},
        {"page": "1" * 41},
        {"authors": ["A" * 201]},
        {"tags": ["t" * 201]},
        {"publication": "P" * 201},
    ],
)
def test_a_field_longer_than_its_column_is_rejected_with_a_reason(run, write, field):
    row, after = run(write("a.jsonl", ROW | field, ROW | {"source_id": "a2"}))
    assert row["outcome"] == "rejected" and next(iter(field)) in row["reason"]
    assert after["outcome"] == "created"


@pytest.mark.parametrize(
    "url",
    [
        *("javascript:alert(1)", "data:text/html,x", "JavaScript:alert(1)", "www.exemple.fr/a"),
        *("http://[", "ftp://exemple.fr/a", "https://exemple.fr/" + "a" * 1000),
    ],
)
def test_an_address_that_is_none_of_the_web_is_left_out_and_told(run, write, url):
    path = write("a.jsonl", ROW | {"url": url})
    [row] = run(path)
    editorial = Editorial.objects.get()
    assert row["outcome"] == "created" and editorial.source_url == ""
    [doubt] = [doubt for doubt in editorial.doubts if doubt["field"] == "url"]
    assert doubt["value"] == url[:1000]
    assert [row["outcome"] for row in run(path)] == ["unchanged"]


def test_an_address_that_is_mended_in_the_file_answers_the_doubt(run, write):
    run(write("a.jsonl", ROW | {"url": "exemple"}))
    [row] = run(write("a.jsonl", ROW | {"url": "https://exemple.fr/a"}))
    editorial = Editorial.objects.get()
    assert row["outcome"] == "updated" and editorial.source_url == "https://exemple.fr/a"
    assert "url" not in {doubt["field"] for doubt in editorial.doubts}


def test_half_a_character_is_shown_as_lost_and_doubted(run, write):
    row = run(write("a.jsonl", ROW | {"title": "Le \ud83d fil"}))[0]
    assert (row["outcome"], row["title"]) == ("created", "Le \ufffd fil")
    assert any(doubt.startswith("text:") for doubt in row["doubts"])


def test_files_whose_names_are_not_utf_8_are_read_and_told_apart(run, tmp_path, shared):
    pages = sorted((shared / "seeds").glob("*.txt"))[:2]
    for name, page in zip((b"caf\xe9.txt", b"caf\xe8.txt"), pages, strict=True):
        (tmp_path / "pages").mkdir(exist_ok=True)
        with open(os.path.join(os.fsencode(tmp_path), b"pages", name), "wb") as copy:
            copy.write(page.read_bytes())
    assert [row["outcome"] for row in run(tmp_path / "pages")] == ["created", "created"]


def test_a_link_that_leads_to_itself_is_rejected(run, tmp_path):
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "loop").symlink_to("loop")
    assert [row["outcome"] for row in run(tmp_path / "pages")] == ["rejected"]
    with pytest.raises(SystemExit):
        run(tmp_path / "pages" / "loop")


def page(title, opening, foot="Contact"):
    sentence = (
        f"{opening}, et les centres d’appels, qui embauchent depuis dix ans, le savent mieux que"
        " personne. "
    )
    body = sentence * 8
    return f"{title}\n\nPar Ada Nord\n\n{body}\n\nMentions légales\n{foot}\n"


@pytest.mark.parametrize(
    "address", ["http://www.revue.fr/", "http://www.revue.fr/contact", "http://[revue/"]
)
def test_pages_that_end_with_the_address_of_one_site_are_two_editorials(run, tmp_path, address):
    (tmp_path / "a.txt").write_text(
        page("Le premier titre", "La relation client est un métier", address)
    )
    (tmp_path / "b.txt").write_text(
        page("Le second titre", "Le téléphone sonne dans la nuit", address)
    )
    rows = run(tmp_path / "a.txt", tmp_path / "b.txt")
    assert [row["outcome"] for row in rows] == ["created", "created"]


def test_another_page_under_the_same_file_name_replaces_nothing(run, tmp_path):
    for title, opening in (
        ("Le premier titre", "La relation client"),
        ("Le second titre", "Le téléphone de nuit"),
    ):
        (tmp_path / "1.txt").write_text(page(title, opening))
        assert run(tmp_path / "1.txt")[0]["outcome"] == "created"
    assert Editorial.objects.count() == 2
    assert run(tmp_path / "1.txt")[0]["outcome"] == "unchanged"


def test_a_page_captured_again_with_a_mended_headline_is_the_same(run, tmp_path):
    for title in ("Le premier titre", "Le titre corrigé"):
        (tmp_path / "1.txt").write_text(page(title, "La relation client"))
        row = run(tmp_path / "1.txt")[0]
    assert (row["outcome"], row["title"]) == ("updated", "Le titre corrigé")


def test_an_unknown_format_is_rejected(run, tmp_path):
    (tmp_path / "page.xyz").write_text("Bonjour")
    assert run(tmp_path / "page.xyz")[0]["outcome"] == "rejected"


def test_a_missing_path_ends_with_status_1_after_the_others(write, capsys):
    path = write("a.jsonl", ROW)
    with pytest.raises(SystemExit) as exit:
        call_command("import_editorials", "/no/such/path", str(path))
    assert exit.value.code == 1
    assert Editorial.objects.count() == 1


@pytest.mark.parametrize("mistyped", ["", " ", "/no/such/path", "/dev/null", "empty"])
def test_a_mistyped_path_ends_with_status_1_and_brings_nothing_in(
    tmp_path, monkeypatch, mistyped, capsys
):
    (tmp_path / "empty").mkdir()
    (tmp_path / "a.txt").write_text(page("Le premier titre", "La relation client"))
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SystemExit) as exit:
        call_command("import_editorials", mistyped)
    assert exit.value.code == 1
    assert not Editorial.objects.exists()
    assert capsys.readouterr().err.count("rejected") == 1


def test_a_report_that_cannot_be_written_is_said_before_anything_is_done(write):
    with pytest.raises(CommandError):
        call_command(
            "import_editorials", str(write("a.jsonl", ROW)), report="/no/such/folder/report"
        )
    assert not Editorial.objects.exists() and not Import.objects.exists()


def test_the_publication_given_serves_where_a_record_names_none(run, write):
    rows = run(
        write("a.jsonl", ROW, ROW | {"source_id": "a2", "text": "Un autre.", "publication": "Ici"}),
        publication="Là",
    )
    assert [row["publication"] for row in rows] == ["Là", "Ici"]


def test_a_row_without_a_key_is_known_again_by_what_it_says(run, write):
    row = {"title": "Le fil", "text": "Un fil tendu."}
    assert [run(write("a.jsonl", row))[0]["outcome"] for _ in range(2)] == ["created", "unchanged"]


def test_a_record_that_cannot_be_stored_does_not_stop_the_others(run, write, monkeypatch):
    derive = Editorial.derive

    def failing(editorial):
        if editorial.source_id == "a1":
            raise ValueError("something that nobody foresaw")
        derive(editorial)

    monkeypatch.setattr(Editorial, "derive", failing)
    rows = run(write("a.jsonl", ROW, ROW | {"source_id": "a2", "text": "Un autre."}))
    assert [row["outcome"] for row in rows] == ["rejected", "created"]
