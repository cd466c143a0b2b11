"""The archive for harvesters: OAI-PMH 2.0 at /oai.

http://www.openarchives.org/OAI/openarchivesprotocol.html
"""

import re
from collections.abc import Callable, Mapping
from datetime import date

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods
from lxml import etree

from archive import disk, replicas
from archive.models import Datestamp
from archive.oai import asking, records, writing
from archive.oai.asking import Place, Refusal
from archive.oai.records import Record
from archive.oai.writing import say
from archive.references import reference

NUMBER = re.compile("[1-9][0-9]{0,17}")
# Of a host that the guidelines take in identifiers; and an address where mail may be sent.
DOMAIN = re.compile(r"[a-z][a-z0-9-]*(\.[a-z][a-z0-9-]*)+", re.I)
MAILBOX = re.compile(r"\S+@(\S+\.)+\S+")


Arguments = Mapping[str, str]


# It changes nothing but the times of changes that were noted, for whoever asks.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def oai(request: HttpRequest) -> HttpResponse:
    """Answer one request of a harvester: /oai?verb=ListRecords&metadataPrefix=oai_dc"""
    # Before anything is read: what changes from now on is told to who asks from this moment on.
    now = timezone.now()
    address = request.build_absolute_uri(reverse("oai"))
    try:
        arguments = asking.read(request.POST if request.method == "POST" else request.GET)
    except Refusal as refusal:
        return _refused(writing.answer(now, address, {}), refusal)
    root = writing.answer(now, address, arguments)
    if not disk.is_archive_read_only():
        Datestamp.objects.settle()
    try:
        with replicas.bounded():
            VERBS[arguments["verb"]](request, arguments, root)
    except Refusal as refusal:
        if refusal.code == "badArgument":
            # Then the protocol wants the request told without what was wrong in it.
            root = writing.answer(now, address, {})
        return _refused(root, refusal)
    return _sent(root)


def _refused(root: etree._Element, refusal: Refusal) -> HttpResponse:
    for begun in root[2:]:
        root.remove(begun)
    say(root, "error", str(refusal), code=refusal.code)
    return _sent(root)


def _sent(root: etree._Element) -> HttpResponse:
    response = HttpResponse(writing.as_bytes(root), content_type="text/xml; charset=utf-8")
    response.headers["X-Robots-Tag"] = "noindex"
    return response


# The six verbs


def _identify(request: HttpRequest, _arguments: Arguments, root: etree._Element) -> None:
    host = _host(request)
    body = say(root, "Identify")
    say(body, "repositoryName", settings.SITE_NAME)
    say(body, "baseURL", request.build_absolute_uri(reverse("oai")))
    say(body, "protocolVersion", "2.0")
    say(body, "adminEmail", _mailbox(host))
    say(body, "earliestDatestamp", writing.utc(records.earliest() or timezone.now()))
    say(body, "deletedRecord", "persistent")
    say(body, "granularity", "YYYY-MM-DDThh:mm:ssZ")
    if DOMAIN.fullmatch(host):
        writing.description(body, host, _identifier(request, 12))


def _mailbox(host: str) -> str:
    """Return whom a harvester writes to; RFC 2142 has the last that is tried at every site."""
    for address in (settings.SECURITY_CONTACT, settings.DEFAULT_FROM_EMAIL):
        mailbox = address.removeprefix("mailto:")
        if MAILBOX.fullmatch(mailbox):
            return mailbox
    return f"webmaster@{host}"


def _list_formats(request: HttpRequest, arguments: Arguments, root: etree._Element) -> None:
    if "identifier" in arguments:
        _record(request, arguments["identifier"])
    body = say(root, "ListMetadataFormats")
    for prefix, written in writing.FORMATS.items():
        element = say(body, "metadataFormat")
        say(element, "metadataPrefix", prefix)
        say(element, "schema", written.schema)
        say(element, "metadataNamespace", written.namespace)


def _list_sets(_request: HttpRequest, arguments: Arguments, root: etree._Element) -> None:
    place = asking.place_of(arguments)
    part = records.sets(place)
    body = say(root, "ListSets")
    for spec, name in part.rows:
        element = say(body, "set")
        say(element, "setSpec", spec)
        say(element, "setName", name)
    asked = asking.Selective("", "", "", "", "", None)
    _say_rest(body, asked, place, part.next)


def _list_identifiers(request: HttpRequest, arguments: Arguments, root: etree._Element) -> None:
    def write(body: etree._Element, record: Record, _prefix: str) -> None:
        writing.header(body, record, _identifier(request, record.stamp.number))

    _list(arguments, say(root, "ListIdentifiers"), write)


def _list_records(request: HttpRequest, arguments: Arguments, root: etree._Element) -> None:
    def write(body: etree._Element, record: Record, prefix: str) -> None:
        _say_record(request, body, record, prefix)

    _list(arguments, say(root, "ListRecords"), write)


def _list(
    arguments: Arguments,
    body: etree._Element,
    write: Callable[[etree._Element, Record, str], None],
) -> None:
    asked = asking.selective(arguments)
    _check(asked.prefix)
    part = records.page(asked)
    for record in part.rows:
        write(body, record, asked.prefix)
    _say_rest(body, asked, asked.place, part.next)


def _get_record(request: HttpRequest, arguments: Arguments, root: etree._Element) -> None:
    record = _record(request, arguments["identifier"])
    prefix = arguments["metadataPrefix"]
    _check(prefix)
    _say_record(request, say(root, "GetRecord"), record, prefix)


Verb = Callable[[HttpRequest, Arguments, etree._Element], None]
VERBS: Mapping[str, Verb] = {
    "Identify": _identify,
    "ListMetadataFormats": _list_formats,
    "ListSets": _list_sets,
    "ListIdentifiers": _list_identifiers,
    "ListRecords": _list_records,
    "GetRecord": _get_record,
}


# Their parts


def _check(prefix: str) -> None:
    if prefix not in writing.FORMATS:
        raise Refusal("cannotDisseminateFormat", f"There is no format {prefix[:40]}.")


def _say_record(request: HttpRequest, body: etree._Element, record: Record, prefix: str) -> None:
    element = say(body, "record")
    writing.header(element, record, _identifier(request, record.stamp.number))
    if record.is_gone:
        return
    assert record.editorial, "what is not gone is there"
    address = request.build_absolute_uri(record.editorial.get_absolute_url())
    writing.metadata(element, reference(record.editorial, address, date.today()), prefix)


def _say_rest(
    body: etree._Element, asked: asking.Selective, place: Place | None, following: Place | None
) -> None:
    """Add where the list goes on; at the end of one that was resumed, that it ends."""
    if place is None and following is None:
        return
    token = asking.token(asked, following) if following else ""
    say(body, "resumptionToken", token, cursor=str(place.before if place else 0))


def _host(request: HttpRequest) -> str:
    return request.get_host().partition(":")[0]


def _identifier(request: HttpRequest, number: int) -> str:
    return f"oai:{_host(request)}:{number}"


def _record(request: HttpRequest, identifier: str) -> Record:
    """Return the record of an identifier. Raises Refusal where there is none."""
    before, _colon, number = identifier.rpartition(":")
    if before == f"oai:{_host(request)}" and NUMBER.fullmatch(number):
        record = records.record(int(number))
        if record:
            return record
    raise Refusal("idDoesNotExist", "There is no such record.")
