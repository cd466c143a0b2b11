"""The vocabulary as anybody's program takes it."""

import pytest
import skosify
from rdflib import Graph, Literal, URIRef
from rdflib.compare import isomorphic
from rdflib.namespace import RDF, SKOS

from archive.models import Editorial, Tag, TagAlias
from archive.thesaurus import read

pytestmark = pytest.mark.django_db
SITE = "http://testserver"


@pytest.fixture
def vocabulary(make_editorial):
    make_editorial("La voix", tags=["écoute", "accueil \\ « du » client"])
    make_editorial("Brouillon", tags=["secret"], state=Editorial.State.DRAFT)
    listening = Tag.objects.get(name="écoute")
    TagAlias.objects.create(tag=listening, name='« l’"oreille" »')
    relation = Tag.objects.create(name="relation", description="Ce qui lie.\nEt dure.\x0b")
    whole = Tag.objects.create(name="tout")
    listening.broader.add(relation)
    relation.broader.add(whole)
    Tag.objects.create(name="sans emploi")
    return listening


def graph(client, ending):
    response = client.get(f"/vocabulary.{ending}")
    assert response.status_code == 200
    kind = response.headers["Content-Type"]
    return Graph().parse(data=response.content, format=kind.partition(";")[0])


def test_each_form_states_the_same_of_the_tags_of_readers_and_all_that_is_broader(
    client, vocabulary, django_assert_max_num_queries
):
    with django_assert_max_num_queries(8):
        stated = graph(client, "ttl")
    assert isomorphic(stated, graph(client, "rdf")) and isomorphic(stated, graph(client, "jsonld"))
    concepts = stated.subjects(RDF.type, SKOS.Concept)
    names = {str(stated.value(concept, SKOS.prefLabel)) for concept in concepts}
    assert names == {"écoute", "accueil \\ « du » client", "relation", "tout"}
    page = URIRef(f"{SITE}{vocabulary.get_absolute_url()}")
    assert (page, RDF.type, SKOS.Concept) in stated
    assert (page, SKOS.altLabel, Literal('« l’"oreille" »', lang="fr")) in stated
    wider = stated.value(page, SKOS.broader)
    assert stated.value(wider, SKOS.definition) == Literal("Ce qui lie.\nEt dure.", lang="fr")
    assert (wider, SKOS.narrower, page) in stated
    scheme = URIRef(f"{SITE}/vocabulary")
    tops = {
        str(stated.value(top, SKOS.prefLabel)) for top in stated.objects(scheme, SKOS.hasTopConcept)
    }
    assert tops == {"tout", "accueil \\ « du » client"}


def test_a_validator_of_skos_has_nothing_to_mend(client, vocabulary, caplog, tmp_path):
    source = tmp_path / "vocabulary.ttl"
    source.write_bytes(client.get("/vocabulary.ttl").content)
    mended = skosify.skosify(str(source), default_language="fr")
    of_validator = [record for record in caplog.records if record.name == "root"]
    assert [record.getMessage() for record in of_validator if record.levelname != "INFO"] == []
    assert set(graph(client, "ttl")) <= set(mended)


def test_it_comes_back_as_a_vocabulary(client, vocabulary):
    terms = read(client.get("/vocabulary.rdf").content.decode())
    assert {term.name for term in terms} >= {"écoute", "relation"}


@pytest.mark.parametrize(
    ("accepted", "leads"),
    [
        ("text/turtle", "/vocabulary.ttl"),
        ("application/rdf+xml;q=0.9, text/turtle;q=0.5", "/vocabulary.rdf"),
        ("application/ld+json", "/vocabulary.jsonld"),
        ("text/html,application/xhtml+xml,*/*;q=0.8", "/tags/"),
        ("*/*", "/vocabulary.ttl"),
    ],
)
def test_the_address_leads_to_what_is_preferred(client, accepted, leads):
    response = client.get("/vocabulary", headers={"accept": accepted})
    assert response.status_code == 303 and response.headers["Location"] == leads
    assert "Accept" in response.headers["Vary"]


@pytest.mark.parametrize("address", ["/vocabulary", "/vocabulary.ttl", "/vocabulary.jsonld"])
def test_pages_of_other_sites_may_read_it(client, vocabulary, address):
    for _time in ("made", "kept"):
        assert client.get(address)["Access-Control-Allow-Origin"] == "*"


def test_what_cannot_be_given_is_refused(client):
    response = client.get("/vocabulary", headers={"accept": "image/png"})
    assert response.status_code == 406 and b"text/turtle" in response.content
    assert client.get("/vocabulary.pdf").status_code == 404
    assert client.post("/vocabulary").status_code == 405


def test_an_archive_without_tags_has_an_empty_vocabulary(client):
    assert len(list(graph(client, "ttl").subjects(RDF.type, SKOS.Concept))) == 0
