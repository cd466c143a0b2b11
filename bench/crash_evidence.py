"""What is lost or there by half after `crashes.py` has killed a work, as sentences."""

import hashlib
import time

WITHIN = 60.0  # seconds in which the index is to equal the database


def of_import(acknowledged: list) -> list[str]:
    from archive.models import Change, Editorial

    complaints = []
    for _done, source_id in acknowledged:
        if Editorial.objects.filter(source_id=source_id).count() != 1:
            complaints.append(f"{source_id} is not there once")
    editorials = Editorial.objects.filter(source_id__startswith="row-")
    for editorial in editorials.prefetch_related("tags", "bylines", "captures", "years"):
        is_whole = (
            editorial.tags.count() == 2
            and editorial.bylines.count() == 1
            and editorial.years.count() == 1
            and editorial.text.startswith("Texte")
            and editorial.imported
            and Change.objects.filter(model="editorial", object_id=editorial.pk).count() == 1
        )
        if not is_whole:
            complaints.append(f"{editorial.source_id} is there by half")
        for capture in editorial.captures.all():
            with capture.content.open() as file:
                if hashlib.sha256(file.read()).hexdigest() != capture.sha256:
                    complaints.append(f"a capture of {editorial.source_id} is not whole")
    return complaints


def of_bulk(acknowledged: list) -> list[str]:
    from archive.models import Change, Editorial, Operation, Tag

    total = Editorial.objects.count()
    counts = {
        Editorial.objects.filter(section="Tribune").count(),
        Editorial.objects.filter(tags__name="Neuf").count(),
        Editorial.objects.filter(tags__name="Ancien").count(),
        Change.objects.filter(operation__kind="bulk", model="editorial").count(),
        Operation.objects.filter(kind="bulk").count() * total,
        Tag.objects.filter(name="Neuf").count() * total,
    }
    complaints = []
    if counts not in ({0}, {total}):
        complaints.append(f"the change was made by half: {counts} of {total}")
    if acknowledged and counts == {0}:
        complaints.append("the change was acknowledged and is not there")
    return complaints


JUDGES = {"import": of_import, "bulk": of_bulk, "rebuild": lambda _acknowledged: []}


def healed() -> list[str]:
    """Ask one question, as a visitor does, and wait for what the site does by itself."""
    from archive.search import Question, ask
    from archive.search.engine import UNREADABLE
    from archive.search.upkeep import comparing, watching

    watching._begun.clear()  # as in a fresh process
    until = time.monotonic() + WITHIN
    answer = ask(Question(q="texte"))
    complaints = [] if answer.count else [f"nothing is found, by the {answer.by}"]
    while True:
        try:
            differing = comparing.differences()
            if not any(differing):
                return complaints
        except UNREADABLE as error:
            differing = error
        if time.monotonic() > until:
            return [*complaints, f"the index differs from the database: {differing}"]
        time.sleep(0.1)
        ask(Question(q="texte"))


def state() -> str:
    """All that the tables of editorials hold, as one number."""
    from archive.models import Editorial, Operation, Tagging

    content = [
        *Editorial.objects.order_by("pk").values_list("pk", "title", "text", "version", "issue"),
        *Tagging.objects.order_by("pk").values_list("pk", "tag__name", "editorial_id"),
        *Operation.objects.order_by("pk").values_list("pk", "kind"),
    ]
    return hashlib.sha256(repr(content).encode()).hexdigest()
