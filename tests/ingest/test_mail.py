"""Messages, mailboxes and pages saved as MHTML: what each gives, and what is refused."""

import json
from email.message import EmailMessage

import pytest
from django.core.management import call_command
from exported import FOLDER, check, facts, outcomes

from archive import ingest
from archive.ingest.files import formats
from archive.models import Editorial

TABLE = {
    "outlook.eml": [
        {
            "title": "Édito de février",
            "authors": ["Adèle Nord"],
            "date": "2002-02-12",
            "doubts": [("text", "short")],
            "has": ["depuis janvier, et qui parle encore", "Et la direction ?"],
            "lacks": ["01 23 45", ">", "@"],
        }
    ],
    "lettre.eml": [
        {
            "title": "Décrocher, encore",
            "authors": [],
            "date": "2010-03-05",
            "tags": ["lettre", "standard"],
            "publication": "La lettre du fil",
            "has": ["l’on s’étonne"],
            "lacks": ["Aperçu", "en ligne", "désabonner", "Décrocher, encore"],
        }
    ],
    "transfere.eml": [
        {
            "title": "Le dernier appel",
            "authors": ["Zoé Est"],
            "date": "2004-11-15",
            "has": ["Il arrive qu'il soit pour nous."],
            "lacks": ["Pour les archives", "Luc"],
        }
    ],
    "joint.eml": [
        {
            "title": "La garde de nuit",
            "authors": ["Hélène Ouest"],
            "date": "2007-04-01",
            "missing": ["planning.pdf"],
        }
    ],
    "boite.mbox": [
        {
            "title": "La pause",
            "authors": ["Noé Val"],
            "date": "2013-03-05",
            "has": ["cinq minutes à la quitter", "From time to time"],
        },
        "corbeille",
        {"title": "La pause"},
    ],
    "page.mhtml": [
        {
            "title": "Le casque",
            "authors": ["Ada Nord"],
            "date": "2015-06-03",
            "url": "https://revue.example/2015/le-casque",
        }
    ],
}


@pytest.mark.parametrize("name", TABLE)
def test_each_file_gives_its_messages_field_by_field(name):
    check(FOLDER / "mail" / name, TABLE[name])


@pytest.mark.django_db
def test_a_message_that_is_in_a_mailbox_twice_is_created_once(tmp_path):
    report = tmp_path / "report.jsonl"
    call_command("import_editorials", str(FOLDER / "mail" / "boite.mbox"), report=str(report))
    rows = [json.loads(line) for line in report.read_text().splitlines()]
    assert [row["outcome"] for row in rows] == ["created", "rejected", "unchanged"]
    assert Editorial.objects.count() == 1


def message(subject="Le fil", text="Un fil tendu entre deux tours."):
    made = EmailMessage()
    made["From"], made["Subject"] = "Ada Nord <ada@fil.example>", subject
    made["Date"], made["Message-ID"] = "Tue, 5 Mar 2013 09:00:00 +0100", "<1@fil.example>"
    made.set_content(text)
    return made


def refusal(path, content):
    path.write_bytes(content)
    return facts(outcomes(path)[0])["rejected"]


def test_what_cannot_be_read_is_refused_with_its_reason(tmp_path):
    path = tmp_path / "message.eml"
    many = message()
    for number in range(500):
        many.add_attachment(b"x", maintype="application", subtype="x-sh", filename=f"{number}.sh")
    assert "501 parties" in refusal(path, many.as_bytes())
    deep = b"MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=0\n\n"
    for depth in range(1000):
        deep += b"--%d\nContent-Type: multipart/mixed; boundary=%d\n\n" % (depth, depth + 1)
    assert "emboîtées" in refusal(path, deep)
    sealed = message().as_bytes().replace(b"text/plain", b"application/pkcs7-mime")
    assert "chiffré" in refusal(path, sealed)
    empty = message(text="").as_bytes()
    assert "pas de texte" in refusal(path, empty)
    with open(path, "wb") as file:
        file.write(message().as_bytes() + b"a" * (33 << 20))
    assert "trop gros" in facts(outcomes(path)[0])["rejected"]


def test_one_that_is_too_large_leaves_the_rest_of_its_mailbox_whole(tmp_path):
    envelope = b"From ada@fil.example Tue Mar  5 09:00:00 2013\n"
    whole = message().as_bytes() + b"\n"
    path = tmp_path / "boite"
    path.write_bytes(
        envelope
        + whole
        + envelope
        + whole
        + (b"a" * 1000 + b"\n") * 34_000
        + b"\n"
        + envelope
        + whole
    )
    said = list(map(facts, outcomes(path)))
    assert [entry.get("title") for entry in said] == ["Le fil", None, "Le fil"]
    assert "trop gros" in said[1]["rejected"]


def test_headers_that_lie_or_are_broken_are_told_as_doubts(tmp_path):
    path = tmp_path / "message.eml"
    content = message("=?nowhere?B?w6k=?= =?utf-8?Q?=C3?=").as_bytes()
    content = content.replace(b"05 Mar 2013", b"45 Mar 2013").replace(b"utf-8", b"x-none")
    path.write_bytes(content.replace(b"tendu", "tendu à Évry".encode("cp1252")))
    [said] = map(facts, outcomes(path))
    assert said["date"] is None and ("date", "printed") in said["doubts"]
    assert "tendu à Évry" in said["html"] and ("text", "encoding") in said["doubts"]


def test_what_only_looks_like_mail_is_a_text(tmp_path):
    path = tmp_path / "fil.txt"
    sentence = "Un fil tendu entre deux tours ne porte que ce qu’on lui confie, et rien de plus. "
    path.write_text(f"From: Ada Nord\nDate: 12 février 2001\n\nLe fil\n\n{sentence * 6}")
    assert formats.find(path.read_bytes()) == "text"


def test_the_day_printed_above_a_text_wins_over_that_of_its_message(tmp_path):
    text = "Le Fil, n° 61, 18 septembre 2001\n\nUn fil tendu entre deux tours."
    path = tmp_path / "message.eml"
    path.write_bytes(message(text=text).as_bytes())
    assert facts(outcomes(path)[0])["date"] == "2001-09-18"
    path.write_bytes(message(text=text.replace("Le Fil, n° 61,", "Réunion le")).as_bytes())
    assert facts(outcomes(path)[0])["date"] == "2013-03-05"


def test_a_post_to_newsgroups_is_read_as_the_text_that_it_passes_on():
    post = (FOLDER.parent / "dumps/usenet.txt").read_bytes()
    assert formats.find(post) != "mail"


def test_what_a_mail_says_above_the_text_that_it_passes_on_is_told(tmp_path):
    text = (
        "Voici le papier promis.\n\n-------- Message transféré --------\nSujet : Le fil\n"
        "De : Luc Morel <luc@fil.example>\n\nUn fil tendu entre deux tours."
    )
    path = tmp_path / "message.eml"
    path.write_bytes(message(text=text).as_bytes())
    [mail] = outcomes(path)
    assert "Voici le papier" not in mail.html
    assert [doubt.value for doubt in mail.doubts if doubt.code == "note"] == [
        "Voici le papier promis."
    ]


@pytest.mark.parametrize(
    "sender", ["Jean-Pierre Martin-Dubois", "Anne d’Arc", "Paul Guérin", "J. Le Bihan"]
)
def test_a_head_of_lotus_notes_tells_the_whole_name_of_its_sender(tmp_path, sender):
    first, last = sender.rsplit(" ", 1)
    lines = [
        "----- Réexpédié par Odette Lambert le 02/10/2004 16:40 -----",
        "",
        f"{first:<28}Pour :  Odette Lambert",
        f"{last:<28}cc :    Jean Caron",
        f"{'12/05/2004 / 10:30':<28}Objet : Nos balises",
        "",
        "Le phare n’a plus de gardien depuis mardi. " * 10,
    ]
    message = EmailMessage()
    message["Subject"], message["From"] = "Tr: Nos balises", "Odette Lambert <o@fer.example>"
    message.set_content("\n".join(lines))
    path = tmp_path / "lettre.eml"
    path.write_bytes(bytes(message))
    [editorial] = ingest.read(path)
    assert [byline.name for byline in editorial.bylines] == [sender]
    assert editorial.date == "2004-05-12"
