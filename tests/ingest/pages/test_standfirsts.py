"""What a page calls its standfirst and its section: fields of their own, and nothing of the text lost."""

import pytest
from page_sentences import SENTENCES

from archive import ingest
from archive.text import plain

SIX = SENTENCES[:6]
PARAGRAPHS = [" ".join(SIX[start:] + SIX[:start]) for start in (0, 2, 4)]
TEXT = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)
TITLE = "La voix au bout du fil"
STANDFIRST = "Personne ne décroche plus dans les mairies, et chacun s’en arrange fort bien."


@pytest.fixture
def read(tmp_path):
    """Return what makes a record of a page's body, by way of a file."""

    def record(body: str, head: str = ""):
        path = tmp_path / "page.html"
        path.write_text(f"<html><head>{head}</head><body>{body}</body></html>")
        return next(iter(ingest.read(path, "html")))

    return record


def article(above: str, text: str = TEXT) -> str:
    return f'<article><h1>{TITLE}</h1>{above}<div class="texte">{text}</div></article>'


def paragraphs(record) -> list[str]:
    return plain(record.html).split("\n\n")


@pytest.mark.parametrize(
    "block",
    [
        '<p class="chapo">{}</p>',
        '<div class="crayon article-chapo-12">{}</div>',
        '<h2 class="article__subtitle">{}</h2>',
        '<div class="ContentHeaderDek-x9"><p>{}</p></div>',
    ],
)
@pytest.mark.parametrize("standfirst", [STANDFIRST, "Où l’on attend encore."])
def test_what_its_class_calls_a_standfirst_is_one_and_no_part_of_the_text(read, block, standfirst):
    record = read(article(block.format(standfirst)))
    assert (record.standfirst, paragraphs(record)) == (standfirst, PARAGRAPHS)


def test_a_standfirst_of_two_paragraphs_is_taken_whole(read):
    record = read(
        article(f'<div class="chapo"><p>{STANDFIRST}</p><p>Récit d’une attente.</p></div>')
    )
    assert record.standfirst == f"{STANDFIRST} Récit d’une attente."
    assert paragraphs(record) == PARAGRAPHS


def test_a_standfirst_at_the_head_of_the_text_s_own_part_leaves_it(read):
    record = read(article("", f'<p class="chapo">{STANDFIRST}</p>{TEXT}'))
    assert (record.standfirst, paragraphs(record)) == (STANDFIRST, PARAGRAPHS)


@pytest.mark.parametrize("is_of_text", [True, False])
def test_a_standfirst_that_is_printed_twice_is_read_once(read, is_of_text):
    twice = f'<p class="chapo">{STANDFIRST}</p><p class="chapo mobile">{STANDFIRST}</p>'
    record = read(article("", twice + TEXT) if is_of_text else article(twice))
    assert (record.standfirst, paragraphs(record)) == (STANDFIRST, PARAGRAPHS)


@pytest.mark.parametrize("name", ["subtitle", "subheading", "article__subtitle"])
@pytest.mark.parametrize("crosshead", ["Personne au bout du fil", STANDFIRST])
def test_crossheads_stay_in_the_text_though_their_class_calls_them_standfirsts(
    read, name, crosshead
):
    headed = [
        f'<h2 class="{name}" id="{name}-{number}">{line}</h2><p>{paragraph}</p>'
        for number, (line, paragraph) in enumerate(
            zip([crosshead, "Au guichet, enfin", "Reste à vouloir"], PARAGRAPHS, strict=True)
        )
    ]
    record = read(article("", "".join(headed)))
    assert record.standfirst == ""
    assert paragraphs(record)[::2] == [crosshead, "Au guichet, enfin", "Reste à vouloir"]


@pytest.mark.parametrize("is_of_text", [True, False])
def test_a_note_on_the_author_is_no_standfirst_and_told_in_a_doubt(read, is_of_text):
    note = "Jean Dupont est journaliste au Journal depuis dix ans."
    deck = f'<p class="deck">{note}</p>'
    page = article("", deck + TEXT) if is_of_text else article(deck)
    record = read(page, '<meta name="author" content="Jean Dupont">')
    assert (record.standfirst, paragraphs(record)) == ("", PARAGRAPHS)
    assert note in [doubt.value for doubt in record.doubts if doubt.code == "authors"]


def test_what_tells_of_somebody_who_did_not_write_the_text_is_a_standfirst(read):
    portrait = "Jean Dupont est journaliste au Journal depuis dix ans."
    author = '<meta name="author" content="Claire Abgrall">'
    assert read(article(f'<p class="deck">{portrait}</p>'), author).standfirst == portrait


@pytest.mark.parametrize(
    "block", ['<p class="intro">{}</p>', "<p>{}</p>", '<p class="resume">{}</p>']
)
def test_what_may_as_well_be_the_first_paragraph_stays_in_the_text(read, block):
    record = read(article(block.format(STANDFIRST)))
    assert (record.standfirst, paragraphs(record)) == ("", [STANDFIRST, *PARAGRAPHS])


def test_a_text_that_is_set_as_a_standfirst_from_end_to_end_stays_a_text(read):
    record = read(f'<article><h1>{TITLE}</h1><div class="chapo">{TEXT}</div></article>')
    assert (record.standfirst, paragraphs(record)) == ("", PARAGRAPHS)


@pytest.mark.parametrize("line", ["Publié le 12 mai 2004 par Anne Martin", "Par Anne Martin"])
def test_a_line_about_the_text_is_no_standfirst_whatever_its_class(read, line):
    assert read(article(f'<p class="subtitle">{line}</p>')).standfirst == ""


def test_the_standfirst_of_another_text_is_none(read):
    card = (
        f'<aside><h3><a href="/autre">Autre voix</a></h3><p class="chapo">{STANDFIRST}</p></aside>'
    )
    record = read(card + article(""))
    assert (record.standfirst, paragraphs(record)) == ("", PARAGRAPHS)


def test_a_standfirst_that_was_decoded_wrongly_is_a_doubt(read):
    wrong = STANDFIRST.replace("é", "Ã©")
    record = read(article(f'<p class="chapo">{wrong} DÃ©jÃ .</p>'))
    assert ("text", "mojibake") in {(doubt.field, doubt.code) for doubt in record.doubts}


# Sections


@pytest.mark.parametrize(
    "line",
    [
        '<a class="rubrique" href="/humeur">Humeur</a>',
        '<p class="article__rubrique">Rubrique : Humeur</p>',
        '<div class="entry-category"><a href="/humeur">Humeur</a> <a href="/a">Accueil</a></div>',
        '<span><a rel="category tag" href="/c/humeur">Humeur</a></span>',
    ],
)
def test_the_section_stands_beside_the_headline(read, line):
    assert (
        read(f'<main>{line}<div class="texte"><h1>{TITLE}</h1>{TEXT}</div></main>').section
        == "Humeur"
    )


def test_the_section_of_the_page_s_data_comes_first(read):
    head = '<meta property="article:section" content="Éditos">'
    line = '<a class="rubrique" href="/humeur">Humeur</a>'
    assert read(line + article(""), head).section == "Éditos"


@pytest.mark.parametrize(
    "line",
    [
        '<p class="category">Non classé</p>',
        '<p class="category">12 mai 2004</p>',
        f'<p class="rubrique">{STANDFIRST}</p>',
        '<nav><a class="rubrique" href="/culture">Culture</a></nav>',
    ],
)
def test_what_is_no_name_of_a_section_is_none(read, line):
    assert read(line + article("")).section == ""
