"""References between texts, marked by hand: which lead where they should, and whether any leads elsewhere.

    python bench/references.py

makes an archive in BENCH_FOLDER of the demonstration, the five documents and the real French exports (ARCHIVE_SHARED),
with the marked texts of `references.jsonl` among them, and reads the references of all. A mark names an editorial (its
source_id), an issue (magazine/issue), or nothing. Texts of others stand in the file by their place alone. Every second
mark was kept apart: one rule was changed after a look at what became of it (an editorial of which only the year is known
does not stand in the way of one that is of the month told). Below, whatever else leads anywhere. Ends
with 1 where a link is wrong.
"""

import json
import sys
import tarfile
from pathlib import Path

import archives

FILE = Path(__file__).with_suffix(".jsonl")
IMPORTS = archives.SHARED / "data" / "imports" / "imports.tar.xz"


def marks() -> list[dict]:
    return [json.loads(line) for line in FILE.read_text(encoding="utf-8").splitlines()]


def unpacked(folder: Path) -> Path:
    """The exports and the five documents in a folder, as the marks name them."""
    if not (folder / "imports").exists():
        with tarfile.open(IMPORTS) as archive:
            archive.extractall(folder / "imports", filter="data")
    return folder


def fill(folder: Path) -> None:
    from django.core.management import call_command

    from archive.models import Editorial, Publication

    call_command("migrate", verbosity=0)
    if Editorial.objects.exists():
        return
    call_command("load_demo", verbosity=0)
    exports = [str(folder / "imports" / name) for name in ("markdown", "wxr")]
    for path in (str(archives.SHARED / "seeds"), *exports):
        call_command("import_editorials", path, verbosity=0)
    for number, mark in enumerate(marks()):
        if "text" in mark:
            Editorial.objects.create(
                title=f"Un texte marqué, {number}",
                source_id=f"mark-{number}",
                body=f"<p>{mark['text']}</p>",
                publication=Publication.objects.named(mark["publication"]),
                section="Courrier",
                **{name: mark[name] for name in ("date", "issue", "page")},
            )


def source(number: int, mark: dict, folder: Path) -> tuple[str, tuple[int, int, int] | None]:
    """The body in which a mark stands, and where, if its place is told."""
    from archive import ingest
    from archive.models import Editorial

    if "file" in mark:
        path = folder / mark["file"]
        if mark["file"].startswith("seeds/"):
            path = archives.SHARED / mark["file"]
        record = list(ingest.read(path))[mark["record"]]
        return record.html, (mark["block"], mark["start"], mark["end"])
    name = mark.get("of") or f"mark-{number}"
    return Editorial.objects.get(source_id=name).body, None


def meant(reference) -> str | None:
    """What a reference leads to, as marks name it."""
    if reference.state != "linked":
        return None
    if reference.cited:
        return reference.cited.source_id
    return f"{reference.publication.slug}/{reference.issue}"


def outcomes(folder: Path) -> tuple[list[tuple[dict, str | None]], list]:
    """[(mark, what it leads to)], and the references that lead somewhere and are in no mark."""
    from archive.crossreferences.blocks import blocks
    from archive.models import CrossReference

    linked = CrossReference.objects.filter(state="linked").select_related("cited", "publication")
    unmarked = {row.pk: row for row in linked}
    told = []
    for number, mark in enumerate(marks()):
        body, place = source(number, mark, folder)
        rows = CrossReference.objects.filter(editorial__body=body)
        answer = None
        for row in rows.select_related("cited", "publication"):
            if place:
                block, start, end = place
                is_there = row.block == block and row.start < end and row.end > start
            else:
                plain = blocks(body)[row.block].plain
                printed = _alike(plain[row.start : row.end])
                is_there = _alike(mark["printed"]) in printed or printed in _alike(mark["printed"])
            if is_there:
                answer = answer or meant(row)
                unmarked.pop(row.pk, None)
        told.append((mark, answer))
    return told, list(unmarked.values())


def _alike(printed: str) -> str:
    return printed.replace("\u00a0", " ").replace("’", "'").lower()


def main() -> int:
    folder = unpacked(archives.open_archive("references"))
    fill(folder)
    from archive.crossreferences import keeping

    keeping.build()
    told, unmarked = outcomes(folder)
    wrong_in_all = 0
    for name, first in (("worked on", 0), ("kept apart", 1)):
        half = told[first::2]
        right = [mark for mark, answer in half if answer and answer == mark["means"]]
        wrong = [(mark, answer) for mark, answer in half if answer and answer != mark["means"]]
        leading = [mark for mark, _answer in half if mark["means"]]
        wrong_in_all += len(wrong)
        links = len(right) + len(wrong)
        precision = len(right) / links if links else 1.0
        print(
            f"{name}: {len(half)} marks, {len(leading)} that lead somewhere; precision"
            f" {precision:.2f} ({len(wrong)} wrong), reach {len(right) / len(leading):.2f}"
        )
        for mark, answer in wrong:
            print(f"    wrong: {mark.get('printed') or mark['file']} leads to {answer}")
        for mark in leading:
            if mark not in right:
                print(f"    not reached: {mark['printed']} → {mark['means']}")
    print(f"{len(unmarked)} references beside the marks lead somewhere:")
    for row in unmarked:
        print(f"    {row.editorial.title[:40]}: {row.printed} → {meant(row)}")
    return 1 if wrong_in_all else 0


if __name__ == "__main__":
    sys.exit(main())
