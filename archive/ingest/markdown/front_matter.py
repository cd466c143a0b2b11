"""What a Markdown file says of itself before its text: YAML (Jekyll, Hugo), TOML or JSON (Hugo),
« Key: value » (Pelican).

Every field is a string, a list or a dict: « 2001 », « on » and « 1.10 » in a title stay as they are
written.
"""

import json
import re
import tomllib

import yaml
from django.utils.translation import gettext as _

from archive.ingest.records import Rejected
from archive.text import on_a_line

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
    "titre",
    "auteur",
    "auteurs",
}


class _Strings(yaml.BaseLoader):
    """YAML with strings for all that is no list and no mapping.

    An alias may stand for a string alone, so that no few lines can grow into millions (« billion
    laughs »).
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
    """Return (fields by names in lower case, the text behind them).

    There are no fields where there is no front matter. Raises Rejected, with the line, where it
    cannot be read.
    """
    for pattern, read in ((YAML, _yaml), (TOML, _toml)):
        if fenced := pattern.match(text):
            length = len(fenced[1])
            if length > LARGEST:
                raise Rejected(_("En-tête trop long : %(count)s caractères.") % {"count": length})
            return _named(read(fenced[1])), text[fenced.end() :]
    if OPENED.match(text):
        raise Rejected(_("L’en-tête ouvert par « %(mark)s » n’est pas fermé.") % {"mark": text[:3]})
    if re.match(r"\{\s*\"", text):
        return _json(text)
    return _pairs(text)


def _pairs(text: str) -> tuple[dict, str]:
    """Return the fields that stand as « Key: value » without a fence, and the text behind them."""
    block = PAIRS.match(text)
    if not block:
        return {}, text
    fields = {}
    for name, content in PAIR.findall(block[0]):
        fields[name.strip().lower()] = on_a_line(content)
    if PELICAN.isdisjoint(fields):
        return {}, text
    return fields, text[block.end() :]


def _yaml(source: str) -> object:
    try:
        return yaml.load(source, Loader=_Strings)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 2 if error.problem_mark else 1
        reason = _("En-tête YAML illisible, à la ligne %(line)s (%(error)s).")
        raise Rejected(reason % {"line": line, "error": error.problem}) from error
    except (yaml.YAMLError, RecursionError) as error:
        raise Rejected(_("En-tête YAML illisible.")) from error


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


def _named(fields: object) -> dict:
    """Return the fields with names in lower case.

    What Hugo and Zola put one level lower (`params`, `taxonomies`) comes up beside them.
    """
    if not fields:
        return {}
    if not isinstance(fields, dict):
        raise Rejected(_("L’en-tête n’est pas une suite de champs « nom: valeur »."))
    lower = {str(name).strip().lower(): field for name, field in fields.items()}
    for group in ("params", "extra", "taxonomies"):
        nested = lower.get(group)
        if isinstance(nested, dict):
            lower = {str(name).lower(): field for name, field in nested.items()} | lower
    return lower


def strings(field: object) -> list[str]:
    """Return a field as a list of texts without empty ones.

    Of a dict (`{name: …, email: …}`) it is the name, else the texts of all that it holds.
    """
    if isinstance(field, dict):
        name = field.get("name") or field.get("display_name") or field.get("title")
        field = [name] if name else list(field.values())
    if isinstance(field, list | tuple):
        texts = []
        for part in field:
            texts += strings(part)
        return texts
    written = "" if field is None else on_a_line(str(field))
    return [] if written in ("", "~", "null", "None") else [written]


def string(fields: dict, *names: str) -> str:
    """Return the first text of the first of these fields that says anything; "" if none does."""
    for name in names:
        texts = strings(fields.get(name))
        if texts:
            return texts[0]
    return ""
