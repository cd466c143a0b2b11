"""Dumps of mails whose letters stand as mails carry them: « =E9 » for « é »."""

import quopri

from dumped import BODY, dump, record

from archive.ingest.records import Doubt
from archive.text import plain

HEAD = """\
From: "Ada Nord" <ada@exemple.example>
Newsgroups: fr.rec.voile
Subject: Un vieux texte
Date: Sun, 12 May 2003 10:00:00 +0200
X-Newsreader: Pan 0.14
Content-Type: text/plain; charset="iso-8859-1"
Content-Transfer-Encoding: quoted-printable

"""
CUT = "--8<----8<----8<----8<--"
TEXT = f"La mer monte\n\npar Luc Morel\n\nÀ marée haute, l’été, on s’ennuie. {BODY}\n"


def carried(text, encoding="cp1252"):
    return quopri.encodestring(text.encode(encoding))


def test_a_text_below_a_head_that_declares_its_letters_is_read_with_a_doubt(tmp_path):
    note = "Bonjour,\nrelevé dans La Hulotte, n° 12, mai 1998, page 3. À relire.\n"
    post = carried(f"{note}\n{CUT}\n\n{TEXT}\n{CUT}\n\nJean, breton\n")
    head = HEAD.replace("iso-8859-1", "windows-1252").encode()
    editorial = record(dump(tmp_path, head + post))
    text = plain(editorial.html)
    assert text.startswith("À marée haute, l’été, on s’ennuie.")
    assert text.endswith("racontent.")
    assert (editorial.title, editorial.date) == ("La mer monte", "1998-05")
    assert (editorial.publication, editorial.issue) == ("La Hulotte", "n° 12")
    assert Doubt("text", "repaired", "relev=E9 → relevé") in editorial.doubts


def test_the_day_of_a_post_is_no_day_of_what_it_passes_on(tmp_path):
    post = carried(f"Bonsoir à tous.\n\n{CUT}\n\n{TEXT}\n{CUT}\n")
    editorial = record(dump(tmp_path, HEAD.encode() + post))
    assert editorial.date is None


def test_a_text_without_a_head_is_read_where_all_its_signs_are_of_letters(tmp_path):
    editorial = record(dump(tmp_path, carried(TEXT, "utf-8")))
    assert plain(editorial.html).startswith("À marée haute, l’été, on s’ennuie.")


def test_a_text_that_tells_of_such_signs_is_left_as_it_is(tmp_path):
    signs = "On lisait =E9, =E8, =E0 chez nos voisins : a = b, disait-on. "
    page = f"Un codage\n\nPar Luc Morel\n\n{signs}{'Les uns en riaient, les autres non. ' * 9}"
    path = dump(tmp_path, page.encode("ascii"))
    assert "=E9, =E8, =E0 chez nos voisins : a = b" in plain(record(path).html)
