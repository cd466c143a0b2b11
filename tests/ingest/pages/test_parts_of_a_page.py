"""Parts of a page that hide the text's own rest, box it, say it again or speak of something else."""

import pytest
from page_sentences import SENTENCES

from archive import ingest
from archive.text import plain

SIX = SENTENCES[:6]
PARAGRAPHS = [" ".join(SIX[start:] + SIX[:start]) for start in (0, 2, 4)]
FIRST, *REST = [f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS]
BOXED = "En 2003, douze mille appels sont arrivés au standard de la seule ville de Brest."


@pytest.fixture
def read(tmp_path):
    """Return what makes a record of what an article holds below its headline, by way of a file."""

    def record(inside: str):
        path = tmp_path / "page.html"
        path.write_text(
            f"<html><body><nav><a href='/'>Accueil</a></nav><article><h1>La voix au bout du fil</h1>{inside}"
            "</article><footer><p>Mentions légales</p></footer></body></html>"
        )
        return next(iter(ingest.read(path, "html")))

    return record


def blocks(record) -> list[str]:
    return plain(record.html).split("\n\n")


# What is folded away


@pytest.mark.parametrize(
    "fold", ['style="display: none"', 'class="hidden"', 'class="suite collapse" hidden']
)
def test_the_rest_of_a_text_behind_a_button_is_of_it(read, fold):
    button = "<button>Lire la suite</button>"
    assert blocks(read(f"{FIRST}<div {fold}>{''.join(REST)}</div>{button}")) == PARAGRAPHS


@pytest.mark.parametrize(
    "hidden",
    [
        # No text goes on in it: one paragraph, a form, links.
        "<p>Ce site garde des traces de votre visite, que vous pouvez refuser ici.</p>",
        "<p>{0}</p><p>{1}</p><input name='courriel'>",
        "<p><a href='/a'>{0}</a></p><p><a href='/b'>{1}</a></p>",
    ],
)
def test_what_else_is_hidden_stays_out(read, hidden):
    hidden = hidden.format(
        "Une gare sans guichet depuis deux ans.", "Le facteur ne passe plus le lundi matin."
    )
    inside = f'{FIRST}<div style="display:none">{hidden}</div>{"".join(REST)}'
    assert blocks(read(inside)) == PARAGRAPHS


# Boxes


def test_a_box_between_two_paragraphs_is_of_the_text(read):
    box = f'<aside class="encadre"><h3>Repères</h3><p>{BOXED}</p></aside>'
    assert blocks(read(FIRST + box + "".join(REST))) == [
        PARAGRAPHS[0],
        "Repères",
        BOXED,
        *PARAGRAPHS[1:],
    ]


@pytest.mark.parametrize(
    "box",
    [
        # A quotation out of the text, links, something to fill in, other texts.
        f"<aside><p>{SENTENCES[3]}</p></aside>",
        "<aside><p><a href='/a'>Le facteur ne passe plus le lundi matin, ni le jeudi.</a></p></aside>",
        f"<aside><p>{BOXED}</p><form><input name='courriel'></form></aside>",
        f"<aside class='related'><p>{BOXED}</p></aside>",
    ],
)
def test_what_else_stands_in_a_column_at_the_side_is_not(read, box):
    assert blocks(read(FIRST + box + "".join(REST))) == PARAGRAPHS


def test_a_newsletter_s_box_goes_with_its_small_print_and_its_thanks(read):
    box = (
        "<div><div><h4>Vous aimez La Lettre ?</h4><p>Recevez chaque matin notre lettre d’information.</p>"
        "<form><input name='courriel'></form><p>Notre newsletter peut contenir des publicités ; vous pouvez à tout "
        "moment vous en désinscrire par le lien qui figure au bas de chacune de ses pages.</p></div>"
        "<div><span>Merci !</span><p>Votre inscription à la newsletter est prise en compte.</p></div></div>"
    )
    assert blocks(read(FIRST + "".join(REST) + box)) == PARAGRAPHS


def test_a_line_alone_beside_what_readers_fill_in_is_a_box(read):
    line = "<p>Recevez chaque semaine notre lettre d’information.</p>"
    box = f"<div>{line}<form><input name='courriel'></form></div>"
    assert blocks(read(FIRST + box + "".join(REST))) == PARAGRAPHS
    assert "Recevez" in plain(read(FIRST + line + "".join(REST)).html)


@pytest.mark.parametrize(
    "name",
    ['class="bloc_en_savoir_plus"', 'class="BlocLireAussi"', 'data-testid="RelatedArticles.List"'],
)
def test_a_part_about_something_else_is_known_by_its_class_however_written(read, name):
    part = f"<div {name}><h4>Le standard</h4><p>{BOXED}</p></div>"
    record = read(FIRST + "".join(REST) + part)
    assert blocks(record) == PARAGRAPHS
    assert ("text", "others") in {(doubt.field, doubt.code) for doubt in record.doubts}


# What is said again


def test_a_summary_in_the_text_s_own_sentences_goes(read):
    summary = f"<p>{SENTENCES[1]} {SENTENCES[4]}</p>"
    assert blocks(read(summary + FIRST + "".join(REST))) == PARAGRAPHS


@pytest.mark.parametrize("opening", [SENTENCES[1], f"{SENTENCES[1]} Ce n’était pas assez dire."])
def test_an_opening_sentence_that_returns_stays(read, opening):
    assert blocks(read(f"<p>{opening}</p>{FIRST}{''.join(REST)}")) == [opening, *PARAGRAPHS]


# Pictures


@pytest.mark.parametrize(
    "picture",
    [
        "<p>Image illustrative : Le standard de Brest, par Luc Perrin, sous licence libre</p>",
        "<div class='atc-ImageDescription'><span>Le standard de Brest, un matin de mars.</span></div>",
        "<div class='photo-description'>Le standard de Brest, un matin de mars.</div>",
    ],
)
def test_what_is_said_of_a_picture_is_no_text(read, picture):
    assert blocks(read(FIRST + picture + "".join(REST))) == PARAGRAPHS
