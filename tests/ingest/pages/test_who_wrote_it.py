"""Who wrote a text, where the places of a page that tell it differ, or tell it in an odd way."""

import json

import pytest
from page_sentences import SENTENCES

from archive import ingest

TITLE = "La voix au bout du fil"
TEXT = "".join(f"<p>{' '.join(SENTENCES[start:] + SENTENCES[:start])}</p>" for start in (0, 3))


@pytest.fixture
def authors(tmp_path):
    """Return what names the authors of a page, whose data name some, by way of a file."""

    def names(line: str, *stated: str, foot: str = "") -> list[str]:
        people = [{"@type": "Person", "name": name} for name in stated]
        data = json.dumps({"@type": "NewsArticle", "headline": TITLE, "author": people})
        path = tmp_path / "page.html"
        path.write_text(
            f'<html><head><script type="application/ld+json">{data}</script></head><body><main>'
            f"<h1>{TITLE}</h1>{line}<div class='texte'>{TEXT}</div>{foot}</main></body></html>"
        )
        [record] = ingest.read(path, "html")
        return [byline.name for byline in record.bylines]

    return names


def test_the_byline_names_one_more_than_the_data(authors):
    line = '<p class="byline">Par Chrystie Choiseau et Anne Martin</p>'
    assert authors(line, "Chrystie Choiseau") == ["Chrystie Choiseau", "Anne Martin"]


@pytest.mark.parametrize("more", ["La Lettre Rédaction", "Grand Format"])
def test_what_is_nobody_s_name_beside_the_author_of_the_data_is_none(authors, more):
    line = f'<p class="byline">Par Anne Martin, {more}</p>'
    assert authors(line, "Anne Martin") == ["Anne Martin"]


def test_who_only_contributed_has_not_written_it_though_the_data_say_so(authors):
    line = (
        '<div class="byline">Par <a rel="author">Anne Martin</a><br>Avec la contribution de '
        "<span>Luc Perrin</span>, <span>Jeanne Morel</span></div>"
    )
    line += '<meta name="author" content="Anne Martin">'
    assert authors(line, "Anne Martin", "Luc Perrin", "Jeanne Morel") == ["Anne Martin"]


def test_data_that_name_several_count_where_the_page_shows_nobody(authors):
    assert authors("", "Anne Martin", "Luc Perrin") == ["Anne Martin", "Luc Perrin"]


def test_the_authors_of_other_texts_on_the_page_add_nobody(authors):
    other = '<div itemscope><h3>Autre voix</h3><span itemprop="author">Par Luc Perrin</span></div>'
    line = '<p itemprop="author">Par Anne Martin</p>'
    assert authors(line, "Anne Martin", foot=other) == ["Anne Martin"]


@pytest.mark.parametrize(
    "foot",
    [
        "<ul><li><strong>Date</strong> 28.04.2023</li><li><strong>Auteur</strong> Anne Martin</li></ul>",
        "<ul><li><b>Autorin/Autor</b> Anne Martin</li></ul>",
        "<dl><dt>Auteur</dt><dd>Anne Martin</dd></dl>",
        "<p>Entretien réalisé par Anne Martin</p>",
    ],
)
def test_a_label_that_is_set_apart_needs_no_colon(authors, foot):
    assert authors("", foot=foot) == ["Anne Martin"]


@pytest.mark.parametrize(
    "line",
    [
        "Texte Anne Martin Photos Luc Perrin",
        "Photos : Luc Perrin. Texte : Anne Martin",
        "Anne Martin, Photographies de Luc Perrin",
        "Anne Martin (texte) et Luc Perrin (photos)",
        "Par Anne Martin, traduit de l’anglais par Luc Perrin",
        "Suivre Anne Martin",
        "Par Anne Martin @annemartin",
        "Par Mme Anne Martin",
    ],
)
def test_a_byline_names_who_wrote_and_nobody_else(authors, line):
    assert authors(f'<p class="byline">{line}</p>') == ["Anne Martin"]


def test_who_drew_above_the_byline_has_not_written(authors):
    lines = '<p class="byline">Illustration : Luc Perrin</p><p class="byline">Par Anne Martin</p>'
    assert authors(lines) == ["Anne Martin"]


@pytest.mark.parametrize("author", ["La Lettre", "Anne Martin, La Lettre"])
def test_the_site_that_the_window_alone_names_is_nobody(authors, author):
    head = f'<title>{TITLE} - La Lettre</title><meta name="author" content="{author}">'
    assert authors(head) == [name for name in ["Anne Martin"] if name in author]


def test_a_label_in_bold_within_a_sentence_announces_nobody(authors):
    foot = "<p>Le <strong>auteur</strong> Anne Martin est un personnage de ce conte.</p>"
    assert authors("", foot=foot) == []


def test_the_day_below_its_label_at_the_foot_counts(tmp_path):
    foot = '<ul><li><p class="a">Mise en ligne</p><p class="b">23 mai 2019</p></li></ul>'
    lines = "".join(f"<p>Épisode {number}</p>" for number in range(60))
    path = tmp_path / "page.html"
    path.write_text(f"<html><body><main><h1>{TITLE}</h1>{TEXT}{lines}{foot}</main></body></html>")
    [record] = ingest.read(path, "html")
    assert record.date == "2019-05-23"


@pytest.mark.parametrize(
    "line", ["Mercredi 12 mai 2004", "Date de publication 12 mai 2004", "12/05/2004"]
)
def test_a_day_right_below_the_headline_is_the_text_s(tmp_path, line):
    path = tmp_path / "page.html"
    path.write_text(f"<html><body><main><h1>{TITLE}</h1><p>{line}</p>{TEXT}</main></body></html>")
    [record] = ingest.read(path, "html")
    assert record.date == "2004-05-12"


def test_the_day_of_today_above_the_page_is_not(tmp_path):
    path = tmp_path / "page.html"
    head = "<div>Mercredi 12 mai 2004</div><ul><li>Accueil</li></ul>"
    path.write_text(f"<html><body>{head}<main><h1>{TITLE}</h1>{TEXT}</main></body></html>")
    [record] = ingest.read(path, "html")
    assert record.date is None
