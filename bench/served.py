"""The site as ./run serves it, on the demonstration archive, with extremes beside it if wished: for what looks at its pages."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import archives

PLAIN, WITH_EXTREMES = "look-plain", "look"
EDITOR, PASSWORD = "aline", "une phrase assez longue"
FOLLOWER = "lectrice@example.org"
NOWHERE = "smtp://127.0.0.1:9/?from=archive@example.org"  # a mail server that nobody asks
PARAGRAPH = (
    "<p>Le client appelle, et l'on décroche : c'est toute l'affaire. \"Allô ?\" dit la voix ; on répond. Rien de plus "
    "simple - et rien de plus rare, quand dix mille lignes sonnent à la fois.</p>"
)
LONG = "Pourquoi le téléphone, que l’on disait mort, sonne encore dans les maisons de ceux qui n’ont jamais cru que "
EVERYTHING = (
    "<p>Allô<sup>1</sup> ? On ne sait pas.</p><h2>Ce qu’il faut</h2><ul><li>une ligne ;</li><li>une voix.</li></ul>"
    "<ol><li>Décrocher.</li><li>Écouter.</li></ol><blockquote><p>Le client est roi.</p></blockquote><table><tbody>"
    "<tr><th>Année</th><th>Appels</th></tr><tr><td>2001</td><td>10 000</td></tr></tbody></table>"
    f"{PARAGRAPH}<p class='note'>1. Le mot est d’Édison, dit-on.</p>"
)
LETTERS = (
    ("Marie Lecteur", "Madame,\n\nvotre notaire m’a fait rire : <b>oui</b>."),
    ("שמעון", "שלום עולם"),
    ("UN ABONNÉ", "LISEZ https://exemple.example/ " + "MAJUSCULES " * 60),
)
INTRODUCTION = "Ce que *trois* revues ont dit : de l’**accueil**.\n\n- la porte\n- le métier"
# What is hard to show well. The number of each is FIRST and its place.
FIRST = 1001
EXTREMES: tuple[dict, ...] = (
    {"title": (LONG * 4)[:400], "body": PARAGRAPH * 4, "date": "2003-11"},
    {"title": "", "body": PARAGRAPH * 3, "date": "2004~"},
    {"title": "Quarante mots-clés", "body": PARAGRAPH * 3, "date": "2004-21", "tags": 40},
    {
        "title": "Vingt mille mots",
        "body": PARAGRAPH * 600,
        "date": "2005-05-02",
        "issue": "n° 12",
        "page": "3-48",
    },
    {
        "title": "Λόγος, שלום",
        "body": f"<p>Λόγος. شكرا</p><p>שלום עולם, זה טקסט.</p>{PARAGRAPH}",
        "date": "2006-03",
    },
    {
        "title": "שלום עולם",
        "body": "<p>שלום עולם, זה טקסט בעברית.</p>",
        "date": "2006-03-06",
        "language": "he",
    },
    {
        "title": "Notes, citations, listes",
        "body": EVERYTHING,
        "date": "2001-02-12",
        "standfirst": "Un chapô.",
    },
    {"title": "Un texte retiré", "body": PARAGRAPH, "date": "2001", "state": "withdrawn"},
)


def furnish() -> None:
    """Adds the extremes to the archive, which `prepare` has made, and who works at it; once."""
    archives.open_archive(WITH_EXTREMES)
    from django.contrib.auth.models import User

    from archive.models import (
        Author,
        Editorial,
        LetterState,
        Publication,
        curating,
        letters,
        moderation,
    )
    from archive.search.upkeep import freshness

    if Editorial.objects.filter(pk=FIRST).exists():
        return
    magazine, author = Publication.objects.first(), Author.objects.first()
    for number, fields in enumerate(EXTREMES, FIRST):
        tags = [f"sujet {place}" for place in range(fields.pop("tags", 2))]
        editorial = Editorial.objects.create(pk=number, publication=magazine, **fields)
        editorial.set_bylines([(author, author.name, "rédactrice en chef")])
        editorial.add_tags(tags, origin="import")
    numbers = list(Editorial.objects.published().values_list("pk", flat=True))
    for name, kind in (("Choisis", "selection"), ("La voix", "series")):
        selection = curating.make(name, kind, numbers[::2])
        curating.edit(selection, {"introduction": INTRODUCTION, "state": "published"})
    Publication.objects.filter(pk=magazine.pk).update(licence="CC-BY-SA-4.0")
    User.objects.create_superuser(EDITOR, FOLLOWER, PASSWORD)
    for name, typed in LETTERS:
        letter = letters.receive(Editorial.objects.get(pk=1), name, FOLLOWER, typed)
    shown = letters.Letter.objects.exclude(pk=letter.pk)
    moderation.decide(shown, LetterState.SHOWN)
    moderation.reply(shown.first(), "Merci.\n\nNous y viendrons.")
    freshness.drain()


def followed() -> tuple[str, str]:
    """Return the paths by which what a reader of that archive follows is confirmed, and ended."""
    archives.open_archive(WITH_EXTREMES)
    from archive.following import links
    from archive.models import Follow, Rhythm, TopicKind

    site = "http://127.0.0.1"
    follow = Follow.objects.asked(FOLLOWER, TopicKind.SEARCH, "q=client", site=site)
    return links.confirmation(follow, Rhythm.WEEKLY, "fr"), links.end(follow)


@contextmanager
def served(extremes: bool) -> Iterator[str]:
    """The address of the demonstration while it is served."""
    with serving(archives.FOLDER / (WITH_EXTREMES if extremes else PLAIN), extremes) as address:
        yield address


@contextmanager
def serving(folder: Path, extremes: bool = False) -> Iterator[str]:
    """The address of the archive in a data folder while it is served."""
    folder.mkdir(parents=True, exist_ok=True)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        at = f"127.0.0.1:{free.getsockname()[1]}"
    environment = os.environ | {"ARCHIVE_DATA_DIR": str(folder), "ALLOWED_HOSTS": "127.0.0.1"}
    if extremes:
        environment["EMAIL_URL"] = NOWHERE
    subprocess.run(
        [sys.executable, "manage.py", "prepare"], cwd=archives.ROOT, env=environment, check=True
    )
    if extremes:
        archives.apart(furnish)
    command = [
        sys.executable,
        "-m",
        "gunicorn",
        "archive.wsgi",
        "--bind",
        at,
        "--threads",
        "4",
        "--log-level",
        "error",
    ]
    server = subprocess.Popen([*command, "--no-control-socket"], cwd=archives.ROOT, env=environment)
    try:
        wait_for(f"http://{at}/healthz")
        yield f"http://{at}"
    finally:
        server.terminate()
        server.wait()


def wait_for(address: str, seconds: float = 60) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        try:
            with urlopen(address):
                return
        except URLError:
            time.sleep(0.2)
    raise SystemExit(f"{address} does not answer.")
