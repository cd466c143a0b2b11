"""A site made with SPIP, by its tables: names, addresses, what articles are filed under."""

import re
from html import escape

from archive.ingest.exports.spip.typography import Site
from archive.ingest.exports.tables import ODD, Row, Tables

KINDS = {
    **{"art": "article", "article": "article", "rub": "rubrique", "rubrique": "rubrique"},
    **{"br": "breve", "breve": "breve", "brève": "breve", "aut": "auteur", "auteur": "auteur"},
    **{"mot": "mot", "site": "site", "doc": "document", "document": "document", "im": "document"},
    **{"img": "document", "image": "document", "emb": "document"},
}
TITLED = {"article": ("articles", "titre"), "rubrique": ("rubriques", "titre")}
TITLED |= {"auteur": ("auteurs", "nom"), "document": ("documents", "titre")}
TITLED |= {"mot": ("mots", "titre")}
SPIP_3 = re.compile(r"(?:SPIP\s*)?([3-9]|\d\d)\.")


class SpipSite:
    """What the tables of that prefix say of a site; `version` as a dump tells it."""

    def __init__(self, tables: Tables, prefix: str, version: str):
        self.tables = tables
        self.prefix = prefix
        for table, column in (
            ("articles", "id_article"),
            ("auteurs", "id_auteur"),
            ("auteurs_articles", "id_article"),
            ("auteurs_liens", "id_objet"),
            ("rubriques", "id_rubrique"),
            ("mots", "id_mot"),
            ("mots_articles", "id_article"),
            ("mots_liens", "id_objet"),
            ("forum", "id_article"),
            ("forum", "id_objet"),
            ("documents", "id_document"),
            ("urls", "id_objet"),
        ):
            tables.index(f"{prefix}{table}", column)
        meta = tables.mapping(f"{prefix}meta", "nom", "valeur")
        self.name = meta.get("nom_site", "").replace(ODD, "")
        address = meta.get("adresse_site") or tables.row("spip_dump").get("adresse_site", "")
        self.address = address.rstrip("/")
        self.language = meta.get("langue_site", "")[:2] or "fr"
        is_linked = f"{prefix}auteurs_liens" in tables.columns
        self.breaks = is_linked or bool(SPIP_3.match(version))

    def typing(self, language: str) -> Site:
        """Return what its typography leads to, in a text of that language."""
        return Site(self._reference, self._caption, language[:2] or self.language, self.breaks)

    def _row(self, table: str, **equal: str) -> Row:
        row = self.tables.row(f"{self.prefix}{table}", **equal)
        return {name: cell.replace(ODD, "") for name, cell in row.items()}

    def _reference(self, kind: str, number: str) -> tuple[str, str]:
        """Return the address and the title of « art12 »."""
        kind = KINDS.get(kind, "article")
        if kind == "document":
            document = self._row("documents", id_document=number)
            file = document.get("fichier", "")
            if file and not file.startswith("http"):
                file = f"{self.address}/{file}" if "/IMG/" in f"/{file}" else f"IMG/{file}"
            return (file if self.address else ""), escape(document.get("titre", ""), quote=False)
        title = ""
        if kind in TITLED:
            table, column = TITLED[kind]
            row = self._row(table, **{f"id_{kind}": number})
            title = escape(row.get(column, ""), quote=False)
        if not self.address:
            return "", title
        return f"{self.address}/spip.php?{kind}{number}", title

    def _caption(self, number: str) -> str:
        """Return the title and the legend of a picture or a file, as HTML; "" for none."""
        document = self._row("documents", id_document=number)
        parts = [document.get("titre", "").strip(), document.get("descriptif", "").strip()]
        return " — ".join(filter(None, parts))

    def url(self, kind: str, number: str, row: Row) -> str:
        """Return an article's address, as the site showed it where that is kept."""
        if not self.address or not number:
            return ""
        shown = row.get("url_propre", "").strip("+-@ ")
        for shown_at in self.tables.rows(f"{self.prefix}urls", type=kind, id_objet=number):
            shown = shown_at.get("url", "").strip("+-@ ")
        if shown:
            return f"{self.address}/{shown}"
        return f"{self.address}/spip.php?{kind}{number}"

    def title(self, article: str) -> str:
        return self._row("articles", id_article=article).get("titre", "")

    def source_id(self, number: str) -> str:
        """Return the lasting key of an article: the address that it always answers at.

        "" where it has no number.
        """
        if not number:
            return ""
        if not self.address:
            return f"spip:article{number}"
        return f"{self.address}/spip.php?article{number}"

    def section(self, number: str) -> str:
        """Return the title of the section that an article stands in."""
        return self._row("rubriques", id_rubrique=number).get("titre", "")

    def authors(self, article: str) -> list[str]:
        """Return the names of an article's authors, in the order in which they were given."""
        links = [*self.tables.rows(f"{self.prefix}auteurs_articles", id_article=article)]
        links += self.tables.rows(f"{self.prefix}auteurs_liens", id_objet=article, objet="article")
        numbers = dict.fromkeys(link.get("id_auteur", "") for link in links)
        return [self._row("auteurs", id_auteur=number).get("nom", "") for number in numbers]

    def tags(self, article: str) -> list[str]:
        """Return the keywords of an article."""
        links = [*self.tables.rows(f"{self.prefix}mots_articles", id_article=article)]
        links += self.tables.rows(f"{self.prefix}mots_liens", id_objet=article, objet="article")
        numbers = dict.fromkeys(link.get("id_mot", "") for link in links)
        return [self._row("mots", id_mot=number).get("titre", "") for number in numbers]

    def messages(self, article: str) -> list[Row]:
        """Return what was written to an article in its forum."""
        name = f"{self.prefix}forum"
        rows = [*self.tables.rows(name, id_article=article)]
        rows += self.tables.rows(name, id_objet=article, objet="article")
        return [{key: cell.replace(ODD, "") for key, cell in row.items()} for row in rows]
