"""Doubts: which fields answer them, and how a new version of the source replaces them."""

import json
import re

import pytest
from django.core.management import call_command
from django.urls import reverse

from archive.models import Author, Editorial, Operation

pytestmark = pytest.mark.django_db

SHORT = "Un fil tendu entre deux voix."
LONG = " ".join(
    f"Le standard a pris {number} appels, et chacun attendait une réponse." for number in range(20)
)
FEED = """<?xml version="1.0"?>
<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/">
<channel><title>Revue</title><language>fr</language>
<item><guid>revue-1</guid><title>{title}</title><link>{link}</link>{authors}
<content:encoded>&lt;p&gt;{text}&lt;/p&gt;</content:encoded></item></channel></rss>"""


@pytest.fixture
def feed(tmp_path):
    """Imports a version of a feed of one item; returns its outcome."""

    def feed(text=SHORT, authors=(), title="Le fil", link="https://revue.example/1"):
        signed = "".join(f"<dc:creator>{name}</dc:creator>" for name in authors)
        path = tmp_path / "flux.xml"
        path.write_text(FEED.format(title=title, link=link, authors=signed, text=text))
        report = tmp_path / "report.jsonl"
        call_command("import_editorials", str(path), report=str(report))
        return json.loads(report.read_text())["outcome"]

    return feed


@pytest.fixture
def row(tmp_path):
    """Imports one row of JSON Lines."""

    def row(**fields):
        path = tmp_path / "a.jsonl"
        path.write_text(json.dumps({"source_id": "1", "title": "Le fil", "text": LONG} | fields))
        call_command("import_editorials", str(path))

    return row


@pytest.fixture
def correct(editor_client):
    """Sends the form of corrections with these fields changed."""

    def correct(**fields):
        address = reverse("correct", args=[Editorial.objects.get().pk])
        form = editor_client.get(address).context["form"]
        sent = {
            name: form.get_initial_for_field(field, name) for name, field in form.fields.items()
        }
        sent = {name: value for name, value in sent.items() if value not in (None, False)}
        assert editor_client.post(address, sent | fields).status_code == 302

    return correct


@pytest.fixture
def answer(editor_client):
    """Presses the button of that label beside the first doubt that has it."""

    def answer(label):
        address = reverse("doubts", args=[Editorial.objects.get().pk])
        questions = editor_client.get(address).context["questions"]
        choices = [(question, choice) for question in questions for choice in question.choices]
        question, choice = next(pair for pair in choices if pair[1].label == label)
        editor_client.post(address, {"answer": f"{question.key}:{choice.value}"})

    return answer


@pytest.fixture
def change_all(editor_client):
    """Sees what a change of all doubtful editorials would do, and confirms it."""

    def change_all(change):
        address = f"/desk/selection/?list=doubts&{change}&preview=1"
        page = editor_client.get(address).content.decode()
        seal = re.search('name="seal" value="([^"]*)"', page)[1]
        assert (
            "1 éditorial changé."
            in editor_client.post(address, {"seal": seal}, follow=True).content.decode()
        )

    return change_all


def doubt(field: str, code: str, value: str = "") -> dict:
    return {"field": field, "code": code, "value": value}


def stored() -> set[tuple[str, str]]:
    """(field, code) of the only editorial's doubts, none of them twice."""
    doubts = [(entry["field"], entry["code"]) for entry in Editorial.objects.get().doubts]
    assert len(set(doubts)) == len(doubts), doubts
    return set(doubts)


# A source that changes


def test_an_author_and_a_text_that_come_answer_the_doubts_about_them(feed):
    assert feed() == "created"
    assert stored() == {("date", "unknown"), ("byline", "unknown"), ("text", "short")}
    assert feed(LONG, ["Ada Nord"]) == "updated"
    assert stored() == {("date", "unknown")}


def test_the_doubts_of_the_new_version_come(feed):
    feed()
    feed(f"{LONG} Ã©tÃ©", [])
    assert stored() == {("date", "unknown"), ("text", "mojibake"), ("byline", "unknown")}
    feed(LONG, ["Ada Nord"])
    assert stored() == {("date", "unknown")}


def test_an_address_that_is_understood_answers_the_doubt_about_it(feed):
    feed(link="http://[")
    assert ("url", "unknown") in stored()
    feed()
    assert ("url", "unknown") not in stored()


def test_doubts_about_people_follow_the_byline_and_are_told_once(feed):
    for _namesake in range(2):
        Author.objects.create(name="Jean Martin")
    feed(LONG, ["Jean Martin"])
    assert stored() == {("date", "unknown"), ("byline", "ambiguous")}
    feed(LONG, ["Jean Martin", "Ada Nord"])
    assert stored() == {("date", "unknown"), ("byline", "ambiguous")}
    feed(LONG, ["Ada Nord"])
    assert stored() == {("date", "unknown")}


def test_the_same_doubt_of_two_bylines_is_told_once(row):
    for _namesake in range(2):
        Author.objects.create(name="Jean Martin")
    row(bylines=[{"name": "Jean Martin"}, {"name": "Jean Martin", "role": "directeur"}])
    assert ("byline", "ambiguous") in stored()


def test_what_an_editor_settled_stays_settled_while_its_source_is_the_same(feed, answer):
    feed(SHORT, ["Jacquinet, Ada"])
    answer("C’est juste ainsi")
    assert ("text", "short") not in stored()
    assert feed(SHORT, ["Jacquinet, Ada"]) == "unchanged"
    assert ("text", "short") not in stored()
    assert feed(SHORT, ["Jacquinet, Ada"], title="Le long fil") == "updated"
    assert ("text", "short") not in stored()


# Where the source and an editor differ


def test_what_the_source_says_of_a_text_that_an_editor_mended_is_told(feed, correct):
    feed()
    correct(body="<p>Notre texte.</p>")
    feed(LONG)
    assert stored() == {("date", "unknown"), ("byline", "unknown"), ("body", "source-differs")}


@pytest.mark.parametrize(
    "mended, changed, told",
    [
        ({"body": "<p>Notre texte.</p>"}, {"text": LONG}, "(texte)"),
        (
            {"source_url": "https://revue.example/2"},
            {"link": "https://revue.example/3"},
            "(adresse d’origine)",
        ),
        ({"bylines": "Ada Nord"}, {"authors": ["Jean Martin"]}, "(signatures)"),
    ],
)
def test_what_differs_is_named_as_forms_name_it(
    feed, correct, editor_client, mended, changed, told
):
    feed()
    correct(**mended)
    feed(**changed)
    address = reverse("doubts", args=[Editorial.objects.get().pk])
    assert f"La source dit maintenant {told}" in editor_client.get(address).content.decode()


def test_a_text_that_is_mended_again_answers_what_the_source_said(feed, correct):
    feed()
    correct(body="<p>Notre texte.</p>")
    feed(LONG)
    correct(body="<p>Notre texte, comparé.</p>")
    assert stored() == {("date", "unknown"), ("byline", "unknown")}
    assert feed(LONG) == "unchanged"
    assert feed(LONG, title="Le long fil") == "updated"
    assert stored() == {("date", "unknown"), ("byline", "unknown")}


def test_only_what_the_source_says_last_is_told(feed, correct):
    feed()
    correct(title="Notre titre")
    for title in ("Deux", "Trois"):
        feed(title=title)
    [differs] = [entry for entry in Editorial.objects.get().doubts if entry["field"] == "title"]
    assert differs["value"] == "Trois"


def test_a_source_that_comes_to_the_editor_s_text_differs_no_more(feed, correct):
    feed()
    correct(body=f"<p>{LONG}</p>")
    feed(f"{LONG} Fin.")
    assert ("body", "source-differs") in stored()
    feed(LONG)
    assert stored() == {("date", "unknown"), ("byline", "unknown")}


def test_a_source_without_a_title_casts_no_doubt_on_an_editor_s_title(row, correct):
    row(title="Le fil", title_supplied=True)
    correct(title="Notre titre")
    row(title="", title_supplied=False)
    editorial = Editorial.objects.get()
    assert (editorial.title, editorial.title_supplied) == ("Notre titre", True)
    assert stored() == {("date", "unknown"), ("byline", "unknown")}


def test_what_is_doubted_of_an_editor_s_title_stays_when_its_source_supplies_none(row):
    row(title="Le fil", title_supplied=True)
    doubts = [doubt("title", "guess", "Notre titre")]
    Editorial.objects.update(title="Notre titre", doubts=doubts)
    row(title="Le fil", title_supplied=False)
    assert Editorial.objects.get().doubts == doubts


FIELDS = [
    ("title", "title", {"title": "Deux"}),
    ("standfirst", "standfirst", {"standfirst": "Un chapô."}),
    ("body", "text", {"body": "<p>Deux.</p>"}),
    ("bylines", "byline", {"bylines": "Ada Nord"}),
    ("source_url", "url", {"source_url": "https://revue.example/2"}),
    ("state", "state", {"state": "draft"}),
]


@pytest.mark.parametrize("field, doubted, sent", FIELDS)
def test_a_corrected_field_answers_its_doubts_under_either_name(
    make_editorial, correct, field, doubted, sent
):
    doubts = [doubt(doubted, "unknown"), doubt(field, "source-differs", "X")]
    doubts += [doubt(doubted, "source-differs", "Y"), doubt("date", "unknown")]
    make_editorial("Un", doubts=doubts)
    correct(**sent)
    assert Editorial.objects.get().doubts == [doubt("date", "unknown")]


def test_a_title_that_is_no_longer_supplied_answers_doubts_but_not_the_source(
    make_editorial, correct
):
    differs = doubt("title", "source-differs", "Autre")
    make_editorial("Un", title_supplied=True, doubts=[doubt("title", "supplied"), differs])
    correct(title_supplied="")
    assert Editorial.objects.get().doubts == [differs]


def test_an_answer_that_takes_the_source_s_text_settles_all_about_it(make_editorial, answer):
    doubts = [
        doubt("text", "short"),
        doubt("body", "source-differs", "X"),
        doubt("date", "unknown"),
    ]
    make_editorial("Un", imported={"body": "<p>Le leur.</p>"}, doubts=doubts)
    answer("Prendre celle de la source")
    editorial = Editorial.objects.get()
    assert editorial.body == "<p>Le leur.</p>" and editorial.doubts == [doubt("date", "unknown")]


def test_an_answer_that_changes_nothing_settles_its_own_doubt_alone(make_editorial, answer):
    doubts = [doubt("text", "short"), doubt("body", "source-differs", "X")]
    make_editorial("Un", imported={"body": "<p>Le leur.</p>"}, doubts=doubts)
    answer("Garder la nôtre")
    assert Editorial.objects.get().doubts == [doubt("text", "short")]


def test_what_a_correction_answered_returns_when_it_is_undone(make_editorial, correct):
    doubts = [doubt("text", "short"), doubt("body", "source-differs", "X")]
    make_editorial("Un", doubts=doubts)
    correct(body="<p>Deux.</p>")
    assert Editorial.objects.get().doubts == []
    Operation.objects.get().undo()
    assert Editorial.objects.get().doubts == doubts


@pytest.fixture
def take_over(editor_client, tmp_path):
    """Read a page's capture again once `change` has changed the editorial; take these fields."""

    def take_over(*fields, change):
        path = tmp_path / "fil.txt"
        path.write_text(f"Le fil\n\nPar Jean Martin\n\n{LONG}\n\n{LONG}\n")
        call_command("import_editorials", str(path))
        editorial = Editorial.objects.get()
        change(editorial)
        editorial.save()
        address = reverse("provenance", args=[editorial.pk]) + "?again=1"
        shown = editor_client.get(address).context
        assert set(fields) <= {difference.field for difference, _labelled in shown["rereading"]}
        sent = {"seal": shown["seal"], "version": shown["editorial"].version, "field": fields}
        editor_client.post(address, sent)

    return take_over


def test_a_text_taken_over_from_a_capture_answers_its_doubts(take_over):
    def change(editorial):
        editorial.body = "<p>Notre texte.</p>"
        editorial.doubts = [
            doubt("text", "short"),
            doubt("body", "source-differs"),
            doubt("date", "unknown"),
        ]

    take_over("body", change=change)
    assert Editorial.objects.get().doubts == [doubt("date", "unknown")]


def test_bylines_taken_over_from_a_capture_bring_the_doubts_about_their_people(take_over):
    def change(editorial):
        Author.objects.create(name="Jean Martin")
        editorial.set_bylines([])
        editorial.doubts = [doubt("byline", "unknown"), doubt("bylines", "source-differs")]

    take_over("bylines", change=change)
    assert Editorial.objects.get().doubts == [doubt("byline", "ambiguous", "Jean Martin")]


def test_the_doubts_that_an_operation_settled_are_told_in_sentences(
    make_editorial, correct, editor_client
):
    make_editorial("Un", doubts=[doubt("text", "short"), doubt("byline", "unknown")])
    correct(body="<p>Deux.</p>")
    address = reverse("operation", args=[Operation.objects.get().pk])
    page = editor_client.get(address).content.decode()
    assert "vérifier qu’il est entier." in page and "short" not in page


# Many at once


def test_a_change_of_state_of_many_answers_nothing(make_editorial, change_all):
    doubts = [doubt("state", "guess", "private"), doubt("state", "source-differs", "draft")]
    make_editorial(doubts=doubts)
    change_all("set-state=draft")
    editorial = Editorial.objects.get()
    assert editorial.state == "draft" and editorial.doubts == doubts


def test_an_author_of_many_answers_what_is_doubted_of_their_bylines(make_editorial, change_all):
    doubts = [doubt("byline", "ambiguous", "Jean Martin"), doubt("bylines", "source-differs", "X")]
    make_editorial(doubts=[*doubts, doubt("text", "short")])
    Author.objects.create(name="Ada Nord")
    change_all("set-author=Ada Nord&set-state=draft")
    assert Editorial.objects.get().doubts == [doubt("text", "short")]
