"""What templates of this site need beyond Django's own."""

from collections.abc import Sequence
from functools import lru_cache
from urllib.parse import urlencode

from django import template
from django.conf import settings
from django.db.models import Exists
from django.template import Context
from django.template.base import FilterExpression, Node, NodeList, Parser, Token
from django.template.loader import render_to_string
from django.urls import get_script_prefix, reverse
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from archive import dates, disk, figures, markup, pictures, retelling, typesetting
from archive.formats import FEW, FORMATS, MANY, Kind
from archive.models import Editorial, Selection, unsaid
from archive.models.doubts import Doubt
from archive.models.kept_rows import KeptRows
from archive.models.prepared import Prepared
from archive.templatetags.builtin import locale

register = template.Library()
register.filter("number", figures.number)
register.filter("editorials", figures.editorials)
register.filter("share_of", figures.share)
register.filter("retold", retelling.retold)
register.filter("is_day", dates.is_day)
register.filter("date_in_words", unsaid.date_in_words)
register.filter("set_in", typesetting.line)  # {{ title|set_in:language }}
LISTED = ("letter", "page")  # parameters of lists that make another page
THEMES = ("light", "dark")  # that a reader chooses, kept in a cookie; else as the device has it
MOST_FIXED = 200  # values that a fixed part is kept for
PARAMETERS = "\ue000"  # which no address has
_demonstration = Prepared(
    lambda: (
        Editorial.objects.demonstration()
        .order_by()
        .values_list(Exists(Editorial.objects.except_demonstration()))[:1]
    )
)

_kept_demonstration: KeptRows[str, str] = KeptRows(1)


class FixedNode(Node):
    """A part of a template that is the same for all who read a site in one language."""

    child_nodelists = ("nodelist",)

    def __init__(self, nodelist: NodeList, values: Sequence[FilterExpression]):
        self.nodelist, self.values = nodelist, values
        self.rendered: dict[tuple, SafeString] = {}

    def render(self, context: Context) -> SafeString:
        key = (locale(context), *[value.resolve(context) for value in self.values])
        if key not in self.rendered:
            if len(self.rendered) >= MOST_FIXED:
                self.rendered.clear()
            self.rendered[key] = self.nodelist.render(context)
        return self.rendered[key]


@register.simple_tag
def take_away(parameters: str = "", selection: Selection | None = None) -> SafeString:
    """Show in which formats what a search finds, or what a selection holds, can be taken away.

    {% take_away parameters %}: as the search's address has them, « ?q=… ».
    """
    slug = selection.slug if selection else ""
    made = _take_away(slug, get_language(), get_script_prefix())
    return SafeString(made.replace(PARAMETERS, escape(parameters)))


@lru_cache(maxsize=MOST_FIXED)
def _take_away(slug: str, _language: str | None, _site: str) -> SafeString:
    """Return the part, with PARAMETERS where those of a search are to stand."""
    kinds: dict[str, list[tuple[str, str]]] = {kind: [] for kind in Kind}
    for ending, form in FORMATS.items():
        if slug:
            address = reverse("selection_file", args=[slug, ending])
        else:
            address = reverse("search_file", args=[ending]) + PARAMETERS
        kinds[form.kind].append((form.name, address))
    return render_to_string("_take_away.html", {"kinds": kinds, "many": MANY, "few": FEW})


@register.tag
def fixed(parser: Parser, token: Token) -> FixedNode:
    """Have a part made once a language, and once for each of the values that are named.

    {% fixed theme %}…{% endfixed %}: nothing in it may depend on anything else, nor be a block.
    """
    _tag, *values = token.split_contents()
    nodelist = parser.parse(("endfixed",))
    parser.delete_first_token()
    return FixedNode(nodelist, [parser.compile_filter(value) for value in values])


@register.simple_tag(takes_context=True)
def chosen_theme(context: Context) -> str:
    """Return the colours that the reader has chosen, one of THEMES; "" for none."""
    request = context.get("request")
    theme = request.COOKIES.get("theme", "") if request else ""
    return theme if theme in THEMES else ""


@register.simple_tag
def site_name() -> str:
    return settings.SITE_NAME


@register.simple_tag
def takes_letters() -> bool:
    """Return whether readers' letters are taken and shown at all."""
    return settings.LETTERS


@register.simple_tag
def is_read_only() -> bool:
    """Return True while nothing can be written: see `disk`."""
    return disk.is_archive_read_only()


@register.simple_tag
def demonstration() -> str:
    """Return "all" while the archive holds nothing but the invented editorials of `load_demo`.

    It is "some" where they stand among others, else "".
    """
    return _kept_demonstration.of([""], _read_demonstration)[""]


def _read_demonstration(_keys: Sequence[str]) -> dict[str, str]:
    has_others = _demonstration.rows()
    if not has_others:
        return {"": ""}
    return {"": "some" if has_others[0][0] else "all"}


@register.simple_tag(takes_context=True)
def addresses(context: Context) -> SafeString:
    """Return the links that say where the page is, and where it is in each language.

    They leave out what only changes how it is shown. A page that is at several addresses tells its
    lasting one as `permanent`.
    """
    request = context.get("request")
    if request is None:
        return markup.NOTHING
    permanent = context.get("permanent")
    parameters: dict[str, str] = {}
    if "permanent" not in context:
        parameters = {name: request.GET[name] for name in LISTED if name in request.GET}
    own = permanent or request.build_absolute_uri(request.path)

    def address(**language: str) -> str:
        query = urlencode(parameters | language)
        return f"{own}?{query}" if query else own

    canonical = address()
    if request.GET.get("lang") == request.LANGUAGE_CODE:
        canonical = address(lang=request.LANGUAGE_CODE)
    alternates = [(code, address(lang=code)) for code, _name in settings.LANGUAGES]
    return markup.addresses(canonical, [*alternates, ("x-default", address())])


@register.simple_tag(takes_context=True)
def page_address(context: Context) -> str:
    """Return the address of the page that is shown, to come back to in whichever language."""
    request = context["request"]
    parameters = request.GET
    if not parameters:
        return request.path
    if "lang" in parameters:
        parameters = parameters.copy()
        del parameters["lang"]
    return f"{request.path}?{parameters.urlencode()}"


@register.simple_tag(takes_context=True)
def list_page(context: Context, number: int) -> str:
    """Return the address of a page of the list that is shown; the first has the list's own."""
    parameters = context["request"].GET.copy()
    parameters.pop("page", None)
    if number > 1:
        parameters["page"] = str(number)
    path = context["request"].path
    if not parameters:
        return path
    return f"{path}?{parameters.urlencode()}"


@register.simple_tag(takes_context=True)
def list_is_narrowed(context: Context) -> bool:
    """Return whether the list is shown whole at another address."""
    request = context["request"]
    return "+" in request.path or not set(request.GET) <= {*LISTED, "lang"}


@register.filter
def doubt_message(doubt: dict) -> str:
    """Return an entry of `editorial.doubts` as a sentence."""
    return Doubt(**doubt).message()


@register.filter
def as_date(edtf: str) -> str:
    """Return an EDTF date as people read it; "" for none."""
    return dates.display(edtf) if edtf else ""


@register.filter
def shown_body(editorial: Editorial) -> SafeString:
    """Return the body of an editorial with addresses of its pictures: {{ editorial|shown_body }}"""
    return SafeString(pictures.placed(editorial.body, editorial.pictures_address))


@register.filter
def set_name(name: str) -> SafeString:
    """Return a name of the archive’s own, a tag, as its language sets it: {{ tag|set_name }}"""
    return typesetting.line(str(name), settings.LANGUAGE_CODE)
