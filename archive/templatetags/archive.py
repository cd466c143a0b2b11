"""What templates of this site need beyond Django's own."""

from urllib.parse import urlencode

from django import template
from django.conf import settings
from django.db.models import Exists
from django.template import Context

from archive import dates, disk, figures
from archive.models import Editorial
from archive.models.doubts import Doubt

register = template.Library()
register.filter("number", figures.number)
register.filter("share_of", figures.share)
register.filter("is_day", dates.is_day)
LISTED = ("letter", "page")  # parameters of lists that make another page


@register.simple_tag
def site_name() -> str:
    return settings.SITE_NAME


@register.simple_tag
def is_read_only() -> bool:
    """Return True while nothing can be written: see `disk`."""
    return disk.is_archive_read_only()


@register.simple_tag
def demonstration() -> str:
    """Return "all" while the archive holds nothing but the invented editorials of `load_demo`.

    It is "some" where they stand among others, else "".
    """
    others = Exists(Editorial.objects.except_demonstration())
    has_others = Editorial.objects.demonstration().values_list(others)[:1]
    if not has_others:
        return ""
    return "some" if has_others[0][0] else "all"


@register.simple_tag(takes_context=True)
def own_address(context: Context, language: str = "") -> str:
    """Return the absolute address of the page, without what only changes how it is shown.

    It is in a language if one is named. A page that is at several addresses tells its lasting one
    as `permanent`.
    """
    request = context["request"]
    permanent = context.get("permanent")
    parameters = {}
    if "permanent" not in context:
        parameters = {name: request.GET[name] for name in LISTED if name in request.GET}
    if language:
        parameters["lang"] = language
    address = permanent or request.build_absolute_uri(request.path)
    if parameters:
        address += f"?{urlencode(parameters)}"
    return address


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
