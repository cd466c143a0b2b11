"""The archive as harvesters see it, by another's program and by hand: OAI-PMH 2.0."""

import threading
from datetime import datetime, timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone
from lxml import etree
from oaipmh import error
from oaipmh.client import BaseClient
from oaipmh.metadata import MetadataRegistry, oai_dc_reader

from archive.models import (
    Author,
    Bulk,
    Datestamp,
    Editorial,
    FormerAddress,
    Publication,
    Tag,
    Tagging,
    datestamps,
    trash,
)
from archive.oai import records

pytestmark = pytest.mark.django_db
NAMES = {
    "o": "http://www.openarchives.org/OAI/2.0/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "t": "http://purl.org/dc/terms/",
    "xsi": "http://www.w3.org/2001/XMLSchema-instance",
}


class Harvester(BaseClient):
    def __init__(self, client, method="get"):
        registry = MetadataRegistry()
        registry.registerReader("oai_dc", oai_dc_reader)
        super().__init__(registry)
        self.ask = getattr(client, method)

    def makeRequest(self, **arguments):
        return self.ask("/oai", arguments).content


@pytest.fixture
def harvester(client):
    return Harvester(client)


def asked(client, **arguments):
    response = client.get("/oai", arguments)
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "text/xml; charset=utf-8"
    return etree.fromstring(response.content)


def code(client, **arguments):
    [element] = asked(client, **arguments).findall("o:error", NAMES)
    assert element.text
    return element.get("code")


def identifiers(harvester, **arguments):
    return [
        header.identifier()
        for header in harvester.listIdentifiers(metadataPrefix="oai_dc", **arguments)
    ]


def aged(days=1):
    """As if all had been told so long ago."""
    Datestamp.objects.settle()
    Datestamp.objects.update(at=timezone.now() - timedelta(days=days))


def test_a_harvester_is_told_what_the_archive_is(client, make_editorial, settings):
    make_editorial("La voix", date="2001-02-12")
    settings.SECURITY_CONTACT = "mailto:archive@example.org"
    harvester = Harvester(client)
    identity = harvester.identify()
    assert identity.repositoryName() == settings.SITE_NAME
    assert identity.baseURL() == "http://testserver/oai"
    assert identity.adminEmails() == ["archive@example.org"]
    assert identity.deletedRecord() == "persistent"
    assert identity.granularity() == "YYYY-MM-DDThh:mm:ssZ"
    assert timezone.now().replace(tzinfo=None) - identity.earliestDatestamp() < timedelta(minutes=5)
    assert [prefix for prefix, *_ in harvester.listMetadataFormats()] == ["oai_dc", "qdc"]


def test_a_record_says_what_is_known_of_an_editorial(client, make_editorial):
    magazine = Publication.objects.create(name="En ligne", issn="1234-5679", publisher="Éditions A")
    editorial = make_editorial(
        "La voix du client",
        "<p>Un client attend.</p>",
        date="2001-02-12",
        authors=["Claire Abgrall", "La rédaction"],
        tags=["écoute", "qualité de service"],
    )
    Editorial.objects.filter(pk=editorial.pk).update(
        publication=magazine, issue="n° 36", page="p. 3", standfirst="Ce qu’il dit.\x0b"
    )
    identifier = f"oai:testserver:{editorial.pk}"
    for method in ("get", "post"):
        header, metadata, _about = Harvester(client, method).getRecord(
            identifier=identifier, metadataPrefix="oai_dc"
        )
        assert header.identifier() == identifier and not header.isDeleted()
        assert set(header.setSpec()) == {
            "publication:en-ligne",
            "tag:ecoute",
            "tag:qualite-de-service",
        }
        assert metadata.getMap() == {
            "title": ["La voix du client"],
            "creator": ["Abgrall, Claire", "La rédaction"],
            "subject": ["écoute", "qualité de service"],
            "description": ["Ce qu’il dit."],
            "publisher": ["Éditions A"],
            "contributor": [],
            "date": ["2001-02-12"],
            "type": ["Text", "éditorial"],
            "format": ["text/html"],
            "identifier": [f"http://testserver{editorial.get_absolute_url()}"],
            "source": ["En ligne, n° 36, 2001-02-12, p. 3"],
            "language": ["fr"],
            "relation": ["urn:ISSN:1234-5679"],
            "coverage": [],
            "rights": [],
        }


def test_every_scheme_of_a_record_is_one_of_the_schema(client, make_editorial):
    editorial = make_editorial("La voix", date="2001-02", language="fr")
    identifier = f"oai:testserver:{editorial.pk}"
    root = asked(client, verb="GetRecord", identifier=identifier, metadataPrefix="qdc")
    schemes = set(root.xpath("//@xsi:type", namespaces=NAMES))
    # Types that https://www.dublincore.org/schemas/xmls/qdc/dcterms.xsd has; it ends with RFC 4646.
    assert schemes == {
        f"dcterms:{name}" for name in ("W3CDTF", "DCMIType", "IMT", "URI", "RFC4646")
    }


@pytest.mark.parametrize(
    ("date", "issued", "words"),
    [("2001-02", "2001-02", None), ("2004~", "2004~", "vers 2004"), ("", None, None)],
    ids=["certain", "uncertain", "unknown"],
)
def test_a_date_is_said_as_far_as_it_is_certain(client, make_editorial, date, issued, words):
    editorial = make_editorial("La voix", date=date)
    root = asked(
        client,
        verb="GetRecord",
        identifier=f"oai:testserver:{editorial.pk}",
        metadataPrefix="qdc",
    )
    assert root.findtext(".//t:issued", namespaces=NAMES) == issued
    assert root.findtext(".//t:date", namespaces=NAMES) == words


def test_a_thousand_records_are_harvested_through_resumption_while_others_come(
    harvester, make_editorial, monkeypatch
):
    monkeypatch.setattr(records, "PAGE", 30)
    editorials = [Editorial(title=f"Éditorial {number}", slug="e") for number in range(1000)]
    numbers = [editorial.pk for editorial in Editorial.objects.bulk_create(editorials)]
    Datestamp.objects.note(numbers)
    aged()
    harvest = harvester.listIdentifiers(metadataPrefix="oai_dc")
    first = [next(harvest).identifier() for _ in range(45)]
    come = make_editorial("Venu entre-temps")
    changed = numbers[0]
    Editorial.objects.get(pk=changed).save()
    rest = [header.identifier() for header in harvest]
    expected = [f"oai:testserver:{number}" for number in [*numbers, changed, come.pk]]
    assert first + rest == expected


def test_each_change_of_what_a_record_says_is_told_once(client, harvester, make_editorial):
    editorial = make_editorial(
        "La voix", publication="En ligne", authors=["Claire Abgrall"], tags=["écoute"]
    )
    other = make_editorial("Une autre")
    mine = [f"oai:testserver:{editorial.pk}"]
    changes = [
        lambda: Editorial.objects.get(pk=editorial.pk).save(),
        lambda: Tag.objects.get().save(),
        lambda: Author.objects.get().save(),
        lambda: Publication.objects.get().save(),
        lambda: editorial.add_tags(["accueil"], "editor"),
    ]
    for change in changes:
        aged()
        since = timezone.now().replace(tzinfo=None) - timedelta(minutes=1)
        with pytest.raises(error.NoRecordsMatchError):
            identifiers(harvester, from_=since)
        change()
        assert identifiers(harvester, from_=since) == mine
        until = since - timedelta(hours=1)
        assert identifiers(harvester, until=until) == [f"oai:testserver:{other.pk}"]


def test_what_is_withdrawn_or_deleted_is_told_as_gone_and_a_draft_not_at_all(
    client, harvester, make_editorial
):
    withdrawn = make_editorial("Retiré", tags=["écoute"])
    deleted = make_editorial("Effacé", tags=["écoute"])
    draft = make_editorial("Brouillon", tags=["écoute"], state=Editorial.State.DRAFT)
    kept = make_editorial("Gardé", tags=["écoute"])
    aged()
    withdrawn.state = Editorial.State.WITHDRAWN
    withdrawn.save()
    gone = {f"oai:testserver:{withdrawn.pk}", f"oai:testserver:{deleted.pk}"}
    deleted.delete()
    Editorial.objects.get(pk=draft.pk).save()
    for arguments in ({}, {"set": "tag:ecoute"}, {"set": "tag"}):
        headers = list(harvester.listIdentifiers(metadataPrefix="oai_dc", **arguments))
        assert {header.identifier() for header in headers if header.isDeleted()} == gone
        assert [header.identifier() for header in headers if not header.isDeleted()] == [
            f"oai:testserver:{kept.pk}"
        ]
    header, metadata, _about = harvester.getRecord(identifier=min(gone), metadataPrefix="oai_dc")
    assert header.isDeleted() and metadata is None
    draft.state = Editorial.State.PUBLISHED
    draft.save()
    assert f"oai:testserver:{draft.pk}" in identifiers(harvester)


def test_what_is_a_draft_again_is_told_as_gone_of_every_set_and_no_more_of_it(
    client, harvester, make_editorial
):
    editorial = make_editorial("Trop tôt", tags=["écoute"])
    aged()
    editorial.state = Editorial.State.DRAFT
    editorial.save()
    editorial.add_tags(["secret"], origin=Tagging.Origin.EDITOR)
    for arguments in ({}, {"set": "tag:ecoute"}, {"set": "publication"}):
        [header] = harvester.listIdentifiers(metadataPrefix="oai_dc", **arguments)
        assert header.isDeleted() and header.setSpec() == []


def test_a_former_draft_that_is_thrown_away_is_still_told_as_gone_of_every_set(
    client, harvester, make_editorial, admin_user
):
    editorial = make_editorial("Trop tôt", tags=["écoute"])
    aged()
    Bulk(values={"state": "draft"}).apply([editorial.pk])
    editorial.add_tags(["secret"], origin=Tagging.Origin.EDITOR)
    trash.put([editorial.pk], admin_user, "double")
    for arguments in ({}, {"set": "tag:ecoute"}, {"set": "publication"}):
        [header] = harvester.listIdentifiers(metadataPrefix="oai_dc", **arguments)
        assert header.isDeleted() and header.setSpec() == []


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite has one writer at a time")
@pytest.mark.django_db(transaction=True)
def test_what_is_published_while_a_harvester_asks_is_told_all_the_same(make_editorial):
    draft = make_editorial("Texte", state=Editorial.State.DRAFT)
    saved, asked = threading.Event(), threading.Event()

    def publish():
        with transaction.atomic():
            draft.state = Editorial.State.PUBLISHED
            draft.save()
            saved.set()
            asked.wait(60)
        connection.close()

    publishing = threading.Thread(target=publish)
    publishing.start()
    saved.wait(60)
    threading.Timer(0.5, asked.set).start()
    Datestamp.objects.settle()
    publishing.join()
    Datestamp.objects.settle()
    assert [stamp.number for stamp in Datestamp.objects.timed()] == [draft.pk]


def test_many_changes_are_told_a_part_at_a_time(client, harvester, make_editorial, monkeypatch):
    monkeypatch.setattr(datestamps, "TOGETHER", 2)
    made = [make_editorial(f"Texte {number}") for number in range(5)]
    assert len(identifiers(harvester)) == len(made)


def test_sets_are_of_magazines_and_tags_that_something_is_of(
    client, harvester, make_editorial, monkeypatch
):
    for number in range(3):
        make_editorial(f"Texte {number}", publication=f"Revue {number}", tags=[f"mot {number}"])
    make_editorial("Brouillon", tags=["secret"], state=Editorial.State.DRAFT)
    make_editorial("Sans rien")
    expected = [
        ("publication", "publication"),
        *((f"publication:revue-{number}", f"Revue {number}") for number in range(3)),
        ("tag", "tag"),
        *((f"tag:mot-{number}", f"mot {number}") for number in range(3)),
    ]
    for size in (1, 2, 3, 4, 1000):
        monkeypatch.setattr(records, "SETS", size)
        assert [(spec, name) for spec, name, _about in harvester.listSets()] == expected
    assert len(identifiers(harvester, set="publication")) == 3
    assert len(identifiers(harvester, set="tag:mot-1")) == 1
    Tag.objects.filter(slug="mot-1").update(name="parole", slug="parole")
    FormerAddress.objects.create(model="tag", slug="mot-1", now="parole")
    assert len(identifiers(harvester, set="tag:mot-1")) == 1


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ({}, "badVerb"),
        ({"verb": "Destroy"}, "badVerb"),
        ({"verb": ["Identify", "Identify"]}, "badVerb"),
        ({"verb": "Identify", "set": "tag"}, "badArgument"),
        ({"verb": "ListRecords"}, "badArgument"),
        ({"verb": "ListRecords", "metadataPrefix": "marc"}, "cannotDisseminateFormat"),
        ({"verb": "ListRecords", "metadataPrefix": ["oai_dc", "qdc"]}, "badArgument"),
        ({"verb": "ListRecords", "metadataPrefix": "oai_dc", "from": "hier"}, "badArgument"),
        ({"verb": "ListRecords", "metadataPrefix": "oai_dc", "from": "2001-13-01"}, "badArgument"),
        (
            {"verb": "ListRecords", "metadataPrefix": "oai_dc", "until": "2001-01-01T00:00:00+01"},
            "badArgument",
        ),
        (
            {
                "verb": "ListRecords",
                "metadataPrefix": "oai_dc",
                "from": "2001-01-02",
                "until": "2001-01-01",
            },
            "badArgument",
        ),
        (
            {
                "verb": "ListRecords",
                "metadataPrefix": "oai_dc",
                "from": "2001-01-01",
                "until": "2001-01-02T00:00:00Z",
            },
            "badArgument",
        ),
        (
            {"verb": "ListRecords", "metadataPrefix": "oai_dc", "until": "1990-01-01"},
            "noRecordsMatch",
        ),
        ({"verb": "ListRecords", "metadataPrefix": "oai_dc", "set": "mood:x"}, "noRecordsMatch"),
        ({"verb": "ListRecords", "metadataPrefix": "oai_dc", "set": "tag:"}, "badArgument"),
        ({"verb": "ListRecords", "metadataPrefix": "oai_dc", "set": "tag:x y"}, "badArgument"),
        ({"verb": "ListRecords", "metadataPrefix": "oai_dc", "set": "\0"}, "badArgument"),
        ({"verb": "ListRecords", "metadataPrefix": ""}, "badArgument"),
        ({"verb": "ListRecords", "metadataPrefix": "oai dc"}, "badArgument"),
        ({"verb": "ListRecords", "metadataPrefix": "oai_dc", "set": "tag:no"}, "noRecordsMatch"),
        ({"verb": "ListRecords", "resumptionToken": "forged"}, "badResumptionToken"),
        ({"verb": "ListRecords", "resumptionToken": ""}, "badResumptionToken"),
        ({"verb": "ListSets", "resumptionToken": "forged"}, "badResumptionToken"),
        ({"verb": "ListRecords", "resumptionToken": "x", "metadataPrefix": "qdc"}, "badArgument"),
        ({"verb": "GetRecord", "metadataPrefix": "oai_dc"}, "badArgument"),
        (
            {"verb": "GetRecord", "metadataPrefix": "oai_dc", "identifier": "oai:elsewhere:1"},
            "idDoesNotExist",
        ),
        (
            {"verb": "GetRecord", "metadataPrefix": "oai_dc", "identifier": "oai:testserver:0"},
            "idDoesNotExist",
        ),
        (
            {"verb": "GetRecord", "metadataPrefix": "qdc", "identifier": f"oai:testserver:{9**17}"},
            "idDoesNotExist",
        ),
        ({"verb": "ListMetadataFormats", "identifier": "x\0\x0b"}, "idDoesNotExist"),
    ],
)
def test_what_cannot_be_answered_is_told_by_the_protocol_s_own_errors(
    client, make_editorial, arguments, expected
):
    make_editorial("La voix")
    assert code(client, **arguments) == expected


def test_of_a_wrong_argument_the_request_is_told_without_it(client, make_editorial):
    make_editorial("La voix")
    wrong = {"verb": "ListRecords", "metadataPrefix": "oai_dc", "from": "2001-13-01"}
    assert not asked(client, **wrong).find("o:request", NAMES).attrib
    right = wrong | {"from": "2999-01-01"}
    assert dict(asked(client, **right).find("o:request", NAMES).attrib) == right


def test_the_last_day_there_is_can_be_asked_for(client, harvester, make_editorial):
    make_editorial("La voix")
    assert identifiers(harvester, until=datetime(9999, 12, 31))
    assert code(
        client,
        verb="ListIdentifiers",
        metadataPrefix="oai_dc",
        **{"from": "9999-12-31T23:59:59Z"},
    ) == ("noRecordsMatch")


def test_a_harvest_costs_the_same_few_queries_whatever_there_is(
    client, make_editorial, django_assert_max_num_queries
):
    for number in range(12):
        make_editorial(f"Texte {number}", publication=f"Revue {number}", tags=[f"mot {number}"])
    Datestamp.objects.settle()
    with django_assert_max_num_queries(6):
        root = asked(client, verb="ListRecords", metadataPrefix="oai_dc")
    assert len(root.findall(".//o:record", NAMES)) == 12


def test_where_nothing_can_be_written_what_was_told_is_told_again(
    client, harvester, make_editorial, monkeypatch
):
    first = make_editorial("La voix")
    aged()
    make_editorial("Une autre")
    monkeypatch.setattr("archive.disk.is_archive_read_only", lambda: True)
    assert identifiers(harvester) == [f"oai:testserver:{first.pk}"]


def test_only_what_the_protocol_names_is_answered(client):
    assert client.put("/oai").status_code == 405
