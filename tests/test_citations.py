"""An editorial as others cite it, in seven ways."""

import datetime
import re
from dataclasses import replace

import pytest
from django.utils import translation

from archive import citation_styles, citations, references
from archive.models import Author

pytestmark = pytest.mark.django_db
# Of those that https://github.com/citation-style-language/schema has, what is known of an editorial.
CSL_FIELDS = {
    *("id", "type", "genre", "title", "author", "container-title", "volume", "issue", "page"),
    *("issued", "ISSN", "language", "abstract", "keyword", "URL", "accessed", "source", "custom"),
    *("version", "note"),
}
ADDRESS = "https://archive.example/editorials/12/la-voix/"


@pytest.fixture
def cite(make_editorial):
    def cite(way, title="La voix du client", **fields):
        signed = fields.pop("signed", ["Claire Abgrall"])
        issn = fields.pop("issn", "")
        editorial = make_editorial(
            title, **({"publication": "En ligne", "date": "2001-02-12"} | fields)
        )
        editorial.set_bylines([(None, name, "") for name in signed])
        if issn:
            editorial.publication.issn = issn
        return way(references.reference(editorial, ADDRESS, datetime.date(2026, 11, 1)))

    return cite


def plain(html: str) -> str:
    return re.sub(r"<[^>]*>", "", html).replace("\u00a0", " ")


# ISO 690


def test_iso_690_tells_all_that_leads_back_to_the_page(cite):
    cited = cite(
        citation_styles.iso690,
        issue="n° 12",
        page="p. 3-5",
        issn="1234-5679",
        signed=["Claire ABGRALL", "Luc Roux"],
    )
    assert plain(cited) == (
        "ABGRALL, Claire et ROUX, Luc. La voix du client. En ligne [en ligne]. 12 février 2001, n° 12, p. 3-5 "
        f"[consulté le 1er novembre 2026]. ISSN 1234-5679. Disponible à l’adresse : {ADDRESS}"
    )
    assert "<cite>En ligne</cite>" in cited


def test_iso_690_says_that_no_date_is_known_and_leaves_out_what_is_not(cite):
    cited = plain(cite(citation_styles.iso690, date="", publication="", signed=[]))
    assert cited.startswith("La voix du client [en ligne]. [s. d.] [consulté le")


def test_a_title_that_ends_a_sentence_is_not_ended_again(cite):
    assert "Qui appelle ? En ligne [en ligne]" in plain(
        cite(citation_styles.iso690, "Qui appelle ?")
    )


def test_a_title_that_was_supplied_stays_in_brackets(cite):
    assert "[Vœux]. En ligne" in plain(cite(citation_styles.iso690, "Vœux", title_supplied=True))


@pytest.mark.parametrize(
    "printed, filed",
    [
        ("Édith Maurois-Lanvin", "MAUROIS-LANVIN, Édith."),
        ("Luc d’Astrée", "ASTRÉE, Luc d’."),
        ("Bruno de La Fresnaye", "LA FRESNAYE, Bruno de."),
        ("La rédaction", "La rédaction."),
        ("L’équipe", "L’équipe."),
        ("Ménélas", "Ménélas."),
    ],
)
def test_names_are_filed_as_french_catalogues_do(cite, printed, filed):
    assert plain(cite(citation_styles.iso690, signed=[printed])).startswith(filed)


def test_the_person_known_tells_how_a_printed_name_is_filed(make_editorial):
    editorial = make_editorial()
    person = Author.objects.create(name="Jean Marie Colomb", sort_name="Marie Colomb, Jean")
    editorial.set_bylines([(person, "J. MARIE COLOMB", "")])
    assert references.name(editorial.bylines.get()) == ("Marie Colomb", "Jean")


def test_what_is_not_html_is_shown_as_it_is(cite):
    cited = cite(
        citation_styles.iso690, "<b>Gras</b>", publication="<i>Revue</i>", signed=["<u>Anne"]
    )
    assert not re.search("<(?!/?cite>)", cited)


# APA


def test_apa_puts_the_year_first_and_shortens_given_names(cite):
    cited = plain(
        cite(
            citation_styles.apa,
            issue="n° 12",
            page="3",
            signed=["Jean-Noël Vasseur", "Claire Abgrall"],
        )
    )
    when = "(2001, 12 février). La voix du client [éditorial]. En ligne, (12), 3."
    assert cited == f"Vasseur, J.-N. et Abgrall, C. {when} {ADDRESS}"


def test_apa_opens_with_the_title_where_nobody_signed(cite):
    assert plain(cite(citation_styles.apa, signed=[], date="")).startswith(
        "La voix du client [éditorial]. (s. d.). En ligne."
    )


@pytest.mark.parametrize(
    "date, shown",
    [
        ("2001", "(2001)"),
        ("2001-02", "(2001, février)"),
        ("2004-21", "(2004, printemps)"),
        ("2004~", "(vers 2004)"),
        ("2004-02?", "(février 2004 (date incertaine))"),
        ("2001-02/2001-03", "(2001, février-mars)"),
        ("2003/2004", "(2003 – 2004)"),
        ("199X", "(années 1990)"),
    ],
)
def test_apa_says_no_more_of_a_date_than_is_known(cite, date, shown):
    assert shown in plain(cite(citation_styles.apa, date=date))


def test_apa_names_nineteen_of_many_authors_and_the_last(cite):
    cited = plain(
        cite(
            citation_styles.apa,
            signed=[f"Anne Nom{letter}" for letter in "abcdefghijklmnopqrstuvwxyz"],
        )
    )
    assert (
        cited.startswith("Noma, A., ")
        and "Noms, A., … Nomz, A. (2001" in cited
        and "Nomt" not in cited
    )


# For programs


def test_bibtex_has_names_dates_and_what_latex_would_take_for_its_own(cite):
    cited = cite(
        citations.bibtex, "Qualité & {coût}, 50 %", issue="n° 12", page="3-5", tags=["R&D"]
    )
    assert re.match(r"@article\{abgrall2001qualite\d+,\n", cited)
    assert "author   = {Abgrall, Claire}," in cited
    assert r"title    = {{Qualité \& \textbraceleft{}coût\textbraceright{}, 50 \%}}," in cited
    assert (
        "date     = {2001-02-12}," in cited
        and "month    = feb," in cited
        and "pages    = {3--5}," in cited
    )
    assert cited.count("{") == cited.count("}")


@pytest.mark.parametrize(
    "date, wanted, unwanted",
    [
        ("2001", "year     = {2001}", "month"),
        ("2004-21", "note     = {printemps 2004}", "month"),
        ("2004~", "date     = {2004~}", "month"),
        ("2003/2004", "date     = {2003/2004}", "  year "),
        ("", "title", "  date "),
    ],
)
def test_bibtex_keeps_the_precision_of_dates(cite, date, wanted, unwanted):
    cited = cite(citations.bibtex, date=date)
    assert wanted in cited and unwanted not in cited


def test_ris_has_a_line_for_each_thing_known(cite):
    cited = cite(
        citations.ris, issue="n° 12", page="3-5", standfirst="Un\nchapô.", tags=["écoute", "CRM"]
    )
    lines = cited.split("\r\n")
    assert lines[0] == "TY  - MGZN" and lines[-2:] == ["ER  - ", ""]
    expected = [
        "AU  - Abgrall, Claire",
        "T2  - En ligne",
        "PY  - 2001",
        "DA  - 2001/02/12/",
        "IS  - 12",
    ]
    assert {
        *expected,
        "SP  - 3",
        "EP  - 5",
        "AB  - Un chapô.",
        "KW  - écoute",
        f"UR  - {ADDRESS}",
    } <= set(lines)
    assert all(re.match(r"[A-Z][A-Z0-9]  - ", line) for line in lines[:-1])


@pytest.mark.parametrize(
    "date, line",
    [
        ("2001-02", "2001/02//"),
        ("2001", "2001///"),
        ("2004-21", "2004///printemps 2004"),
        ("2004~", "2004///vers 2004"),
    ],
)
def test_ris_keeps_the_precision_of_dates(cite, date, line):
    assert f"DA  - {line}\r\n" in cite(citations.ris, date=date)


@pytest.mark.parametrize(
    "date, issued",
    [
        ("2001-02-12", {"date-parts": [[2001, 2, 12]]}),
        ("2001-02", {"date-parts": [[2001, 2]]}),
        ("2004-22", {"date-parts": [[2004]], "season": 2}),
        ("2004~", {"date-parts": [[2004]], "circa": True}),
        ("2003/2004", {"date-parts": [[2003], [2004]]}),
        ("2004-33", {"literal": "1er trimestre 2004"}),
        ("199X", {"literal": "années 1990"}),
        ("../1914", {"literal": "1914 ou avant"}),
    ],
)
def test_csl_json_keeps_the_precision_of_dates(cite, date, issued):
    assert cite(citations.csl, date=date)["issued"] == issued


def test_csl_json_has_the_fields_of_its_schema_and_no_other(cite):
    def whole(reference):
        known = {"licence": "CC BY 4.0", "paragraph": 2, "version": 3, "tags": ["Écoute"]}
        return citations.csl(replace(reference, **known))

    item = cite(whole, issue="vol. 3, n° 12", page="3", issn="1234-5679", standfirst="Un chapeau")
    assert item["custom"] == {"license": "CC BY 4.0"}
    assert set(item) == CSL_FIELDS
    for field in CSL_FIELDS - {"author", "issued", "accessed", "custom"}:
        assert isinstance(item[field], str), field


def test_csl_json_knows_persons_from_those_who_are_none(cite):
    item = cite(citations.csl, signed=["Claire Abgrall", "La rédaction"], date="")
    assert item["author"] == [{"family": "Abgrall", "given": "Claire"}, {"literal": "La rédaction"}]
    assert item["type"] == "article-magazine" and "issued" not in item


@pytest.mark.parametrize(
    "way",
    [write for _name, write in citation_styles.STYLES.values()]
    + [citations.bibtex, citations.ris, citations.csl],
)
@pytest.mark.parametrize(
    "title", ["", "ⲁ" * 400, "שלום", "Ἦ ποῦ", "{" * 50, "\x00\r\nTY  - BOOK", "!"]
)
def test_odd_titles_are_cited_in_all_ways(cite, way, title):
    cited = cite(way, title, signed=["", "  ", "É"])
    assert cited and "\nTY  - BOOK" not in str(cited)


def test_citations_speak_the_readers_language(cite):
    with translation.override("en"):
        assert "12 February 2001" in plain(cite(citation_styles.iso690))


# Volumes


@pytest.mark.parametrize(
    "printed", ["vol. 3, n° 2", "Vol. 3 n°2", "volume 3, numéro 2", "t. 3 no 2"]
)
def test_a_volume_is_told_apart_from_the_number_in_it(cite, printed):
    assert ("vol. 3, n° 2") in plain(cite(citation_styles.iso690, issue=printed))
    assert "En ligne, 3(2)." in plain(cite(citation_styles.apa, issue=printed))
    entry = re.sub(" +", " ", cite(citations.bibtex, issue=printed))
    assert "volume = {3}" in entry and "number = {2}" in entry
    assert {"VL  - 3", "IS  - 2"} <= set(cite(citations.ris, issue=printed).splitlines())
    item = cite(citations.csl, issue=printed)
    assert (item["volume"], item["issue"]) == ("3", "2")


@pytest.mark.parametrize("printed", ["n° 12", "hors-série n° 2", "36-37", "volumes, n° 2", ""])
def test_what_names_no_volume_has_none(cite, printed):
    assert "volume" not in cite(citations.csl, issue=printed)


# MLA and Chicago


def test_mla_has_the_title_in_quotation_marks_and_when_it_was_read(cite):
    cited = cite(
        citation_styles.mla, issue="n° 12", page="3", signed=["Claire Abgrall", "Luc Roux"]
    )
    assert plain(cited) == (
        "Abgrall, Claire, et Luc Roux. « La voix du client ». En ligne, n° 12, 12 février 2001, p. 3, "
        f"{ADDRESS}. Consulté le 1er novembre 2026."
    )
    assert "<cite>En ligne</cite>" in cited


def test_chicago_files_the_first_author_alone_by_the_family(cite):
    cited = cite(citation_styles.chicago, signed=["Claire Abgrall", "Anne Noël", "Luc Roux"])
    assert plain(cited) == (
        "Abgrall, Claire, Anne Noël, et Luc Roux. « La voix du client ». En ligne, 12 février 2001. "
        f"{ADDRESS}"
    )


def test_a_quotation_within_a_title_has_other_marks(cite):
    cited = plain(cite(citation_styles.mla, "« Clientèle », nom féminin"))
    assert "« “Clientèle”, nom féminin »." in cited


def test_mla_and_chicago_shorten_many_authors_each_in_its_way(cite):
    signed = [f"Anne Nom{letter}" for letter in "abcdefghijk"]
    assert plain(cite(citation_styles.mla, signed=signed)).startswith("Noma, Anne, et al. «")
    told = plain(cite(citation_styles.chicago, signed=signed))
    assert told.startswith("Noma, Anne, Anne Nomb,") and "Anne Nomg, et al. «" in told
    assert "Nomh" not in told


def test_mla_and_chicago_say_no_more_than_is_known(cite):
    bare = {"signed": [], "publication": "", "date": ""}
    told = plain(cite(citation_styles.mla, **bare))
    assert told == f"« La voix du client ». {ADDRESS}. Consulté le 1er novembre 2026."
    assert plain(cite(citation_styles.chicago, **bare)) == f"« La voix du client ». s. d. {ADDRESS}"


def test_a_full_stop_stands_within_english_quotation_marks(cite):
    with translation.override("en"):
        assert "“La voix du client.”" in plain(cite(citation_styles.chicago))
        assert "“Qui appelle ?”" in plain(cite(citation_styles.chicago, "Qui appelle ?"))
