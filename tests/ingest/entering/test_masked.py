"""A name that was masked at a person's request does not come back with the next import."""

from dataclasses import replace

import pytest

from archive.ingest.entering import saving
from archive.ingest.entering.mending import with_rules
from archive.ingest.records import Printed, Record
from archive.masking import MASK
from archive.models import Author, Editorial, ImportRule, Operation, Proposal, Tag, requests
from archive.models.doubt_answers import choices
from archive.models.name_places import find

pytestmark = pytest.mark.django_db
BODY = "<p>Hier, <b>Jean</b> Dupré a répondu à tous ceux qui appelaient le standard.</p>"
RECORD = Record(
    source="site-1/page.html",
    title="Jean Dupré répond",
    standfirst="Par M. Jean Dupré.",
    html=BODY,
    bylines=[Printed("Jean Dupré"), Printed("Anne Est")],
    date="2001",
    publication="Décroché",
    tags=["Jean Dupré", "Accueil"],
    source_id="1",
)


def brought_in(*records):
    return [outcome.outcome for outcome in saving.save([replace(record) for record in records])]


def masked():
    return requests.mask(find(["Jean Dupré"], False), None, "Demande")


def everything():
    rows = []
    for editorial in Editorial.objects.all():
        bylines = [byline.name for byline in editorial.bylines.all()]
        rows.append([editorial.title, editorial.standfirst, editorial.body, bylines])
    return rows


@pytest.fixture
def held(db):
    brought_in(RECORD)
    return Editorial.objects.get()


def test_the_same_text_from_elsewhere_is_the_masked_one(held):
    masked()
    elsewhere = replace(RECORD, source="site-2/autre.html", source_id="2", publication="Autre")
    assert brought_in(elsewhere) == ["duplicate"]
    assert Editorial.objects.count() == 1 and "Dupré" not in str(everything())


def test_another_text_that_has_the_name_comes_in_masked(held):
    masked()
    other = replace(RECORD, source="x", source_id="3", html="<p>Jean Dupré revient au fil.</p>")
    assert brought_in(other) == ["created"]
    assert "Dupré" not in str(everything())
    editorial = Editorial.objects.get(source_id="3")
    assert editorial.title == f"{MASK} répond" and editorial.text == f"{MASK} revient au fil."
    assert [tag.name for tag in editorial.tags.all()] == ["Accueil"]
    assert not Author.objects.filter(name="Jean Dupré").exists()
    assert not Tag.objects.filter(name="Jean Dupré").exists()
    assert brought_in(other) == ["unchanged"]


def test_what_its_source_did_not_change_is_unchanged_and_asks_nobody(held):
    masked()
    assert brought_in(RECORD) == ["unchanged"]
    held.refresh_from_db()
    doubts = held.doubts
    assert brought_in(replace(RECORD, date="2002")) == ["updated"]
    held.refresh_from_db()
    assert held.date == "2002" and held.doubts == doubts and "Dupré" not in str(everything())


def test_an_undone_request_masks_nothing_any_more(held):
    masked().undo()
    other = replace(RECORD, source="x", source_id="3", html="<p>Jean Dupré revient au fil.</p>")
    brought_in(other)
    assert Editorial.objects.get(source_id="3").title == RECORD.title
    assert Operation.objects.filter(undone=True).count() == 1


def test_the_source_s_version_that_an_editor_may_take_is_masked(held):
    held.imported |= {"body": BODY}
    held.save()
    masked()
    doubt = {"field": "body", "code": "source-differs", "value": "x"}
    source, _keep = choices(held, doubt)
    assert MASK in source.sets["body"] and "Dupré" not in source.sets["body"]


def test_a_masked_name_is_not_proposed_as_a_tag_and_what_is_proposed_needs_no_account(held):
    masked()
    rule = ImportRule.objects.create(source="site", keywords="known", publication="Autre")
    other = replace(RECORD, source_id="3", tags=["Jean Dupré", "Écoute"], html="<p>Le fil.</p>")
    assert brought_in(with_rules(other, [rule])) == ["created"]
    proposal = Proposal.objects.get()
    assert proposal.add == ["Écoute"] and proposal.by is None
