"""Saved pages, for the tests of what is read of them."""

import json

from archive.ingest.pages import page

PARAGRAPHS = "".join(
    f"<p>Le téléphone sonne toujours au centre d’appels, et la {rang} fois comme la première quelqu’un décroche, écoute et "
    "répond à la cliente qui attend depuis longtemps déjà.</p>"
    for rang in ("deuxième", "troisième", "quatrième", "cinquième", "sixième", "septième")
)
HEADING = "<h1>La voix au bout du fil</h1>"


def html(
    head: str = "", body: str = PARAGRAPHS, above: str = HEADING, charset: str = "utf-8"
) -> bytes:
    head = f"<head><meta charset={charset}>{head}</head>"
    return f"<!doctype html><html lang=fr>{head}<body>{above}<article>{body}</article></body></html>".encode(
        charset
    )


def made(*args, url: str = "", **kwargs):
    return page(html(*args, **kwargs), "page.html", url)


def ld(**fields) -> str:
    return f'<script type="application/ld+json">{json.dumps({"@type": "NewsArticle", **fields})}</script>'


def names(record) -> list[str]:
    return [one.name for one in record.bylines]


def codes(record) -> set[tuple[str, str]]:
    return {(doubt.field, doubt.code) for doubt in record.doubts}
