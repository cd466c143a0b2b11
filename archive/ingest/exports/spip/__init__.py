"""Articles of SPIP: from its own dumps (XML from 1.3 to 2.0, SQLite since 3.0), and from a dump of
its database as SQL."""

import re
from collections.abc import Iterator
from pathlib import Path

from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy
from lxml import etree

from archive.ingest.exports import article as articles
from archive.ingest.exports import moments, xml_stream
from archive.ingest.exports.article import Article
from archive.ingest.exports.spip import forums, typography
from archive.ingest.exports.spip.site import SpipSite
from archive.ingest.exports.tables import Row, Tables, even, scratch
from archive.ingest.records import Doubt, Record, Rejected

# What is read of a site, without the prefix of its tables.
TABLES = {
    *("articles", "auteurs", "auteurs_articles", "auteurs_liens", "rubriques", "mots"),
    *("mots_articles", "mots_liens", "groupes_mots", "forum", "documents", "meta", "urls"),
}
# Elements of the dumps before 1.9 -> the tables that they are rows of.
OLD_ELEMENTS = {
    "article": "spip_articles",
    "auteur": "spip_auteurs",
    "rubrique": "spip_rubriques",
    "mot": "spip_mots",
    "groupe_mots": "spip_groupes_mots",
    "forum": "spip_forum",
    "document": "spip_documents",
}
# Their relations, as (element, what it leads to) -> (table, own column, other column).
OLD_LINKS = {
    ("article", "auteur"): ("spip_auteurs_articles", "id_article", "id_auteur"),
    ("mot", "article"): ("spip_mots_articles", "id_mot", "id_article"),
}
# Rows about visits, which are most of a large dump.
COUNTS = re.compile(r"<(spip_(?:visites|referers|stats)\w*)>(?:[^<]|<(?!/?spip_))*+</\1>\s*+", re.S)
END = re.compile(rb"</SPIP>\s*\Z", re.I)
STATES = {
    "prop": pgettext_lazy("article", "proposé à l’évaluation"),
    "refuse": pgettext_lazy("article", "refusé"),
}
RANK = re.compile(r"\s*\d+(?:[.)]|\u00b0)\s+(?=\S)")


def is_site(tables: Tables, prefix: str) -> bool:
    """Return True where the tables of that prefix are SPIP's."""
    columns = set(tables.columns.get(f"{prefix}articles", ()))
    return {"id_article", "titre", "texte", "statut"} <= columns


def read_xml(path: Path) -> Iterator[Record | Rejected]:
    """Yield a Record for each article of a dump, and why others are none."""
    with scratch() as tables:
        version = ""
        try:
            version = _load(path, tables)
        except Rejected as rejected:
            rejected.source = str(path)
            yield rejected
        has_articles = False
        for outcome in records(tables, "spip_", str(path), version):
            has_articles = True
            yield outcome
        if not has_articles:
            raise Rejected(_("Cette sauvegarde de SPIP ne contient aucun article."))
        if not _is_whole(path):
            yield Rejected(
                _("L’export s’arrête avant sa fin : des articles manquent peut-être."), str(path)
            )


def _is_whole(path: Path) -> bool:
    with open(path, "rb") as file:
        file.seek(max(0, path.stat().st_size - 200))
        return bool(END.search(file.read()))


def _load(path: Path, tables: Tables) -> str:
    """Keep what of a dump is read; return the version of SPIP that made it."""
    names = {f"spip_{name}" for name in TABLES} | set(OLD_ELEMENTS)
    version = ""
    for element in xml_stream.elements(path, names, passed_over=COUNTS):
        dump = element.getparent()
        if not version and dump is not None:
            version = dump.get("version", "?")
            address = dump.get("adresse_site", "")
            tables.add("spip_dump", ["adresse_site"], [address])
        _add(element, tables)
    return version


def _add(element: etree._Element, tables: Tables) -> None:
    name = xml_stream.local(element)
    table = OLD_ELEMENTS.get(name, name)
    row: dict[str, str] = {}
    links = []
    for child in element:
        column = xml_stream.local(child)
        if column.startswith("lien:"):
            links.append((column.removeprefix("lien:"), child.text or ""))
        else:
            row[column] = child.text or ""
    tables.add(table, list(row), list(row.values()))
    for other, number in links:
        if (name, other) in OLD_LINKS:
            relation, own_column, other_column = OLD_LINKS[name, other]
            cells = [row.get(own_column, ""), number]
            tables.add(relation, [own_column, other_column], cells)


def records(
    tables: Tables, prefix: str, source: str, version: str = ""
) -> Iterator[Record | Rejected]:
    """Yield a Record for each article of a site, and why others are none."""
    site = SpipSite(tables, prefix, version)
    for row in tables.rows(f"{prefix}articles"):
        row, doubts = even(row)
        place = f"{source}#article{row.get('id_article') or '?'}"
        yield from articles.guarded(_outcomes(row, doubts, site, place), place)


def _outcomes(
    row: Row, doubts: list[Doubt], site: SpipSite, source: str
) -> Iterator[Record | Rejected]:
    _refuse(row)
    yield from articles.outcomes(_article(row, site, doubts), source)
    yield from forums.private(site, row.get("id_article", ""), source)


def _refuse(row: Row) -> None:
    title = articles.line(row.get("titre", "")) or "?"
    if row.get("statut") == "poubelle":
        raise Rejected(
            _("Article à la corbeille ou jamais enregistré : « %(title)s ».") % {"title": title}
        )
    target = row.get("virtuel", "")
    if row.get("chapo", "").startswith("="):
        target = row["chapo"][1:]
    if target:
        raise Rejected(
            _("Pas un article : redirection vers %(address)s (%(title)s).")
            % {"address": target[:100], "title": title}
        )


def _article(row: Row, site: SpipSite, doubts: list[Doubt]) -> Article:
    number = row.get("id_article", "")
    typing = site.typing(row.get("lang", ""))
    is_chosen = row.get("langue_choisie") == "oui"
    article = Article(
        language=row.get("lang", "")[:2] if is_chosen else "",
        source_id=site.source_id(number),
        url=site.url("article", number, row),
        base=site.address,
        publication=site.name,
        section=typography.line(RANK.sub("", site.section(row.get("id_rubrique", ""))), typing),
        house_language=row.get("lang", "")[:2] or site.language,
        authors=site.authors(number),
        tags=[typography.line(tag, typing) for tag in site.tags(number)],
        comments=forums.comments(site, number),
        capture=articles.stored(row),
        doubts=doubts,
    )
    _set_texts(article, row, typing)
    _set_state(article, row)
    _set_day(article, row)
    return article


def _set_texts(article: Article, row: Row, typing: typography.Site) -> None:
    title = row.get("titre", "")
    ranked = RANK.match(title)
    if ranked:  # « 10. Le fil », by which SPIP puts the articles of a section in order
        article.doubts.append(Doubt("title", "other", articles.line(title)))
        title = title[ranked.end() :]
    article.title = typography.line(title, typing)
    leads = [row.get("surtitre", ""), row.get("soustitre", ""), row.get("chapo", "")]
    if not row.get("chapo", "").strip():
        leads.append(row.get("descriptif", ""))
    article.standfirst = " — ".join(
        articles.line(typography.html(lead, typing)[0]) for lead in leads if lead.strip()
    )
    postscript = row.get("ps", "")
    article.html, article.left_out = typography.html(row.get("texte", ""), typing, postscript)


def _set_state(article: Article, row: Row) -> None:
    state = row.get("statut", "")
    article.is_draft = state != "publie"
    if state not in ("publie", "prepa"):
        article.withheld = str(STATES.get(state, state)) or _("état inconnu")


def _set_day(article: Article, row: Row) -> None:
    """Set the day of the first publication, which SPIP keeps apart, else that on the site."""
    online = moments.day(row.get("date", ""))
    earlier = moments.day(row.get("date_redac", ""))
    if row.get("statut") in ("prop", "prepa") and not earlier:
        # The date of what is not published yet is that of its making.
        article.changed = online
        return
    article.day = earlier or online
    if earlier and online and not online.startswith(earlier):
        article.doubts.append(Doubt("date", "other", online))
