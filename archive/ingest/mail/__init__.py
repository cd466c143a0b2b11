"""Mail: single messages (.eml), mailboxes (mbox) and pages saved as MHTML, to Records."""

import hashlib
import re
from collections.abc import Iterator
from email.message import Message
from pathlib import Path

from django.utils.translation import gettext as _

from archive import languages, text
from archive.ingest import pages
from archive.ingest.files import decoding
from archive.ingest.mail import letter_text, mailboxes, message_headers, parts
from archive.ingest.posts import embeds
from archive.ingest.posts.paragraphs import paragraphs
from archive.ingest.printed import forwarded_mail
from archive.ingest.printed.credits import credit
from archive.ingest.printed.forwarded_mail import Forwarded
from archive.ingest.records import Doubt, Record, Rejected, doubts_of_length, unforeseen

HEADING = re.compile(r"<h[2-4]>(.*?)</h[2-4]>", re.S)
SHOWN_PARTS = 5  # names of attachments that a doubt tells


def read(path: Path) -> Iterator[Record | Rejected]:
    """Yield a Record for each message of a file, and why others are none.

    Raises Rejected where the file is no mail.
    """
    path = Path(path)
    for source, content in mailboxes.messages(path):
        if isinstance(content, Rejected):
            content.source = source
            yield content
            continue
        try:
            yield from _outcomes(mailboxes.parsed(content), source)
        except Rejected as rejected:
            rejected.source = source
            yield rejected
        except Exception:  # the other messages are read all the same
            yield unforeseen(source)


def _outcomes(message: Message, source: str, depth: int = 0) -> Iterator[Record | Rejected]:
    """Yield the records of a message: its own, or those of the messages that it passes on."""
    parts.refuse(message)
    mailboxes.refuse(message)
    passed_on = parts.passed_on(message)
    note = parts.text_of(message)
    if passed_on and depth < parts.DEEPEST and forwarded_mail.is_cover(note):
        for number, inner in enumerate(passed_on, start=1):
            for outcome in _outcomes(inner, f"{source}/{number}", depth + 1):
                _tell_note(outcome, note)
                yield outcome
        return
    if parts.is_saved_page(message):
        yield _page(message, source)
        return
    yield _record(message, source)


def _tell_note(outcome: Record | Rejected, note: str) -> None:
    """Quote in a doubt what a mail said above the message that it passes on."""
    words = " ".join(note.split())
    if words and isinstance(outcome, Record):
        outcome.doubts.append(Doubt("text", "note", words[: forwarded_mail.LONGEST_NOTE]))


def _page(message: Message, source: str) -> Record:
    """Return the record of a page that was saved as MHTML."""
    part = parts.page(message)
    address = message_headers.plain(message, "Snapshot-Content-Location")
    address = address or message_headers.plain(part, "Content-Location")
    if not address.startswith(("http://", "https://")):
        address = ""
    record = pages.page(parts.content(part), source, address, parts.charset(part))
    if not record.url:
        record.url = address
    return record


def _record(message: Message, source: str) -> Record:
    part = parts.main(message)
    content = parts.content(part)
    typed, doubts = decoding.decode(content, parts.charset(part))
    if parts.is_latin(part):
        doubts = [doubt for doubt in doubts if doubt.code != "encoding"]
    is_html = part.get_content_type() == "text/html"
    record = Record(source, doubts=doubts, capture=content, media_type=part.get_content_type())
    plain = text.plain(text.clean_html(typed)) if is_html else typed
    forwarded = forwarded_mail.find(plain, message_headers.line(message, "Subject"))
    if forwarded:
        html = letter_text.html(forwarded.text, is_flowed=False)
    elif is_html:
        html = paragraphs(embeds.readable(letter_text.without_chrome(typed)))
    else:
        html = letter_text.html(typed, is_flowed=parts.is_flowed(part))
    record.html = text.clean_html(html)
    body = text.plain(record.html)
    if not body:
        raise Rejected(_("Ce courriel ne contient pas de texte."))
    _fill(record, message, forwarded, body)
    record.html = _without_title(record)
    if forwarded:
        _tell_note(record, forwarded.note)
    return record


def _without_title(record: Record) -> str:
    """Return the text without the heading that only says the title again."""
    heading = HEADING.match(record.html)
    if heading and text.slug(text.plain(heading[1])) == text.slug(record.title):
        return record.html[heading.end() :]
    return record.html


def _fill(record: Record, message: Message, forwarded: Forwarded | None, body: str) -> None:
    """Set what the headers say; of a message that was passed on, what it printed of them."""
    record.title = message_headers.subject(message)
    sender = message_headers.sender(message)
    record.date = message_headers.day(message)
    if forwarded:
        record.title = message_headers.without_marks(forwarded.subject) or record.title
        sender = message_headers.name_of(forwarded.sender)
        record.date = message_headers.printed_day(forwarded.date)
    record.date = letter_text.printed_date(body) or record.date
    record.publication = message_headers.mailing_list(message)
    if sender and text.fold(sender) == text.fold(record.publication):
        record.doubts.append(Doubt("byline", "guess", sender))
    else:
        record.bylines, byline_doubts = credit(filter(None, [sender]), unsure={sender})
        record.doubts += byline_doubts
    record.tags = message_headers.keywords(message)
    record.language = languages.language(body)
    record.source_id = _source_id(message, record)
    record.doubts += [*decoding.mojibake(f"{record.title}\n{body}"), *doubts_of_length(body)]
    if not record.date:
        printed = forwarded.date if forwarded else message_headers.plain(message, "Date")
        code = "printed" if printed else "unknown"
        record.doubts.append(Doubt("date", code, printed[:100]))
    elif message_headers.is_to_come(record.date):
        record.doubts.append(Doubt("date", "future"))
    for name, fact in (("title", record.title), ("language", record.language)):
        if not fact:
            record.doubts.append(Doubt(name, "unknown"))
    attached = parts.attached(message)
    if attached:
        names = ", ".join(attached[:SHOWN_PARTS])
        if len(attached) > SHOWN_PARTS:
            names += f" … ({len(attached)})"
        record.doubts.append(Doubt("text", "missing", names[:200]))


def _source_id(message: Message, record: Record) -> str:
    """Return the message's own id, else what tells it from others: it may be there twice."""
    message_id = message_headers.plain(message, "Message-ID").strip("<> ")
    if message_id:
        return f"mid:{message_id}"[:300]
    facts = "\n".join([record.title, record.date or "", record.html])
    return f"mail:{hashlib.sha256(facts.encode('utf-8', 'replace')).hexdigest()[:32]}"
