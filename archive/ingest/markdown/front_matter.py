"""What a Markdown file says of itself before its text: YAML (Jekyll, Hugo), TOML or JSON (Hugo), « Key: value » (Pelican).

Every value is a string, a list or a dict: « 2001 », « on » and « 1.10 » in a title stay as they are written.
"""

import json
import re
import tomllib

import yaml
from django.utils.translation import gettext as _

from archive.ingest.records import Rejected

DEEPEST = 20  # lists in lists
LARGEST = 1 << 18  # characters; the longest of 2,000 real ones has 20,000
# Behind its mark a field (or what YAML allows instead); a rule over a paragraph is none.
YAML = re.compile(
    r"---[ \t]*\n(?=\s*(?:[#{\[-]|[^\s:][^\n:]{0,60}:\s))(.*?)(?:^|\n)(?:---|\.\.\.)[ \t]*(?:\n|$)",
    re.DOTALL,
)
TOML = re.compile(r"\+\+\+[ \t]*\n(.*?)(?:^|\n)\+\+\+[ \t]*(?:\n|$)", re.DOTALL)
OPENED = re.compile(r"(?:---|\+\+\+)[ \t]*\n+[ \t]*[\w\"'-]+[ \t]*[:=]\s")
# A value goes on in lines that are indented, as in Python-Markdown's metadata.
PAIR = re.compile(r"([A-Za-z][\w -]{0,40}):[ \t]*(.*(?:\n[ \t]{4,}\S.*)*)(?:\n|$)")
PAIRS = re.compile(rf"(?:{PAIR.pattern})+")
PELICAN = {
    "title",
    "date",
    "author",
    "authors",
    "category",
    "tags",
    "slug",
    "status",
    "summary",
    "modified",
    "keywords",
}
PELICAN |= {"titre", "auteur", "auteurs"}


class _Strings(yaml.BaseLoader):
    """YAML with strings for all that is no list and no mapping.

    An alias may stand for a string alone, so that no few lines can grow into millions (« billion laughs »).
    """

    def fetch_flow_collection_start(self, token):
        if self.flow_level >= DEEPEST:
            raise yaml.scanner.ScannerError(None, None, "lists too deep in lists", self.get_mark())
        super().fetch_flow_collection_start(token)

    def compose_node(self, parent, index):
        alias = self.peek_event() if self.check_event(yaml.AliasEvent) else None
        node = super().compose_node(parent, index)
        if alias and not isinstance(node, yaml.ScalarNode):
            raise yaml.composer.ComposerError(None, None, "an alias of a list", alias.start_mark)
        return node


def split(text: str) -> tuple[dict, str]:
    """(fields by names in lower case, the text behind them); no fields where there is no front matter.

    Rejected, with the line, where there is one that cannot be read.
    """
    for pattern, read in ((YAML, _yaml), (TOML, _toml)):
        if found := pattern.match(text):
            if len(found[1]) > LARGEST:
                raise Rejected(
                    _("En-tête trop long : %(count)s caractères.") % {"count": len(found[1])}
                )
            return _named(read(found[1])), text[found.end() :]
    if OPENED.match(text):
        raise Rejected(_("L’en-tête ouvert par « %(mark)s » n’est pas fermé.") % {"mark": text[:3]})
    if re.match(r"\{\s*\"", text):
        return _json(text)
    found = PAIRS.match(text)
    fields = (
        {name.strip().lower(): value for name, value in PAIR.findall(found[0])} if found else {}
    )
    if not found or PELICAN.isdisjoint(fields):
        return {}, text
    return {name: " ".join(value.split()) for name, value in fields.items()}, text[found.end() :]


def _yaml(source: str) -> dict:
    try:
        fields = yaml.load(source, Loader=_Strings)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 2 if error.problem_mark else 1
        reason = _("En-tête YAML illisible, à la ligne %(line)s (%(error)s).")
        raise Rejected(reason % {"line": line, "error": error.problem}) from error
    except (yaml.YAMLError, RecursionError) as error:
        raise Rejected(_("En-tête YAML illisible.")) from error
    return fields


def _toml(source: str) -> dict:
    try:
        return tomllib.loads(source)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise Rejected(_("En-tête TOML illisible (%(error)s).") % {"error": error}) from error


def _json(text: str) -> tuple[dict, str]:
    try:
        fields, end = json.JSONDecoder().raw_decode(text)
    except (ValueError, RecursionError) as error:
        raise Rejected(_("En-tête JSON illisible (%(error)s).") % {"error": error}) from error
    return _named(fields), text[end:]


def _named(fields) -> dict:
    """With names in lower case; what Hugo and Zola put one level lower (`params`, `taxonomies`) beside the others."""
    if not fields:
        return {}
    if not isinstance(fields, dict):
        raise Rejected(_("L’en-tête n’est pas une suite de champs « nom: valeur »."))
    lower = {str(name).strip().lower(): value for name, value in fields.items()}
    for group in ("params", "extra", "taxonomies"):
        if isinstance(lower.get(group), dict):
            lower = {str(name).lower(): value for name, value in lower[group].items()} | lower
    return lower


def strings(value) -> list[str]:
    """A field as a list of texts, empty ones left out; of dicts (`{name: …, email: …}`) the name."""
    if isinstance(value, dict):
        named = value.get("name") or value.get("display_name") or value.get("title")
        return (
            strings(named) if named else [text for one in value.values() for text in strings(one)]
        )
    if isinstance(value, list | tuple):
        return [text for one in value for text in strings(one)]
    text = "" if value is None else " ".join(str(value).split())
    return [] if text in ("", "~", "null", "None") else [text]


def string(fields: dict, *names: str) -> str:
    """The first of these fields that says anything, as one text."""
    return next((found[0] for name in names if (found := strings(fields.get(name)))), "")
