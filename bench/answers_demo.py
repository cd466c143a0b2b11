"""Questions to the demonstration archive, marked by hand: which are answered, and how."""

import json
from pathlib import Path

FILE = Path(__file__).with_name("answers_demo.jsonl")  # no source_id: the archive does not say it


def figures() -> dict[str, float]:
    """Return how many are surely answered rightly, and the share of the others among the sure."""
    from archive.models import Editorial
    from archive.search import replies

    sources = dict(Editorial.objects.values_list("pk", "source_id"))
    right = sentences = sure = 0
    for line in FILE.read_text(encoding="utf-8").splitlines():
        question = json.loads(line)
        told = replies(question["text"])
        if not told.is_sure:
            continue
        best = told.replies[0]
        sure += 1
        if question["answer"] and sources[best.id] == question["source_id"]:
            right += question["answer"] in _plain(best.text)
            sentences += question["answer"] in _plain(best.sentence)
    return {"right": right, "sentence.right": sentences, "wrong": 1 - right / max(sure, 1)}


def _plain(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u202f", " ")
