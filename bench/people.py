"""How well people, firms and places are found in French sentences, beside spaCy’s small French model.

    python bench/people.py [--spacy /tmp/spacy/bin/python] [--part tuned] [--worst]

Sentences with a capital inside, drawn by the hash of their words, were marked by hand
(`people.jsonl` holds where each stands and what it names; the sentences of others are read there).
Three hundred are of the demonstration, the seeds and three French sites of data/imports; a third of
these was kept apart while the rules were made, and read when they were made wider. A hundred and
fifty are `fresh`: of other files of these, of pages (data/dumps), of an encyclopaedia
(relevance/piaf) and of public services (data/corpus), marked before and first counted after that.

`rules` reads each sentence by itself, as spaCy does; `archive` reads it in its text, with what all
texts of these sources say of names together, as an archive of them would. A name is right where its
words and its kind are, whatever article or title stands before. `either`: what may be found or not,
and counts neither way: given names alone, bands, characters, products called by their firm's name.
spaCy and fr_core_news_sm are none of the project's packages; where no Python has them, their columns
say so.
"""

import argparse
import hashlib
import json
import lzma
import os
import subprocess
import sys
import tarfile
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import django

ROOT = Path(__file__).resolve().parents[1]
SHARED = Path(os.environ.get("ARCHIVE_SHARED") or ROOT.parent / "shared")
FILE = Path(__file__).with_name("people.jsonl")
KINDS = ("person", "firm", "place")
PARTS = {"tuned": "rules made on", "kept": "widened on", "fresh": "fresh"}
DATA = SHARED / "data"
SITES = {
    "alien": "markdown/alienlebarge/",
    "geo": "markdown/geotribu/content/",
    "saas": "markdown/saaspasse-editoriaux/posts-complets/",
}
SERVICES = ("service-public.fr", "travail-emploi.gouv.fr")
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
    """`whole`: the text that it stands in, from `at` on."""

    part: str
    text: str
    whole: str
    at: int
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
        either = [tuple(span) for span in marked["either"]]
        yield Sentence(marked["part"], text, whole, marked["at"], names, either)
    if left_out:
        print(
            f"{left_out} sentences left out: their files are not there, or others", file=sys.stderr
        )


def _text(source: str, name: str) -> str:
    return _texts(source).get(name, "")


@cache
def _texts(source: str) -> dict[str, str]:
    """Return {file: text} of a source; nothing where it is not there."""
    if source == "demo":
        return _demonstration()
    if source == "seeds":
        seeds = sorted(SHARED.glob("seeds/*.txt"))
        return {f"seeds/{path.name}": path.read_text(encoding="utf-8") for path in seeds}
    if source == "dumps":
        french = [row["file"] for row in _rows("dumps/dumps.jsonl.xz") if row["lang"] == "fr"]
        members = _members("dumps/dumps.tar.xz", "text/")
        return {name: members[f"text/{name}"] for name in french}
    if source == "piaf":
        return {row["id"]: row["text"] for row in _rows("relevance/piaf/docs.jsonl.xz")}
    if source == "corpus":
        rows = _rows("corpus/admin-fr.jsonl.xz")
        return {row["id"]: row["text"] for row in rows if row["source"] in SERVICES}
    return _members("imports/imports.tar.xz", SITES[source])


def _rows(name: str) -> Iterator[dict]:
    path = DATA / name
    if path.exists():
        with lzma.open(path, "rt", encoding="utf-8") as lines:
            yield from map(json.loads, lines)


@cache
def _members(name: str, folder: str) -> dict[str, str]:
    path = DATA / name
    texts = {}
    if path.exists():
        with tarfile.open(path) as archive:
            for member in archive:
                inside = member.name.removeprefix("./")
                file = archive.extractfile(member) if inside.startswith(folder) else None
                if file and inside.endswith((".md", ".html", ".markdown", ".txt")):
                    texts[inside] = file.read().decode("utf-8")
    return texts


@cache
def _demonstration() -> dict[str, str]:
    from archive import text

    texts = {}
    for path in (ROOT / "fixtures" / "demo").glob("*.jsonl"):
        for line in path.read_text(encoding="utf-8").splitlines():
            editorial = json.loads(line)
            texts[editorial["source_id"]] = text.plain(text.clean_html(editorial["html"]))
    return texts


def of_rules(texts: list[str]) -> list[list[Span]]:
    """Return what the archive finds in each text."""
    from archive.naming.finding import names

    return [[(str(name.kind), name.start, name.end) for name in names(text)] for text in texts]


def of_archive(marked: list[Sentence]) -> list[list[Span]]:
    """Return what the archive finds in each sentence where it stands, as an archive of all texts."""
    from archive.naming.finding import names

    lexicon = _lexicon()
    in_texts = {}
    for sentence in marked:
        if sentence.whole not in in_texts:
            in_texts[sentence.whole] = names(sentence.whole, lexicon)
    kinds = []
    for sentence in marked:
        end = sentence.at + len(sentence.text)
        spans = []
        for name in in_texts[sentence.whole]:
            if sentence.at < name.end and name.start < end:
                start = max(0, name.start - sentence.at)  # initials may end a sentence before it
                spans.append((str(name.kind), start, name.end - sentence.at))
        kinds.append(spans)
    return kinds


@cache
def _lexicon():
    """Return what all texts of the sources say of names together."""
    from archive.mentions.keeping import lexicon_of
    from archive.naming.evidence import Evidence, Presence
    from archive.naming.finding import reading

    texts: list[str] = []
    for source in ("demo", "seeds", "dumps", "piaf", "corpus", *SITES):
        texts += _texts(source).values()
    evidence = Evidence()
    taught = lexicon_of([])
    for text in texts:
        evidence.read(*reading(text, taught))
    presence = Presence(evidence.kinds())
    for text in texts:
        presence.read(text)
    return lexicon_of(evidence.learned(presence.texts).items())


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
    options.add_argument("--part", choices=PARTS, help="one part alone")
    asked = options.parse_args()
    marked = [sentence for sentence in sentences() if asked.part in (None, sentence.part)]
    texts = [sentence.text for sentence in marked]
    finders = {
        "rules": of_rules(texts),
        "archive": of_archive(marked),
        MODEL: of_spacy(asked.spacy, texts),
    }
    print(f"{len(marked)} sentences")
    print(f"{'part':<14}{'kind':<8}{'names':>6}  {'finder':<16}{'precision':>10}{'recall':>8}")
    for part, label in PARTS.items():
        places = [place for place, sentence in enumerate(marked) if sentence.part == part]
        if not places:
            continue
        for finder, found in finders.items():
            if found is None:
                print(f"{label:<14}{'':<8}{'':>6}  {finder:<16}{'not there':>10}")
                continue
            is_worst = asked.worst and finder == "archive"
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
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "archive.settings")
    django.setup()
    main()
