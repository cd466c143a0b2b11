"""Parts of one document, reprints and near copies under the best of them, where that is asked."""

import pytest

from archive.models import Editorial, Likeness

from .conftest import needs

SHEET = ["objet", "durée du travail", "forfait annuel", "forfait en jours", "contrôle"]


@pytest.fixture
def sheet(make_editorial) -> list[Editorial]:
    """The five parts of a sheet, of which the third says most of a flat rate."""
    parts = []
    for number, heading in enumerate(SHEET):
        parts.append(
            make_editorial(
                f"Les conventions : {heading}",
                f"<p>Le salarié relève d’une convention. {heading}.</p>",
                source_id=f"fiche374-{number:02}",
                date="2023-02-14",
            )
        )
    return parts


@pytest.fixture
def listed(answer):
    """The parameters of an address -> [(title of a hit, titles of what is folded under it)]."""

    def listed(**parameters) -> list[tuple[str, list[str]]]:
        names = dict(Editorial.objects.values_list("pk", "title"))
        hits = answer(**parameters).hits
        return [(names[hit.id], [names[part] for part in hit.parts]) for hit in hits]

    return listed


@needs("folding")
def test_the_parts_of_a_document_are_folded_under_the_best_of_them(sheet, make_editorial, answer):
    other = make_editorial("Le salarié", "<p>Un salarié.</p>", source_id="fiche375-00")
    folded = answer(q="salarié forfait annuel", fold=1)
    by_id = {hit.id: hit.parts for hit in folded.hits}
    best = sheet[2].pk
    assert set(by_id) == {best, other.pk}
    assert sorted(by_id[best]) == sorted(part.pk for part in sheet if part.pk != best)
    assert by_id[other.pk] == ()


@needs("folding")
def test_what_answers_alike_is_in_its_order_however_much_is_folded(make_editorial, answer):
    of_magazine = {"publication": "Ma Revue"}
    older = [make_editorial(f"N° {n}", date=f"200{n}", **of_magazine) for n in range(3)]
    for number in range(70):
        part = {"source_id": f"fiche374-{number:02}", "date": "2023-02-14"}
        make_editorial(f"La fiche : {number}", f"<p>Point {number}.</p>", **part, **of_magazine)
    folded = answer(q='revue:"Ma Revue"', fold=1, page_size=3)
    assert not folded.is_ranked and len(folded.hits[0].parts) == 69
    assert [hit.id for hit in folded.hits[1:]] == [older[2].pk, older[1].pk]


@needs("folding")
def test_counts_and_facets_are_of_editorials_though_they_are_folded(sheet, make_editorial, answer):
    make_editorial("Autre", "<p>Un salarié.</p>", date="2023")
    folded = answer(q="salarié", fold=1)
    assert (folded.count, folded.entries, len(folded.hits)) == (6, 2, 2)
    assert folded.years == {2023: 6}


@pytest.mark.parametrize("fold", [{}, {"fold": "0"}, {"fold": "yes"}])
def test_all_are_listed_unless_folding_is_asked(sheet, answer, fold):
    unfolded = answer(q="salarié", **fold)
    assert unfolded.entries == unfolded.count == len(unfolded.hits) == 5
    assert not any(hit.parts for hit in unfolded.hits)


@needs("folding")
def test_only_what_answers_is_folded(sheet, listed):
    assert listed(q="titre:contrôle", fold=1) == [("Les conventions : contrôle", [])]
    assert len(listed(q="salarié", fold=1)) == 1


@pytest.mark.parametrize("sort", ["newest", "oldest", "title"])
@needs("folding")
def test_reprints_are_folded_under_the_first_in_the_order_asked(make_editorial, answer, sort):
    years = {}
    for year in (2001, 2003, 2002):
        printed = make_editorial("Le bilan", "<p>Un bilan.</p>", date=str(year))
        years[printed.pk] = year
    folded = answer(q="bilan", sort=sort, fold=1)
    assert folded.entries == 1
    in_order = [years[number] for number in (folded.hits[0].id, *folded.hits[0].parts)]
    assert in_order == sorted(in_order, reverse=sort != "oldest")


@needs("ranking")
def test_of_equal_reprints_the_first_entered_stands_before_other_texts(make_editorial, answer):
    body = "<p>Un bilan, puis un bilan.</p>"
    first = make_editorial("Le bilan", body)
    other = make_editorial("Le bilan", "<p>Encore un bilan, puis rien.</p>")
    again = [make_editorial("Le bilan", body) for _ in range(2)]
    ranked = [hit.id for hit in answer(q="bilan").hits]
    assert ranked[:2] == [first.pk, other.pk]
    assert sorted(ranked[2:]) == [printed.pk for printed in again]


@needs("folding")
def test_pages_have_neither_gap_nor_repetition(make_editorial, answer):
    for number in range(30):
        make_editorial(
            f"Dossier {number // 3} : {number}", source_id=f"d{number // 3}-{number % 3}"
        )
    seen = []
    for page in range(1, 5):
        folded = answer(q="texte", fold=1, page=page, page_size=4)
        assert folded.entries == 10
        for hit in folded.hits:
            assert len(hit.parts) == 2
            seen += [hit.id, *hit.parts]
    assert len(seen) == len(set(seen)) == 30


# What belongs together

PAGE = "https://exemple.fr/lettre-54"


@needs("folding")
def test_what_was_cut_from_one_page_of_one_day_is_one_document(make_editorial, listed):
    for title in ("Agenda", "Carnet", "Brèves"):
        make_editorial(title, source_url=PAGE, date="2003-05", publication="La Lettre")
    make_editorial("Agenda", "<p>Un autre texte.</p>", source_url=PAGE, date="2004-05")
    assert sorted(len(parts) for _title, parts in listed(q="texte", fold=1)) == [0, 2]


@needs("folding")
def test_texts_of_a_day_that_begin_with_one_title_are_one_document(make_editorial, listed):
    issue = {"publication": "La Lettre", "date": "2003-05-12"}
    for heading in ("objet", "durée"):
        make_editorial(f"Les conventions de forfait : {heading}", **issue)
    make_editorial("Dossier : accueil", **issue)
    make_editorial("Dossier : attente", **issue)
    assert sorted(len(parts) for _title, parts in listed(q="texte", fold=1)) == [0, 0, 1]


@pytest.mark.parametrize("title", ["Éditorial", "Le mot du directeur"])
def test_editorials_that_a_magazine_numbers_are_no_parts(make_editorial, answer, title):
    for number in range(1, 4):
        make_editorial(title, f"<p>Texte {number}.</p>", source_id=f"decroche-{number:02}")
    assert len(answer(q="texte", fold=1).hits) == 3


@needs("folding")
def test_a_near_copy_is_folded_as_long_as_no_editor_says_it_is_another_text(make_editorial, answer):
    one = make_editorial("L’accueil", "<p>Un bon accueil.</p>")
    other = make_editorial("L’accueil, encore", "<p>Un très bon accueil.</p>")
    pair = Likeness.objects.create(earlier=one, later=other, shared=1, covered=0.95)
    assert len(answer(q="accueil", fold=1).hits) == 1
    pair.verdict = Likeness.Verdict.DIFFERENT
    pair.save()
    assert len(answer(q="accueil", fold=1).hits) == 2


def test_what_shares_less_is_another_text_until_an_editor_says_otherwise(make_editorial, answer):
    one = make_editorial("L’accueil", "<p>Un bon accueil.</p>")
    other = make_editorial("La suite", "<p>Un bon accueil, et la suite de tout.</p>")
    Likeness.objects.create(earlier=one, later=other, shared=1, covered=0.4)
    assert len(answer(q="accueil", fold=1).hits) == 2


@needs("folding")
def test_a_shortened_version_is_folded_once_an_editor_says_it_is_one(make_editorial, answer):
    one = make_editorial("L’accueil", "<p>Un bon accueil.</p>")
    other = make_editorial("La suite", "<p>Un bon accueil, et la suite de tout.</p>")
    shortened = Likeness.Verdict.SHORTENED
    Likeness.objects.create(earlier=one, later=other, shared=1, covered=0.4, verdict=shortened)
    assert len(answer(q="accueil", fold=1).hits) == 1


@needs("folding")
def test_copies_stay_together_when_their_original_is_withdrawn(make_editorial, answer):
    copies = [make_editorial(f"L’accueil {n}", f"<p>Un bon accueil {n}.</p>") for n in range(3)]
    for other in copies[1:]:
        Likeness.objects.create(earlier=copies[0], later=other, shared=1, covered=0.95)
    copies[0].state = Editorial.State.WITHDRAWN
    copies[0].save()
    folded = answer(q="accueil", fold=1)
    assert (folded.count, folded.entries) == (2, 1)


def test_an_address_that_a_whole_site_prints_folds_nothing(make_editorial, answer, engine):
    """Two hundred parts are believed of a document."""
    for number in range(202):
        make_editorial(f"Article {number}", source_url=PAGE, date="2003")
        if not number % 50:
            engine.refresh()
    assert answer(q="article", fold=1).entries == 202


@needs("folding")
def test_a_page_beyond_all_that_can_be_paged_to_is_empty_and_knows_how_many_there_are(
    sheet, answer
):
    beyond = answer(q="salarié", fold=1, page=999_999)
    assert (beyond.hits, beyond.count, beyond.entries) == ([], 5, 1)


def test_where_nothing_answers_nothing_is_folded(sheet, answer):
    assert answer(q="zzzz", fold=1).entries == 0


@pytest.mark.parametrize("fold", ["", "2", "-1", "x", "\x00"])
def test_an_odd_switch_is_none(sheet, answer, fold):
    assert len(answer(q="salarié", fold=fold).hits) == 5
