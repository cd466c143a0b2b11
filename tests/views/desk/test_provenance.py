"""Where an editorial came from: its capture beside it, what was dropped, and the extraction done again."""

import json
from pathlib import Path

import pytest

from archive import ingest
from archive.ingest.entering import saving
from archive.models import Capture, Editorial, Operation

PAGE = """<html lang="fr"><head><title>La voix du client</title><meta property="article:published_time" content="2001-02-12">
<meta name="author" content="Claire Abgrall"><script>alert("volé")</script></head><body>
<nav><a href="/">Accueil du site</a> <a href="/abo">Abonnez-vous à la revue dès maintenant</a></nav>
<article><h1>La voix du client</h1>
<p>Écouter le client, on le dit depuis trente ans ; le faire est une autre affaire, et peu de centres s’y risquent.</p>
<p>Il faut du temps, des oreilles, et des chefs qui acceptent d’entendre ce qu’ils ne voulaient pas savoir du tout.</p>
<p>Ceux qui l’ont fait ne reviennent pas en arrière : leurs clients restent, leurs équipes aussi, et cela se compte.</p>
</article><footer>Tous droits réservés à la société éditrice, &lt;b&gt;Paris&lt;/b&gt;.</footer></body></html>"""


def imported(folder: Path, content: str | bytes = PAGE, name: str = "voix.html") -> Editorial:
    (folder / name).write_bytes(content.encode() if isinstance(content, str) else content)
    outcomes = list(saving.save(ingest.read(folder / name)))
    return Editorial.objects.get(pk=outcomes[0].editorial.pk)


@pytest.fixture
def editorial(db, tmp_path) -> Editorial:
    return imported(tmp_path)


def address(editorial: Editorial, more: str = "") -> str:
    return f"/desk/editorials/{editorial.pk}/provenance/{more}"


def mended(editorial: Editorial, **values) -> None:
    for name, value in values.items():
        setattr(editorial, name, value)
    editorial.save()


def again(client, editorial: Editorial, *fields: str, **said):
    here = address(editorial, "?again=1")
    shown = client.get(here)
    form = {
        "seal": shown.context["seal"],
        "version": shown.context["editorial"].version,
        "field": fields,
    }
    return client.post(here, form | said, follow=True)


def test_the_page_is_for_editors(client, editorial):
    assert client.get(address(editorial)).url.startswith("/login/")
    assert client.post(address(editorial, "?again=1")).url.startswith("/login/")


def test_origin_and_hash_of_the_capture_are_told(editor_client, editorial):
    page = editor_client.get(address(editorial)).content.decode()
    capture = editorial.captures.get()
    assert capture.sha256 in page and "voix.html" in page and "octets intacts" in page


def test_what_was_dropped_is_marked_and_what_was_kept_is_not(editor_client, editorial):
    lines = editor_client.get(address(editorial)).context["lines"]
    marked = {part: kept for line in lines for part, kept in line}
    assert not marked["Tous droits réservés à la société éditrice, <b>Paris</b>."]
    assert marked["La voix du client"] and any(
        kept and part.startswith("Écouter le client") for part, kept in marked.items()
    )
    assert any("Abonnez-vous" in part and not kept for part, kept in marked.items())


def test_the_capture_is_shown_as_text_alone(editor_client, editorial):
    page = editor_client.get(address(editorial)).content.decode()
    assert "volé" not in page and "&lt;b&gt;Paris&lt;/b&gt;" in page and "<b>Paris" not in page


def test_menus_are_folded_and_say_how_they_begin(editor_client, db, tmp_path):
    menu = "".join(f"<li><a href='/{n}'>Rubrique {n}</a></li>" for n in range(20))
    editorial = imported(tmp_path, PAGE.replace("<article>", f"<ul>{menu}</ul><article>"))
    blocks = editor_client.get(address(editorial)).context["blocks"]
    assert any("Rubrique 0 · Rubrique 1" in title and len(lines) > 19 for title, lines in blocks)


@pytest.mark.parametrize("name", ["lot.csv", "lot.jsonl"])
def test_of_a_table_the_row_tells_what_was_kept(editor_client, db, tmp_path, name):
    rows = []
    for number in (1, 2, 3):
        rows.append(
            {"title": f"Titre {number}", "date": "2001-02-12", "tags": "accueil, voix"}
            | {"authors": "Claire Abgrall; Luc Martin", "html": f"<p>Un texte {number}.</p>"}
        )
    written = "\n".join(json.dumps(row | {"price": "douze francs"}) for row in rows)
    if name == "lot.csv":
        lines = [";".join([*rows[0], "price"])]
        for row in rows:
            lines.append(";".join(f'"{cell}"' for cell in [*row.values(), "douze francs"]))
        written = "\n".join(lines)
    imported(tmp_path, written, name)
    second = Editorial.objects.get(title="Titre 2")
    page = editor_client.get(address(second))
    dropped = [part for line in page.context["lines"] for part, kept in line if kept is False]
    assert dropped == ["douze francs"]
    assert 80 <= page.context["percent_held"] < 100
    shown = page.content.decode()
    assert "title :" in shown and "Titre 3" not in shown


def test_an_editorial_without_a_capture_says_so(editor_client, make_editorial):
    assert "Aucune capture" in editor_client.get(address(make_editorial())).content.decode()


def test_bytes_that_changed_are_told(editor_client, editorial, own_data_folder):
    Path(own_data_folder, editorial.captures.get().content.name).write_text(
        PAGE.replace("trente", "vingt")
    )
    assert (
        "ce ne sont plus les octets reçus" in editor_client.get(address(editorial)).content.decode()
    )


@pytest.mark.parametrize("more", ["", "?again=1"])
def test_bytes_that_are_gone_are_told(editor_client, editorial, own_data_folder, more):
    Path(own_data_folder, editorial.captures.get().content.name).unlink()
    response = editor_client.get(address(editorial, more))
    assert response.status_code == 200 and "manque dans le dossier" in response.content.decode()


@pytest.mark.parametrize("odd", ["x", "0", "999999", "²"])
def test_a_capture_of_another_editorial_is_a_404(editor_client, editorial, odd):
    assert editor_client.get(address(editorial, f"?capture={odd}")).status_code == 404


def test_an_editorial_that_is_not_is_a_404(editor_client, db):
    assert editor_client.get("/desk/editorials/99/provenance/").status_code == 404


def test_reading_again_what_has_not_changed_finds_nothing_to_take(editor_client, editorial):
    assert "rien à reprendre" in editor_client.get(address(editorial, "?again=1")).content.decode()


def test_reading_again_puts_nothing_back_that_other_pages_have(editor_client, db, tmp_path):
    box = (
        "<p>Chaque vendredi, la lettre de la revue réunit les entretiens et les chiffres de la semaine, avec "
        "trois lectures : elle part à neuf heures.</p></article>"
    )
    for number, instrument in enumerate(("client", "patient", "locataire")):
        content = PAGE.replace("client", instrument).replace("ce", f"{number}ce")
        (tmp_path / f"{number}.html").write_text(content.replace("</article>", box))
    list(saving.save(ingest.read_all([str(tmp_path)])))
    for editorial in Editorial.objects.all():
        assert "neuf heures" not in editorial.text and "Écouter" in editorial.text
        assert (
            "rien à reprendre" in editor_client.get(address(editorial, "?again=1")).content.decode()
        )


def test_reading_again_shows_what_differs_and_changes_nothing(editor_client, editorial):
    mended(
        editorial,
        title="La voie du client",
        imported=editorial.imported | {"title": "La voie du client"},
    )
    response = editor_client.get(address(editorial, "?again=1"))
    [(difference, _texts)] = response.context["rereading"]
    assert (difference.field, difference.before, difference.after, difference.touched) == (
        "title",
        "La voie du client",
        "La voix du client",
        False,
    )
    assert (
        Editorial.objects.get().title == "La voie du client"
        and 'value="title" checked' in response.content.decode()
    )


def test_what_an_editor_mended_is_not_ticked(editor_client, editorial):
    mended(editorial, title="Mieux")
    page = editor_client.get(address(editorial, "?again=1")).content.decode()
    assert "corrigé ici depuis l’import" in page and 'value="title" checked' not in page


def test_what_is_taken_over_is_one_operation_that_can_be_undone(
    editor_client, admin_user, editorial
):
    mended(
        editorial,
        title="Autre",
        date="1999",
        doubts=[{"field": "title", "code": "guess", "value": "Autre"}],
    )
    page = again(editor_client, editorial, "title").content.decode()
    now = Editorial.objects.get()
    assert (
        "C’est repris" in page
        and now.title == "La voix du client"
        and now.date == "1999"
        and not now.doubts
    )
    operation = Operation.objects.latest("pk")
    assert operation.by == admin_user and operation.why == "Extraction refaite"
    operation.undo()
    assert Editorial.objects.get().title == "Autre"


def test_signatures_are_taken_over_with_their_person(editor_client, editorial):
    editorial.set_bylines([(None, "Quelqu’un", "")])
    again(editor_client, editorial, "bylines")
    assert Editorial.objects.get().bylines.get().author.name == "Claire Abgrall"


def test_nothing_ticked_changes_nothing(editor_client, editorial):
    mended(editorial, title="Autre")
    before = Operation.objects.count()
    assert "Rien n’est choisi" in again(editor_client, editorial).content.decode()
    assert Operation.objects.count() == before and Editorial.objects.get().title == "Autre"


@pytest.mark.parametrize(
    "odd", [{"seal": "x"}, {"version": "1000"}, {"version": "x"}, {"seal": ""}]
)
def test_a_form_of_another_reading_is_refused(editor_client, editorial, odd):
    mended(editorial, title="Autre")
    page = again(editor_client, editorial, "title", **odd).content.decode()
    assert "a changé entre-temps" in page and Editorial.objects.get().title == "Autre"


def test_a_capture_that_cannot_be_read_says_why(editor_client, editorial, own_data_folder):
    capture = editorial.captures.get()
    Path(own_data_folder, capture.content.name).write_bytes(b"\x89PNG\r\n\0\0\0\0")
    page = editor_client.get(address(editorial, "?again=1")).content.decode()
    assert "Ce fichier n’est pas du texte." in page or "C’est une image." in page


ENTRY = """<?xml version="1.0"?><rss version="2.0"><channel><title>Revue</title>
<item><title>Premier</title><link>https://revue.example/1</link><pubDate>Mon, 12 Feb 2001 08:00:00 +0100</pubDate>
<description>&lt;p&gt;Un texte assez long pour être un texte, avec un mot &lt;em&gt;fort&lt;/em&gt;.</description></item>
<item><title>Second</title><description>Un autre texte.</description></item></channel></rss>"""


def test_an_item_of_a_feed_is_read_again_by_itself(editor_client, db, tmp_path):
    editorial = imported(tmp_path, ENTRY, "flux.xml")
    mended(editorial, title="Autre")
    response = editor_client.get(address(editorial, "?again=1"))
    [(difference, _texts)] = response.context["rereading"]
    assert (difference.field, difference.after) == ("title", "Premier")


def test_two_captures_are_each_seen(editor_client, editorial, tmp_path):
    (tmp_path / "ailleurs").mkdir()
    imported(tmp_path / "ailleurs")
    first, second = Capture.objects.filter(editorial=editorial)
    page = editor_client.get(address(editorial, f"?capture={second.pk}")).content.decode()
    assert second.origin in page and f"?capture={first.pk}" in page


def test_the_capture_of_the_editorial_s_own_source_is_seen_first(
    editor_client, editorial, tmp_path
):
    (tmp_path / "ailleurs").mkdir()
    imported(tmp_path / "ailleurs")
    own, other = Capture.objects.filter(editorial=editorial).order_by("captured_at")
    response = editor_client.get(address(editorial))
    page = response.content.decode()
    assert response.context["capture"] == own
    assert f"?capture={own.pk}" in page and f"?capture={other.pk}" in page


def test_the_page_costs_a_bounded_number_of_queries(
    editor_client, editorial, django_assert_max_num_queries
):
    with django_assert_max_num_queries(12):
        editor_client.get(address(editorial, "?again=1"))
