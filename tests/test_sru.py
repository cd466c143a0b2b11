"""The archive as catalogues ask it: SRU 2.0, with queries in CQL."""

import pytest
from lxml import etree

from archive.models import Editorial
from archive.search.upkeep import freshness
from archive.sru import MOST, cql, sorting, writing

pytestmark = pytest.mark.django_db
NAMES = {
    "s": "http://docs.oasis-open.org/ns/search-ws/sruResponse",
    "d": "http://docs.oasis-open.org/ns/search-ws/diagnostic",
    "dc": "http://purl.org/dc/elements/1.1/",
    "z": "http://explain.z3950.org/dtd/2.0/",
}


@pytest.fixture
def three(make_editorial):
    common = {"publication": "Décroché", "issue": "36"}
    made = [
        make_editorial(
            "La voix du client",
            "<p>Qualité et accueil.</p>",
            authors=["Anne Martin"],
            date="2001-02",
            tags=["Qualité"],
            **common,
        ),
        make_editorial(
            "Rappeler", "<p>L’accueil du client.</p>", authors=["Ben Ali"], date="2004", **common
        ),
        make_editorial("Attendre", "<p>Former, la formation.</p>", authors=["Anne Martin"]),
    ]
    freshness.drain()
    return made


def asked(client, **parameters):
    response = client.get("/sru", parameters)
    assert response.status_code == 200
    assert response["Content-Type"] == "application/sru+xml; charset=utf-8"
    return etree.fromstring(response.content)


def titles(client, query, **parameters):
    root = asked(client, query=query, **parameters)
    assert not root.findall(".//d:diagnostic", NAMES), etree.tostring(root)
    return {element.text for element in root.findall(".//dc:title", NAMES)}


def diagnostic(client, **parameters):
    root = asked(client, **parameters)
    [element] = root.findall("s:diagnostics/d:diagnostic", NAMES)
    assert element.findtext("d:message", None, NAMES)
    return int(element.findtext("d:uri", None, NAMES).removeprefix("info:srw/diagnostic/1/"))


VOICE, CALL, WAIT = "La voix du client", "Rappeler", "Attendre"


@pytest.mark.parametrize(
    "query, expected",
    [
        ("client", {VOICE, CALL}),
        ("CLIENT", {VOICE, CALL}),
        ('"voix du client"', {VOICE}),
        ('"du voix client"', set()),
        ("cql.serverChoice = accueil", {VOICE, CALL}),
        ("dc.title = client", {VOICE}),
        ('dc.creator = "Anne Martin"', {VOICE, WAIT}),
        ('dc.creator any "ali martin"', {VOICE, CALL, WAIT}),
        ('dc.title all "client voix"', {VOICE}),
        ("DC.SUBJECT = qualité", {VOICE}),
        ("client AND accueil NOT qualité", {CALL}),
        ("client and qualité or formation", {VOICE, WAIT}),
        ("client and (qualité or formation)", {VOICE}),
        ("accueil not (qualité and client)", {CALL}),
        ("dc.date = 2001", {VOICE}),
        ("dc.date < 2004", {VOICE}),
        ("dc.date > 2001", {CALL}),
        ("dc.date >= 2001-02", {VOICE, CALL}),
        ('dc.date within "2001 2003"', {VOICE}),
        ("client and dc.date <= 2002", {VOICE}),
        ("form*", {WAIT}),
        ('"say \\"voix\\""', set()),
        ('dc.title = "revue:decroche"', set()),
    ],
)
def test_a_query_finds_what_it_asks_for(client, three, query, expected):
    assert titles(client, query) == expected


def test_a_record_is_simple_dublin_core(client, three):
    root = asked(client, query="dc.title=voix")
    assert root.tag == f"{{{NAMES['s']}}}searchRetrieveResponse"
    assert root.findtext("s:numberOfRecords", None, NAMES) == "1"
    [record] = root.findall("s:records/s:record", NAMES)
    assert record.findtext("s:recordSchema", None, NAMES) == sorting.DC_SCHEMA
    assert record.findtext("s:recordPosition", None, NAMES) == "1"
    address = f"http://testserver{three[0].get_absolute_url()}"
    [data] = record.find("s:recordData", NAMES)
    assert data.tag == "{info:srw/schema/1/dc-schema}dc"
    said = {(etree.QName(term).localname, term.text) for term in data}
    assert {("creator", "Martin, Anne"), ("date", "2001-02"), ("identifier", address)} <= said
    assert record.findtext("s:recordIdentifier", None, NAMES) == address


def test_a_record_is_written_as_text_where_that_is_asked(client, three):
    root = asked(client, query="dc.title=voix", recordXMLEscaping="string")
    written = root.findtext("s:records/s:record/s:recordData", None, NAMES)
    assert etree.fromstring(written).findtext("dc:title", None, NAMES) == VOICE


def test_the_list_is_taken_in_parts_of_any_size_from_any_place(client, three):
    whole = [
        t
        for n in "123"
        for t in titles(client, "client or formation", startRecord=n, maximumRecords="1")
    ]
    assert sorted(whole) == sorted([VOICE, CALL, WAIT])
    assert titles(client, "client or formation", startRecord="2", maximumRecords="2") == set(
        whole[1:]
    )
    root = asked(client, query="client or formation", startRecord="2", maximumRecords="1")
    assert root.findtext("s:nextRecordPosition", None, NAMES) == "3"
    root = asked(client, query="client or formation", startRecord="3", maximumRecords="99999")
    assert root.find("s:nextRecordPosition", NAMES) is None
    root = asked(client, query="client", maximumRecords="0")
    assert root.findtext("s:numberOfRecords", None, NAMES) == "2"
    assert root.find("s:records", NAMES) is None


def test_an_answer_has_no_more_records_than_the_server_gives(client, monkeypatch, three):
    monkeypatch.setattr("archive.sru.MOST", 2)
    assert len(titles(client, "client or formation", maximumRecords="3")) == 2


@pytest.mark.parametrize(
    ("clause", "keys", "expected"),
    [
        ("dc.date", "date", [VOICE, CALL, WAIT]),
        ("dc.date/sort.ascending/sort.missingHigh", "date,dc,1,,highValue", [VOICE, CALL, WAIT]),
        ('"dc.date"/sort.descending', "date,dc,0", [CALL, VOICE, WAIT]),
        ("DC.DATE/descending/missingLow", "//dc:date,,false,0,lowValue", [CALL, VOICE, WAIT]),
        ("dc.title/sort.ignoreCase", "title,info:srw/schema/1/dc-v1.1", [WAIT, VOICE, CALL]),
    ],
)
def test_it_is_sorted_by_a_clause_or_a_parameter(client, three, clause, keys, expected):
    query = "client or formation"
    for parameters in ({"query": f"{query} sortBy {clause}"}, {"query": query, "sortKeys": keys}):
        root = asked(client, **parameters)
        assert [title.text for title in root.iterfind(".//dc:title", NAMES)] == expected
        [second] = asked(client, startRecord=2, maximumRecords=1, **parameters).iterfind(
            ".//dc:title", NAMES
        )
        assert second.text == expected[1]


@pytest.mark.parametrize(
    ("keys", "details"),
    [("date,,0,,missingValue", "missingValue"), ("a." * 2000, "a." * 100), ("", "sortKeys=")],
)
def test_a_diagnostic_repeats_what_was_typed_but_not_all_of_it(client, three, keys, details):
    root = asked(client, query="client", sortKeys=keys)
    assert root.findtext(".//d:details", None, NAMES) == details


def test_nothing_found_is_no_error_and_nothing_nearer_is_shown(client, three):
    root = asked(client, query="cliant")
    assert root.findtext("s:numberOfRecords", None, NAMES) == "0"
    assert not root.findall(".//d:diagnostic", NAMES)


@pytest.mark.parametrize("state", ["draft", "withdrawn", "trashed"])
def test_what_is_gone_since_the_index_was_written_is_told_in_its_place(client, three, state):
    Editorial.objects.filter(pk=three[0].pk).update(state=state)
    root = asked(client, query="voix")
    [record] = root.findall("s:records/s:record", NAMES)
    assert record.findtext("s:recordSchema", None, NAMES) == writing.DIAGNOSTIC_SCHEMA
    assert record.findtext(".//d:uri", None, NAMES) == "info:srw/diagnostic/1/65"


@pytest.mark.parametrize(
    "parameters, number",
    [
        ({"operation": "searchRetrieve"}, 7),
        ({"operation": "scan"}, 4),
        ({"operation": "explain", "query": "a"}, 9),
        ({"query": "client", "version": "1.1"}, 5),
        ({"query": ["client", "voix"]}, 9),
        ({"query": "client", "maximumRecords": "-1"}, 6),
        ({"query": "client", "maximumRecords": "dix"}, 6),
        ({"query": "client", "startRecord": "0"}, 6),
        ({"query": "client", "startRecord": "٣"}, 6),
        ({"query": "client", "startRecord": "3"}, 61),
        ({"query": "client", "startRecord": "999999999"}, 61),
        ({"query": "client", "startRecord": "9999999999999999999999"}, 6),
        ({"query": "client", "recordSchema": "marcxml"}, 66),
        ({"query": "client", "recordXMLEscaping": "json"}, 71),
        ({"query": "client", "queryType": "searchTerms"}, 6),
        ({"query": "client", "stylesheet": "/x.xsl"}, 110),
        ({"query": "client", "resultSetTTL": "10"}, 50),
        ({"query": "client", "sortKeys": ""}, 6),
        ({"query": "client", "sortKeys": "date title"}, 84),
        ({"query": "client", "sortKeys": "date,dc,1,0,,x"}, 82),
        ({"query": "client", "sortKeys": "creator"}, 88),
        ({"query": "client", "sortKeys": "date,marcxml"}, 87),
        ({"query": "client", "sortKeys": "title,dc,0"}, 90),
        ({"query": "client", "sortKeys": "date,dc,peut-être"}, 90),
        ({"query": "client", "sortKeys": "title,dc,1,1"}, 91),
        ({"query": "client", "sortKeys": "date,dc,0,,highValue"}, 92),
        ({"query": "client", "sortKeys": "date,,,,omit"}, 92),
        ({"query": "client", "sortKeys": "date,,0,,missingValue"}, 92),
        ({"query": "client sortBy dc.date", "sortKeys": "date"}, 96),
        ({"query": "a sortBy dc.date)"}, 13),
        ({"query": "client", "page": "2"}, 8),
        ({"query": ""}, 10),
        ({"query": " \x00"}, 27),
        ({"query": "a" * (cql.LONGEST + 1)}, 12),
        ({"query": "(client"}, 13),
        ({"query": "client)"}, 13),
        ({"query": "(" * 50 + "client" + ")" * 50}, 13),
        ({"query": '"client'}, 14),
        ({"query": "client voix"}, 10),
        ({"query": "client and"}, 10),
        ({"query": "and"}, 10),
        ({"query": "dc.title ="}, 10),
        ({"query": "bath.isbn = 1"}, 15),
        ({"query": "dc.format = html"}, 16),
        ({"query": "dc.title == voix"}, 19),
        ({"query": "dc.title =/stem voix"}, 20),
        ({"query": "dc.title < voix"}, 22),
        ({"query": 'dc.date > "2001/.."'}, 24),
        ({"query": '""'}, 27),
        ({"query": "wh?t"}, 28),
        ({"query": "*e*"}, 29),
        ({"query": '"^voix"'}, 31),
        ({"query": '"form* continue"'}, 33),
        ({"query": "-form*"}, 33),
        ({"query": 'dc.title any "client -form*"'}, 33),
        ({"query": "dc.date = hier"}, 36),
        ({"query": 'dc.date within "2001"'}, 36),
        ({"query": 'dc.date within "2001/.. 2003"'}, 36),
        ({"query": "dc.date < 0001"}, 36),
        ({"query": " or ".join(f"(a{i} and b{i})" for i in range(9))}, 38),
        ({"query": "a prox b"}, 39),
        ({"query": "a and/rel.combine=sum b"}, 46),
        ({"query": '> dc = "http://x" dc.title = a'}, 48),
        ({"query": "a sortBy"}, 10),
        ({"query": "a sortBy /sort.ascending"}, 10),
        ({"query": "a sortBy dc.date/"}, 10),
        ({"query": "sortBy dc.date"}, 10),
        ({"query": "(a sortBy dc.date)"}, 13),
        ({"query": "a sortBy dc.date/sort.unicodeCollate"}, 82),
        ({"query": "a sortBy dc.date dc.title"}, 84),
        ({"query": "a sortBy dc.creator"}, 88),
        ({"query": "a sortBy dc.title/sort.descending"}, 90),
        ({"query": "a sortBy dc.title/sort.respectCase"}, 91),
        ({"query": "a sortBy dc.date/sort.missingOmit"}, 92),
        ({"query": "a sortBy dc.date/sort.missingValue=1970"}, 92),
    ],
)
def test_what_is_wrong_is_told_by_the_diagnostic_of_the_standard(client, three, parameters, number):
    assert diagnostic(client, **parameters) == number


def test_without_a_query_it_explains_itself(client):
    root = asked(client)
    explain = root.find("s:record/s:recordData/z:explain", NAMES)
    assert explain.findtext("z:serverInfo/z:host", None, NAMES) == "testserver"
    assert explain.findtext("z:serverInfo/z:database", None, NAMES) == "sru"
    indexes = [element.text for element in explain.findall("z:indexInfo/z:index/z:title", NAMES)]
    assert indexes == list(cql.INDEXES)
    sorted_by = explain.findall("z:indexInfo/z:index[@sort='true']/z:title", NAMES)
    assert {element.text for element in sorted_by} == sorting.INDEXES
    settings = explain.findall("z:configInfo/z:setting", NAMES)
    assert [(element.get("type"), element.text) for element in settings] == [
        ("maximumRecords", str(MOST))
    ]


def test_every_index_that_is_explained_can_be_asked(client, three):
    for index in cql.INDEXES:
        term = "2001" if index == "dc.date" else "client"
        titles(client, f"{index} = {term}")


def test_it_takes_no_other_method(client):
    assert client.post("/sru", {"query": "a"}).status_code == 405


@pytest.mark.parametrize(
    "dear",
    [
        {"query": '"' + " ".join(f"mot{number}" for number in range(30)) + '"'},
        {"query": "client", "startRecord": "9000"},
    ],
)
def test_dear_searches_are_limited_here_as_elsewhere(client, settings, three, dear):
    settings.SEARCH_LIMIT, settings.TRUSTED_PROXIES = 1, 1
    assert client.get("/sru", dear).status_code == 200
    assert client.get("/sru", dear).status_code == 429
