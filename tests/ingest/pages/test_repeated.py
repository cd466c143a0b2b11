"""What stands on several pages of one site is taken out of their texts, in one import alone."""

import json

import pytest
from django.core.management import call_command

from archive import ingest
from archive.ingest.entering import saving
from archive.ingest.pages import repeated
from archive.ingest.records import Record
from archive.models import Editorial

BOX = (
    "<p>Chaque vendredi, la lettre de la revue réunit les entretiens de la semaine, les chiffres du "
    "secteur et trois lectures : elle part à neuf heures.</p>"
)
LINKS = (
    "<ul>À lire dans ce numéro<li><a href='/a'>Le répondeur des mairies, trente ans après</a></li>"
    "<li><a href='/b'>Une heure au standard de nuit</a></li></ul>"
)
FORMULA = "<p>Bonne lecture à toutes et à tous.</p>"
# More words than a box has.
LONG_PROSE = BOX.replace(" : elle", ", parmi les livres que nos lecteurs ont envoyés : elle")
CROSSHEAD = "<h2>Ce que disent les chiffres</h2>"


def prose(number: int, count: int = 4) -> str:
    sentences = [
        f"Au matin n° {number}.{place}, la salle {number * 7 + place} comptait plus d’appels que la veille, et la "
        f"mairie de la rue {number + 3 * place} n’en sut rien avant le soir."
        for place in range(count)
    ]
    return "".join(
        f"<p>{sentence} {sentence.replace('Au matin', 'Le soir')}</p>" for sentence in sentences
    )


def page(number: int, inside: str, host: str = "revue.example") -> str:
    address = f"https://{host}/textes/{number}.html" if host else ""
    return (
        f'<html><head><link rel="canonical" href="{address}"></head>'
        f"<body><article><h1>La salle n° {number} et ses voix</h1>{inside}</article></body></html>"
    )


@pytest.fixture
def folder(tmp_path):
    def write(*contents: str):
        for number, content in enumerate(contents):
            (tmp_path / f"{number:03}.html").write_text(content)
        return tmp_path

    return write


def texts(folder) -> list[str]:
    return [record.html for record in ingest.read_all([str(folder)])]


@pytest.mark.django_db
def test_a_box_of_three_pages_goes_and_the_report_quotes_it(folder, tmp_path_factory):
    report = tmp_path_factory.mktemp("report") / "report.jsonl"
    pages = folder(*(page(number, prose(number) + BOX) for number in (1, 2, 3)))
    call_command("import_editorials", str(pages), report=str(report))
    rows = [json.loads(line) for line in report.read_text().splitlines()]
    assert [row["outcome"] for row in rows] == ["created"] * 3
    for row in rows:
        assert "neuf heures" not in row["text"] and "la salle" in row["text"]
        assert any(
            "autres pages du site" in doubt and "Chaque vendredi" in doubt
            for doubt in row["doubts"]
        )
    call_command("import_editorials", str(pages), report=str(report))
    assert {json.loads(line)["outcome"] for line in report.read_text().splitlines()} == {
        "unchanged"
    }


@pytest.mark.django_db
def test_what_was_taken_out_stays_out_where_the_page_comes_alone(folder):
    pages = folder(*(page(number, prose(number) + BOX) for number in (1, 2, 3)))
    call_command("import_editorials", str(pages))
    alone = pages / "000.html"
    [unchanged] = saving.save(ingest.read(alone))
    assert unchanged.outcome == "unchanged"
    alone.write_text(page(1, prose(1) + "<p>Une suite est venue depuis le matin.</p>" + BOX))
    [updated] = saving.save(ingest.read(alone))
    editorial = Editorial.objects.get(pk=updated.editorial.pk)
    assert updated.outcome == "updated" and "Une suite" in editorial.text
    assert "neuf heures" not in editorial.text
    assert [doubt["code"] for doubt in editorial.doubts].count("repeated") == 1
    [again] = saving.save(ingest.read(alone))
    assert again.outcome == "unchanged"


def test_a_page_alone_keeps_all_it_has(folder):
    [html] = texts(folder(page(1, prose(1) + BOX)))
    assert "neuf heures" in html


def test_pages_of_different_sites_are_not_compared(folder):
    pages = folder(
        *(page(number, prose(number) + BOX, f"revue{number}.example") for number in (1, 2, 3))
    )
    assert all("neuf heures" in html for html in texts(pages))


def test_pages_that_tell_no_address_are_one_site(folder):
    pages = folder(*(page(number, prose(number) + BOX, "") for number in (1, 2, 3)))
    assert not any("neuf heures" in html for html in texts(pages))


def test_the_same_text_under_two_addresses_stays_whole(folder):
    first, second = texts(folder(page(1, prose(1) + BOX), page(2, prose(1) + BOX)))
    assert first.count("<p>") == second.count("<p>") == 5


def test_what_a_copy_shares_with_a_third_page_goes_from_both(folder):
    copies = [page(number, prose(1) + BOX) for number in (1, 2)]
    pages = folder(*copies, *(page(number, prose(number) + BOX) for number in (3, 4)))
    assert [html.count("<p>") for html in texts(pages)] == [4, 4, 4, 4]


def test_formulas_and_crossheads_that_return_are_of_the_texts(folder):
    pages = folder(
        *(
            page(number, prose(number) + CROSSHEAD + prose(number + 50) + FORMULA)
            for number in range(4)
        )
    )
    assert all("Bonne lecture" in html and "Ce que disent" in html for html in texts(pages))


def test_a_heading_goes_with_all_that_stands_below_it(folder):
    boxes = "<h2>La lettre de la revue</h2>" + BOX
    pages = folder(
        *(
            page(number, prose(number) + boxes + CROSSHEAD + prose(number + 50))
            for number in range(3)
        )
    )
    for html in texts(pages):
        assert "La lettre de la revue" not in html and "Ce que disent" in html


def test_a_page_of_boxes_alone_keeps_them(folder):
    pages = folder(*(page(number, prose(number) + BOX) for number in (1, 2, 3)), page(4, BOX))
    assert "neuf heures" in texts(pages)[3]


def test_few_pages_wait_and_two_runs_are_equal(folder, monkeypatch):
    monkeypatch.setattr(repeated, "AHEAD", 2)
    read = []

    def counted():
        for path in ingest.walk([str(pages)]):
            read.append(path)
            yield from ingest.read(path)

    pages = folder(
        *(
            page(number, prose(number, 2) + (LINKS if number in (0, 8, 9) else ""))
            for number in range(10)
        )
    )
    htmls = []
    for done, record in enumerate(repeated.without_repeated(counted())):
        assert len(read) <= done + 3
        htmls.append(record.html)
    assert ["Le répondeur" in html for html in htmls] == [True, *[False] * 9]
    assert texts(pages) == htmls


def test_what_is_no_page_passes_in_its_place(folder):
    pages = folder(page(1, prose(1) + BOX), page(2, prose(2) + BOX))
    (pages / "000a.jsonl").write_text(json.dumps({"title": "Un titre", "text": "Un texte."}))
    (pages / "001a.html").write_text("")
    sources = [record.source.rpartition("/")[2] for record in ingest.read_all([str(pages)])]
    assert [source.partition(":")[0].partition("#")[0] for source in sources] == [
        "000.html",
        "000a.jsonl",
        "001.html",
        "001a.html",
    ]


def test_what_two_pages_share_is_of_both(folder):
    first, second = texts(folder(*(page(number, prose(number) + BOX) for number in (1, 2))))
    assert "neuf heures" in first and "neuf heures" in second


def test_links_of_two_pages_go(folder):
    pages = folder(*(page(number, prose(number) + LINKS) for number in (1, 2)))
    assert not any("Le répondeur" in html for html in texts(pages))


def test_what_a_few_pages_of_many_share_is_of_their_texts(folder):
    pages = folder(
        *(page(number, prose(number) + (BOX if number < 3 else "")) for number in range(8))
    )
    assert sum("neuf heures" in html for html in texts(pages)) == 3


def test_long_prose_at_the_end_of_a_few_texts_is_theirs(folder):
    pages = folder(*(page(number, prose(number) + LONG_PROSE) for number in range(7)))
    assert all("neuf heures" in html for html in texts(pages))


def test_long_prose_at_the_end_of_many_texts_goes(folder):
    pages = folder(*(page(number, prose(number) + LONG_PROSE) for number in range(8)))
    assert not any("neuf heures" in html for html in texts(pages))


def test_long_prose_of_a_few_texts_stays_beside_links_that_go(folder):
    pages = folder(*(page(number, prose(number) + LONG_PROSE + LINKS) for number in range(4)))
    for html in texts(pages):
        assert "neuf heures" in html and "Le répondeur" not in html


def test_a_paragraph_amid_several_texts_is_theirs(folder):
    pages = folder(*(page(number, prose(number) + BOX + prose(number + 50)) for number in range(4)))
    assert all("neuf heures" in html for html in texts(pages))


@pytest.mark.parametrize(
    "shared",
    [
        "<blockquote>" + BOX + "</blockquote>",
        "<p>Toute l’équipe vous souhaite une excellente lecture.</p>",
    ],
)
def test_quotations_and_formulas_at_the_end_of_several_texts_stay(folder, shared):
    pages = folder(*(page(number, prose(number) + shared) for number in range(3)))
    for html in texts(pages):
        assert "neuf heures" in html or "excellente lecture" in html


def test_figures_and_loose_lines_around_a_box_stay():
    records = [
        Record(
            source=str(number),
            html=f"Chapô n° {number} &lt;sic&gt;{LINKS}<p>{number} fois.</p>{prose(number)}{LINKS}<hr>",
            site="revue.example",
        )
        for number in range(2)
    ]
    for number, record in enumerate(repeated.without_repeated(records)):
        assert record.html.startswith(f"Chapô n° {number} &lt;sic&gt;<p>")
        assert "Le répondeur" not in record.html and record.html.endswith("<hr>")


def test_prose_of_two_pages_between_links_stays(folder):
    pages = folder(
        *(
            page(number, prose(number) + LINKS + BOX + LINKS.replace("standard", "guichet"))
            for number in range(2)
        )
    )
    for html in texts(pages):
        assert "neuf heures" in html and "Le répondeur" not in html
