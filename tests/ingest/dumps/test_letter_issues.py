"""Archives of a letter: each of its issues is a document."""

from dumped import BODY, dump

from archive.ingest.dumps import read
from archive.text import plain

LETTER = f"""\
Archives de la liste, mai 1998

#############################################

LA LETTRE DES MARÉES          Lettre n° 31  --  4 mai 1998

              La mer monte

{BODY}

Ada Nord

#############################################

LA LETTRE DES MARÉES          Lettre n° 32  --  18 mai 1998

              Le sable et nous

{BODY}

Luc Morel

#############################################
Les autres mois : http://lettre.exemple.example/
"""


def test_each_issue_of_a_letter_is_a_document(tmp_path):
    first, second = read(dump(tmp_path, LETTER))
    assert (first.title, first.date, first.issue) == ("La mer monte", "1998-05-04", "n° 31")
    assert (second.title, second.date, second.issue) == ("Le sable et nous", "1998-05-18", "n° 32")
    names = [[byline.name for byline in editorial.bylines] for editorial in (first, second)]
    assert names == [["Ada Nord"], ["Luc Morel"]]
    assert all(plain(editorial.html).endswith("racontent.") for editorial in (first, second))
    assert first.source != second.source


def test_an_issue_with_several_parts_stays_one_document(tmp_path):
    page = LETTER.replace("Lettre n° 32  --  18 mai 1998", "Lettre n° 31  --  4 mai 1998")
    assert len(list(read(dump(tmp_path, page)))) == 1
