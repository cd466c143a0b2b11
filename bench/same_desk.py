"""A day at the desk for `same.py`: what editors and a contributor send, each answer written down.

Everything goes through the site's addresses; which editorial or tag is meant is read from its pages.
The clock moves on a minute with each step.
"""

import json
import re
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import lxml.html
from same_pages import transcript

TODO = "/desk/todo/{}/"
VOCABULARY = "name,description,aliases,broader\r\nVoix,L’ouïe.,Timbre,\r\nAccueil,,,Voix\r\n"
UPLOAD = [
    {"id": "envoi-1", "title": "Un envoi", "text": "Allô ?\n\nOn décroche.", "date": "2004-05"},
    {"id": "envoi-2", "title": "", "text": "Sans titre, ni date.", "tags": ["Voix"]},
    {"id": "envoi-3", "title": "Refusé", "text": "…", "date": "la semaine des quatre jeudis"},
]
# Odd editorials, so that every way to show one is met: dates of each certainty, scripts, lengths.
ODD = [
    {"title": "Une saison", "date": "2004-21", "text": "Le printemps.\n\nIl vient."},
    {
        "title": "À peu près",
        "date": "2004~",
        "text": "Vers cette année-là.",
        "authors": ["C. Abgrall"],
    },
    {"title": "Peut-être", "date": "2003?", "text": "On ne sait."},
    {"title": "De deux ans", "date": "2003-11/2004-02", "text": "Un numéro double."},
    {"title": "Des années 1990", "date": "199X", "text": "Le Minitel."},
    {"title": "Avant telle date", "date": "../1998", "text": "Il y a longtemps."},
    {"title": "", "date": "", "text": "Rien n’est connu de ce texte, pas même son titre."},
    {"title": "Long titre " * 40, "date": "2001-02-12", "text": "Court."},
    {
        "title": "Λόγος, שלום",
        "date": "2006-03",
        "text": "Λόγος. شكرا\n\nשלום עולם",
        "language": "he",
    },
    {
        "title": "Quarante mots-clés",
        "date": "2002",
        "text": "…",
        "tags": [f"Sujet {n}" for n in range(40)],
    },
    {
        "title": "Échappé <b>&amp;</b>",
        "date": "2001-02-12",
        "text": "<script>alert(1)</script> « & »",
    },
    {
        "title": "Notes et tables",
        "date": "1789-07-14",
        "html": "<p>Un appel<sup>1</sup>.</p><h2>Partie</h2><ul><li>une ligne ;</li></ul><blockquote>"
        "<p>Cité.</p></blockquote><table><tr><th>Année</th><td>2001</td></tr></table><p>1. Note.</p>",
        "authors": ["Claire Abgrall", "Luc d’Astrée"],
        "publication": "Décroché",
        "url": "https://example.org/a",
    },
]
Write = Callable[[str, str, object], None]


def lines_of(records: list[dict], name: str) -> str:
    """Records as a .jsonl file, each with an id of its own."""
    numbered = ({"id": f"{name}-{number}"} | record for number, record in enumerate(records, 1))
    return "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in numbered)


class Sitting:
    """Who sits at the desk: what is sent is written down, with the page that it leads to."""

    steps = 0  # of everybody

    def __init__(self, client, write: Write, next_minute: Callable[[], None]):
        self.client, self.write, self.next_minute = client, write, next_minute

    def post(self, address: str, fields: dict) -> None:
        self.next_minute()
        Sitting.steps += 1
        response = self.client.post(address, fields)
        _wait_for_threads()
        self.write("day at the desk", f"{self.steps:03} {address}", transcript(response))
        if "Location" in response.headers:
            page = self.client.get(response.headers["Location"])
            self.write("day at the desk", f"{self.steps:03} {address} then", transcript(page))

    def page(self, address: str) -> str:
        return self.client.get(address).content.decode()

    def matches(self, address: str, pattern: str) -> list[str]:
        """What a page has of a pattern, in its order, each once."""
        return list(dict.fromkeys(re.findall(pattern, self.page(address))))

    def fill_in(self, address: str, holding: str, **changes) -> None:
        """Sends the form of a page that has a field, as the page gives it but for the changes."""
        document = lxml.html.fromstring(self.page(address))
        form = next(form for form in document.forms if holding in form.fields)
        fields: dict[str, list] = {}
        for name, text in form.form_values():
            fields.setdefault(name, []).append(text)
        self.post(address, fields | changes)


def _wait_for_threads() -> None:
    """Large changes are indexed by a thread: what is asked next is to meet them."""
    for thread in threading.enumerate():
        if thread is not threading.main_thread() and not thread.daemon:
            thread.join()


def day(editor: Sitting, contributor: Sitting, command: Callable, seeds: list[Path]) -> None:
    _tags(editor)
    _doubts(editor)
    _corrections(editor)
    _proposals(editor, contributor)
    _selections(editor)
    _vocabulary(editor)
    _likenesses(editor)
    _provenance(editor)
    _imports(editor, command, seeds)
    _admin(editor)
    _undone(editor)


def _numbers(desk: Sitting, worklist: str, page: str) -> list[str]:
    return desk.matches(TODO.format(worklist), rf"{page}(\d+)/")


def _tags(desk: Sitting) -> None:
    for number in _numbers(desk, "untagged", "/desk/tagging/")[:6]:
        address = f"/desk/tagging/{number}/?list=untagged"
        suggested = desk.matches(address, r'name="reject" value="([^"]+)"')
        for slug in suggested[:1]:
            desk.post(address, {"reject": slug})
            desk.post(address, {"restore": slug})
        desk.post(address, {"add": ["Accueil", "Voix humaine"]})
        desk.post(address, {"remove": "voix-humaine"})
    desk.post(address, {"add": "x" * 300})


def _doubts(desk: Sitting) -> None:
    for number in _numbers(desk, "doubts", "/desk/doubts/")[:20]:
        address = f"/desk/doubts/{number}/"
        for answer in desk.matches(address, r'name="answer" value="([^"]+)"')[:2]:
            desk.post(address, {"answer": answer})
    desk.post(address, {"answer": "gone:keep"})


def _corrections(desk: Sitting) -> None:
    undated = _numbers(desk, "undated", "/desk/editorials/")
    for number in undated[:2]:
        address = f"/desk/editorials/{number}/?list=undated"
        desk.fill_in(address, "version", date="mars 2004", title="Corrigé", why="Relu")
        desk.fill_in(address, "version", title="En retard", version="1")
        desk.fill_in(address, "version", date="la saint-glinglin")
    signed = "Claire Abgrall ; rédactrice\nQuelqu’un de Neuf"
    desk.fill_in(f"/desk/editorials/{undated[2]}/", "version", bylines=signed, body="<p>Neuf.</p>")
    desk.fill_in(f"/desk/editorials/{undated[3]}/", "version", state="draft")
    desk.fill_in(f"/desk/editorials/{undated[4]}/", "version", state="withdrawn")
    desk.fill_in(f"/desk/editorials/{undated[4]}/", "version", state="withdrawn", why="Demandé")


def _proposals(editor: Sitting, contributor: Sitting) -> None:
    untagged = _numbers(contributor, "untagged", "/desk/tagging/")
    for number in untagged[:3]:
        contributor.post(f"/desk/tagging/{number}/", {"add": ["Accueil", "Proposé"]})
    for number in _numbers(contributor, "undated", "/desk/editorials/")[:3]:
        address = f"/desk/editorials/{number}/"
        contributor.fill_in(address, "version", date="2005", title="Proposé", why="Vu ailleurs")
    contributor.post(f"/desk/doubts/{untagged[0]}/", {"answer": "x:keep"})
    waiting = editor.matches("/desk/proposals/", r"/desk/proposals/(\d+)/")
    for number, answer in zip(waiting, ["accept", "refuse", "", "accept", "refuse"], strict=False):
        editor.post(f"/desk/proposals/{number}/", {"answer": answer})
        editor.post(f"/desk/proposals/{number}/", {"answer": answer})


def _selections(desk: Sitting) -> None:
    changes = [
        "q=standardiste&set-add=Essai&set-why=Pour+voir",
        "tag=essai&set-remove=Essai&set-add=Standard&set-date=2001-02&set-author=Claire+Abgrall",
        "tag=standard&set-state=withdrawn&set-why=Doublons",
        "tag=standard&set-state=withdrawn",
        "list=drafts&set-state=published",
        "q=standardiste&set-remove=Inconnu",
    ]
    for change in changes:
        address = f"/desk/selection/?{change}&preview=1"
        seals = desk.matches(address, r'name="seal" value="(\w+)"')
        desk.post(address, {"seal": "stale"})
        for seal in seals:
            desk.post(address, {"seal": seal})


def _sealed(desk: Sitting, address: str) -> None:
    """Confirms what a page shows."""
    for seal in desk.matches(address, r'name="seal" value="(\w+)"'):
        desk.post(address, {"seal": seal})


def _vocabulary(desk: Sitting) -> None:
    slugs = desk.matches("/desk/tags/", r"/desk/tags/([-\w]+)/")
    first, second, third, fourth, *_rest = slugs[::3]
    page = f"/desk/tags/{first}/"
    desk.fill_in(page, "aliases", description="Dit ainsi.", aliases="Un autre nom\nEncore un")
    desk.fill_in(page, "aliases", broader="Aucun tel mot-clé")
    desk.fill_in(page, "aliases", name="")
    _sealed(desk, f"/desk/tags/{second}/merge/?into=Un+autre+nom")
    _sealed(desk, f"/desk/tags/{third}/delete/")
    missing = f"/desk/tags/{fourth}/missing/"
    candidates = desk.matches(missing, r'name="keep" value="(\d+)"')
    desk.post(missing, {"keep": candidates[:2], "add": "1"})
    desk.post(missing, {"keep": candidates[2:4], "reject": "1"})
    bearing = desk.matches(f"/desk/tags/{fourth}/split/", r'name="keep" value="(\d+)"')
    _sealed(desk, f"/desk/tags/{fourth}/split/?name=Part&preview=1&keep={bearing[0]}")
    desk.post("/desk/vocabulary/import/", {"text": VOCABULARY})
    desk.post("/desk/vocabulary/import/", {"text": VOCABULARY, "confirm": "1"})
    desk.post("/desk/vocabulary/import/", {"text": "<rdf"})


def _likenesses(desk: Sitting) -> None:
    for number in desk.matches("/desk/likenesses/", r"/desk/likenesses/(\d+)/")[:3]:
        page = f"/desk/likenesses/{number}/"
        verdicts = desk.matches(page, r'name="verdict" value="(\w+)"')
        desk.post(page, {"verdict": verdicts[int(number) % len(verdicts)]})
        desk.post(page, {"verdict": "neither"})


def _provenance(desk: Sitting) -> None:
    for number in _numbers(desk, "doubts", "/desk/doubts/")[:6]:
        capture = desk.matches(f"/desk/editorials/{number}/provenance/", r'"capture" value="(\d+)"')
        for pk in capture:
            address = f"/desk/editorials/{number}/provenance/?capture={pk}&again=1"
            fields = desk.matches(address, r'name="field" value="(\w+)"')
            desk.write("captures read again", address, transcript(desk.client.get(address)))
            if fields:
                desk.fill_in(address, "seal", field=fields)


def _imports(desk: Sitting, command: Callable, seeds: list[Path]) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    files = [SimpleUploadedFile("envoi.jsonl", lines_of(UPLOAD, "envoi").encode())]
    files += [SimpleUploadedFile(seed.name, seed.read_bytes()) for seed in seeds[:2]]
    desk.post("/desk/imports/", {"files": files, "format": "auto", "publication": "Essais"})
    desk.post("/desk/imports/", {"format": "auto"})
    command("import_pending")
    sent = f"/desk/imports/sent/{_latest(desk, 'sent/')}/"
    for more in ("", "?only=created", "?only=doubts", "?only=rejected", "?only=nothing"):
        desk.write("import by the web", sent + more, transcript(desk.client.get(sent + more)))
    desk.post(sent, {"shown": "1,2,3", "keep": ["1"], "narrow": "created"})
    desk.post(sent, {"do": "confirm", "shown": "", "only": ""})
    command("import_pending")
    number = _latest(desk, "")
    desk.write(
        "import by the web", "imported", transcript(desk.client.get(f"/desk/imports/{number}/"))
    )
    command("undo_import", number, why="Pour voir")


def _latest(desk: Sitting, below: str) -> str:
    return max(desk.matches("/desk/imports/", rf"/desk/imports/{below}(\d+)/"), key=int)


def _admin(desk: Sitting) -> None:
    editorials = desk.matches(
        "/admin/archive/editorial/", r"/admin/archive/editorial/(\d+)/change/"
    )
    listed = "/admin/archive/editorial/"
    desk.post(listed, {"action": "withdraw", "_selected_action": editorials[:2]})
    desk.post(listed, {"action": "settle", "_selected_action": editorials[2:9]})
    desk.post(listed, {"action": "publish", "_selected_action": editorials[:1]})
    desk.fill_in(f"{listed}{editorials[4]}/change/", "title", title="Mendé", _save="1")
    for model, field in (("author", "name"), ("publication", "name"), ("tag", "name")):
        page = f"/admin/archive/{model}/"
        numbers = desk.matches(page, rf"{page}(\d+)/change/")
        desk.fill_in(
            f"{page}{numbers[0]}/change/", field, _save="1", **{field: f"Un autre {model}"}
        )


def _undone(desk: Sitting) -> None:
    for number in list(_operations(desk))[:40:3]:
        desk.post(f"/desk/operations/{number}/", {"why": "Essai"})
        desk.post(f"/desk/operations/{number}/", {})


def _operations(desk: Sitting) -> Iterator[str]:
    yield from desk.matches("/desk/operations/", r"/desk/operations/(\d+)/")
