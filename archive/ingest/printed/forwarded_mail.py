"""Messages that were passed on within another: where they begin, and what their own lines say."""

import re
from dataclasses import dataclass
from itertools import islice

# The line above a message that was passed on.
MARK = re.compile(
    r"^[ \t]*(?:-{2,}|_{2,}|={2,})[ \t]*(?:forwarded message|original message"
    r"|message (?:transféré|d['’]origine|original|transmis|réexpédié)"
    r"|(?:transféré|réexpédié|forwarded) (?:par|by)"
    r"|weitergeleitete nachricht|mensaje reenviado)[^\n]{0,60}$"
    r"|^[ \t]*(?:begin forwarded message|début du message (?:réexpédié|transféré))\s*:[ \t]*$",
    re.I | re.M,
)
FIELDS = {
    "sender": ("from", "de", "von", "expéditeur"),
    "date": ("date", "sent", "envoyé", "gesendet", "datum", "fecha", "envoyé le"),
    "subject": ("subject", "objet", "betreff", "asunto", "sujet"),
    "": (
        *("to", "à", "pour", "a", "an", "cc", "cci", "bcc", "para", "reply-to", "répondre à"),
        *("destinataire", "destinataires", "copie à", "pièce jointe", "pièces jointes"),
        *("attachments", "importance", "priorité", "organization", "organisation", "path", "lines"),
        *("newsgroups", "groupes", "message-id", "mime-version", "references", "user-agent"),
        *("content-type", "content-transfer-encoding", "x-mailer", "return-path", "received"),
    ),
}
FIELD = re.compile(
    r"[ \t>*]*([A-Za-zÀ-ÿ-]{1,25}(?: (?:à|le|jointes?))?)\*?[ \t\u00a0]*:[*\s\u00a0]*(.*)$"
)
MOST_NAVIGATION = 3  # lines above a message of a list's archive
MOST_FIELDS = 40
# A field of Lotus Notes, beside the sender or the day, of which a head has two or more.
BESIDE = re.compile(
    r"\s*(?P<left>\S(?:.*\S)?|)\s{2,}(?P<label>[A-Za-zÀ-ÿ-]{1,25}) ?:\s*(?P<value>.*)"
)
LONGEST_HEAD, LEAST_BESIDE = 10, 2  # its lines
LEAST_FIELDS = 3  # lines of a head that stands without a mark above it
# The line above what an answer quotes, and the line of an article that no mail has.
WROTE = re.compile(r"\b(?:a écrit|écrivait|wrote|schrieb|escribió)\b.{0,60}:\s*$", re.I)
BYLINE = re.compile(
    r"\s*(?:[Pp]ar|[Bb]y) [A-ZÀ-Þ][\w’'.-]+(?: [A-ZÀ-Þ][\w’'.-]+){1,3}\s*(?:(?:,|et\b|and\b).*)?$"
)
# Who wrote to a mailing list and when, as its archive on the web has it.
LIST_HEAD = re.compile(
    r"^(?:\[[^\[\]\n]{2,30}\] )?(?P<subject>[^\n]{3,150})\n(?:[ \t]{0,40}\n){0,2}"
    r"^[^\n@<>]{3,60} \S{2,40} (?:at|à|chez|arroba) \S{2,40}\.[a-z]{2,9}[ \t]*\n"
    r"[^\n]{0,20}\d[^\n]{0,30}\d\d:\d\d:\d\d[^\n]{0,20}$",
    re.M,
)
LIST_FOOT = re.compile(
    r"^-{5,} (?:section suivante|next part) -{5,}$"
    r"|^[ \t*]*(?:Message (?:précédent|suivant)|Previous message|Next message) ?:.*$",
    re.M | re.I,
)
LIST_NAVIGATION = re.compile(
    r"^[ \t*]*(?:Message précédent|Message suivant|Messages triés par|Previous message"
    r"|Next message|Messages sorted by) ?:.*\n",
    re.M | re.I,
)
FORWARD = re.compile(r"\s*(?:fwd?|tr|wg|rv)\s*:", re.I)
QUOTED = re.compile(r"[ \t]*>")
SENTENCE_END = re.compile(r"[.!?…]\s*$")
LONGEST_NOTE = 300  # characters of a mail's own words that a doubt quotes
COVER = 60  # words: a note above what is passed on; more is a text of its own


@dataclass
class Forwarded:
    """A message that another one passes on, by what is printed above it."""

    text: str
    sender: str = ""
    date: str = ""
    subject: str = ""
    note: str = ""  # the other one's own words


def is_cover(text: str) -> bool:
    """Return True for a text so short that what is passed on with it is what was meant."""
    return len(text.split()) <= COVER


def find(plain: str, subject: str) -> Forwarded | None:
    """Return the message that a text passes on; None where it is a text of its own."""
    mark = MARK.search(plain)
    if not mark:
        return None
    if not FORWARD.match(subject) and not is_cover(plain[: mark.start()]):
        return None
    return _read(plain[mark.end() :], plain[: mark.start()].split("\n"))


def below_head(plain: str) -> Forwarded | None:
    """Return the message below a mail's head without a mark; None where none stands near the top.

    Such heads are printed by Outlook and above messages to newsgroups.
    """
    lines = plain.split("\n")
    words = 0
    for index, line in enumerate(lines):
        fields = _fields_from(lines, index)
        if (
            len(fields) >= LEAST_FIELDS
            and fields[0]
            and {"sender", "date", "subject"} & set(fields)
        ):
            return _read("\n".join(lines[index:]), lines[:index])
        words += len(line.split())
        if words > COVER or BYLINE.match(line):
            return None
    return None


def in_list_archive(plain: str) -> Forwarded | None:
    """Return the message on a page of a mailing list's archive; None for any other text.

    Its subject stays as the first line, without the list's name.
    """
    head = LIST_HEAD.search(plain)
    if not head or not is_cover(plain[: head.start()]):
        return None
    below = LIST_NAVIGATION.sub("", plain[head.end() :], count=MOST_NAVIGATION)
    foot = LIST_FOOT.search(below)
    text = below[: foot.start()] if foot else below
    return Forwarded(f"{head['subject']}\n\n{text}", subject=head["subject"])


def _fields_from(lines: list[str], index: int) -> list[str]:
    """Return the names of the fields of a mail's head, from a line on and up to another line."""
    fields: list[str] = []
    for line in islice(lines, index, index + MOST_FIELDS):
        field = FIELD.match(line)
        name = _name(field[1]) if field else None
        if name is None:
            break
        fields.append(name)
    return fields


def is_mail(lines: list[str]) -> bool:
    """Return True for the lines of an answer, or below a mail's head; those of an article: False.

    « Le 12 mai, Luc a écrit : » is of an answer, « Par Luc Morel » of an article.
    """
    if any(map(BYLINE.match, lines)):
        return False
    heads = (len(_fields_from(lines, index)) >= LEAST_FIELDS for index in range(len(lines)))
    return any(map(WROTE.search, lines)) or any(heads)


def words_of(lines: list[str]) -> str:
    """Return the words of a mail's lines without its head and without who wrote what it quotes."""
    own: list[str] = []
    for line in lines:
        field = FIELD.match(line)
        if not (field and _name(field[1]) is not None) and not WROTE.search(line):
            own += line.split()
    return " ".join(own)


def _read(below: str, above: list[str]) -> Forwarded | None:
    """Return what stands below the mark: lines of headers, then the text."""
    lines = below.strip("\n").split("\n")
    facts, begin = _facts_of_head(lines)
    if not facts:
        facts, begin = _beside_sender(lines)
    if "sender" not in facts and "subject" not in facts:
        return None
    note, quoted = _note_above(lines[begin:])
    text = "\n".join(line.removeprefix("> ").removeprefix(">") for line in quoted)
    sender, date, subject = (facts.get(name, "") for name in ("sender", "date", "subject"))
    return Forwarded(text, sender, date, subject, words_of(above + note))


def _facts_of_head(lines: list[str]) -> tuple[dict[str, str], int]:
    """Return what a mail's head says, and the number of its lines."""
    facts: dict[str, str] = {}
    for number, line in enumerate(lines):
        field = FIELD.match(line)
        name = _name(field[1]) if field else None
        if field and name is not None:
            facts.setdefault(name, field[2].strip())
        elif line.strip() or len(facts) > 1:
            return facts, number
    return facts, len(lines)


def _note_above(lines: list[str]) -> tuple[list[str], list[str]]:
    """Return the sentences above the lines that are quoted up to the last, and those lines.

    Without such, the first list is empty; title and author above quoted lines are of their text.
    """
    begin = next((index for index, line in enumerate(lines) if QUOTED.match(line)), 0)
    note, quoted = lines[:begin], lines[begin:]
    are_all = all(QUOTED.match(line) for line in quoted if line.strip())
    is_note = any(map(SENTENCE_END.search, note)) and is_cover(" ".join(note))
    if are_all and is_note and not any(map(BYLINE.match, note)):
        return note, quoted
    return [], lines


def _beside_sender(lines: list[str]) -> tuple[dict[str, str], int]:
    """Return what a head of Lotus Notes says, and the number of its lines; {} and 0 for no such.

    It prints the sender and the day on the left of the other fields.
    """
    facts: dict[str, str] = {}
    left: list[str] = []
    fields = end = 0
    for number, line in enumerate(lines[:LONGEST_HEAD]):
        field = BESIDE.fullmatch(line.rstrip())
        name = _name(field["label"]) if field else None
        if field and name is not None:
            facts.setdefault(name, field["value"])
            left += field["left"].split()
            fields, end = fields + 1, number + 1
        elif fields and line.strip():
            break
        else:
            left += line.split()
    if fields < LEAST_BESIDE:
        return {}, 0
    dated = [word for word in left if any(map(str.isdigit, word))]
    named = [word for word in left if word not in dated and any(map(str.isalpha, word))]
    facts["sender"], facts["date"] = " ".join(named), " ".join(dated)
    return facts, end


def _name(label: str) -> str | None:
    if label.lower().startswith("x-"):
        return ""  # a program's own
    for name, labels in FIELDS.items():
        if label.strip().lower() in labels:
            return name
    return None
