"""How well people, firms and places are found in French sentences, beside spaCy’s small French model.

    python bench/people.py [--spacy /tmp/spacy/bin/python] [--worst]

Three hundred sentences with a capital inside, drawn by the hash of their words from the demonstration,
the seeds and three French sites of data/imports, were marked by hand (`people.jsonl` holds where each
stands and what it names; the sentences of others are read there). A third was kept apart while
the rules were made. A name is right where its words and its kind are, whatever article or title
stands before. `either`: what may be found or not, and counts neither way: given names alone, bands,
products called by their firm's name. spaCy and fr_core_news_sm are none of the project's packages;
where no Python has them, their columns say so.
"""

import argparse
import hashlib
import json
import os
import subprocess
import sys
import tarfile
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]
SHARED = Path(os.environ.get("ARCHIVE_SHARED") or ROOT.parent / "shared")
FILE = Path(__file__).with_name("people.jsonl")
KINDS = ("person", "firm", "place")
PARTS = {"tuned": "rules made on", "kept": "kept apart"}
# What may stand before a name and be counted to it or not.
BEFORE = ("la ", "le ", "les ", "l'", "l’", "m. ", "mme ", "mlle ", "monsieur ", "madame ")
LABELS = {"PER": "person", "ORG": "firm", "LOC": "place"}
MODEL = "fr_core_news_sm"
ASK = f"""
import json, sys, spacy
model = spacy.load("{MODEL}")
texts = json.load(sys.stdin)
found = [[(e.label_, e.start_char, e.end_char) for e in model(text).ents] for text in texts]
json.dump(found, sys.stdout)
"""

Span = tuple[str, int, int]  # a kind, and from where to where


class Sentence(NamedTuple):
    part: str
    text: str
    names: list[Span]
    either: list[tuple[int, int]]


def sentences() -> Iterator[Sentence]:
    """Yield the marked sentences whose files are there."""
    left_out = 0
    for line in FILE.read_text(encoding="utf-8").splitlines():
        marked = json.loads(line)
        whole = _text(marked["source"], marked["file"])
        text = whole[marked["at"] : marked["at"] + marked["length"]]
        if hashlib.sha256(text.encode()).hexdigest()[:16] != marked["sha256"]:
            left_out += 1
            continue
        names = [tuple(name) for name in marked["names"]]
        yield Sentence(marked["part"], text, names, [tuple(span) for span in marked["either"]])
    if left_out:
        print(
            f"{left_out} sentences left out: their files are not there, or others", file=sys.stderr
        )


@cache
def _text(source: str, name: str) -> str:
    if source == "demo":
        return _demonstration().get(name, "")
    if source == "seeds":
        path = SHARED / name
        return path.read_text(encoding="utf-8") if path.exists() else ""
    return _imports().get(name, "")


@cache
def _demonstration() -> dict[str, str]:
    from archive import text

    texts = {}
    for path in (ROOT / "fixtures" / "demo").glob("*.jsonl"):
        for line in path.read_text(encoding="utf-8").splitlines():
            editorial = json.loads(line)
            texts[editorial["source_id"]] = text.plain(text.clean_html(editorial["html"]))
    return texts


@cache
def _imports() -> dict[str, str]:
    path = SHARED / "data" / "imports" / "imports.tar.xz"
    if not path.exists():
        return {}
    wanted = {json.loads(line)["file"] for line in FILE.read_text("utf-8").splitlines()}
    texts = {}
    with tarfile.open(path) as archive:
        for member in archive:
            name = member.name.removeprefix("./")
            file = archive.extractfile(member) if name in wanted else None
            if file:
                texts[name] = file.read().decode("utf-8")
    return texts


def of_rules(texts: list[str]) -> list[list[Span]]:
    """Return what the archive finds in each text."""
    from archive.naming.finding import names

    return [[(str(name.kind), name.start, name.end) for name in names(text)] for text in texts]


def of_spacy(python: str, texts: list[str]) -> list[list[Span]] | None:
    """Return what spaCy's model finds in each text; None where that Python has none."""
    asked = subprocess.run(
        [python, "-c", ASK], input=json.dumps(texts), capture_output=True, text=True
    )
    if asked.returncode:
        print(asked.stderr.strip().splitlines()[-1:], file=sys.stderr)
        return None
    found = json.loads(asked.stdout)
    kinds = []
    for spans in found:
        kinds.append(
            [(LABELS[label], start, end) for label, start, end in spans if label in LABELS]
        )
    return kinds


class Count(NamedTuple):
    """Of one kind: names that are there, those that were found, and those found rightly."""

    there: int
    found: int
    right: int

    @property
    def precision(self) -> float:
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        return self.right / self.there if self.there else 1.0


def counted(
    marked: list[Sentence], found: list[list[Span]], worst: bool = False
) -> dict[str, Count]:
    """Return the count of each kind, and of all."""
    there: Counter[str] = Counter()
    claimed: Counter[str] = Counter()
    right: Counter[str] = Counter()
    for sentence, spans in zip(marked, found, strict=True):
        wanted = {_bare(sentence.text, name) for name in sentence.names}
        for kind, _start, _end in wanted:
            there[kind] += 1
        for span in spans:
            bare = _bare(sentence.text, span)
            if bare not in wanted and _is_either(bare, sentence.either):
                continue
            claimed[bare[0]] += 1
            if bare in wanted:
                right[bare[0]] += 1
            elif worst:
                print(
                    f"  wrong: {sentence.text[bare[1] : bare[2]]} ({bare[0]}) in: {sentence.text}"
                )
        for missing in wanted - {_bare(sentence.text, span) for span in spans} if worst else ():
            print(f"  missed: {sentence.text[missing[1] : missing[2]]} ({missing[0]})")
    counts = {kind: Count(there[kind], claimed[kind], right[kind]) for kind in KINDS}
    counts["all"] = Count(there.total(), claimed.total(), right.total())
    return counts


def _bare(text: str, span: Span) -> Span:
    """Return a span without an article or a title before the name, or a sign around it."""
    kind, start, end = span
    while end > start and not text[end - 1].isalnum():
        end -= 1
    again = True
    while again:
        again = False
        for before in BEFORE:
            # « Le Bihan », « La Poste » keep theirs: a capital there is the name's own.
            lowered = text[start:end].replace("\u00a0", " ")
            if lowered.lower().startswith(before) and (lowered[0].islower() or before[0] == "m"):
                start += len(before)
                again = True
    return kind, start, end


def _is_either(span: Span, either: list[tuple[int, int]]) -> bool:
    return any(start < span[2] and span[1] < end for start, end in either)


def figures(part: str = "kept") -> dict[str, float]:
    """Return the precision and recall of the rules on one part, of all kinds together."""
    marked = [sentence for sentence in sentences() if sentence.part == part]
    count = counted(marked, of_rules([sentence.text for sentence in marked]))["all"]
    return {"precision": count.precision, "recall": count.recall}


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--spacy", default=sys.executable, help="a Python that has spaCy")
    options.add_argument("--worst", action="store_true", help="print what is wrong or missed")
    asked = options.parse_args()
    marked = list(sentences())
    texts = [sentence.text for sentence in marked]
    finders = {"rules": of_rules(texts), MODEL: of_spacy(asked.spacy, texts)}
    print(f"{len(marked)} sentences")
    print(f"{'part':<14}{'kind':<8}{'names':>6}  {'finder':<16}{'precision':>10}{'recall':>8}")
    for part, label in PARTS.items():
        places = [place for place, sentence in enumerate(marked) if sentence.part == part]
        for finder, found in finders.items():
            if found is None:
                print(f"{label:<14}{'':<8}{'':>6}  {finder:<16}{'not there':>10}")
                continue
            is_worst = asked.worst and finder == "rules"
            counts = counted(
                [marked[place] for place in places], [found[place] for place in places], is_worst
            )
            for kind, count in counts.items():
                print(
                    f"{label:<14}{kind:<8}{count.there:>6}  {finder:<16}"
                    f"{count.precision:>10.3f}{count.recall:>8.3f}"
                )


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    main()
