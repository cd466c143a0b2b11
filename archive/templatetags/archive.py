"""What templates of this site need beyond Django's own."""

from urllib.parse import urlencode

from django import template
from django.conf import settings
from django.utils import formats

from archive import dates
from archive.models import Editorial
from archive.models.doubts import Doubt

register = template.Library()
OWN = ("letter", "page")  # parameters of lists that make another page


@register.simple_tag
def site_name() -> str:
    return settings.SITE_NAME


@register.simple_tag
def demonstration() -> str:
    """ "all" while the archive holds nothing but the invented editorials of `load_demo`, "some" where they stand among
    others, else ""."""
    if not Editorial.objects.demonstration().exists():
        return ""
    return "some" if Editorial.objects.exclude(source_id__startswith="demo-").exists() else "all"


@register.simple_tag(takes_context=True)
def own_address(context: dict, language: str = "") -> str:
    """The absolute address of the page shown, without what only changes how it is shown; in a language if one is given.
    A page that is at several tells its lasting one as `permanent`."""
    request = context["request"]
    kept = {
        name: request.GET[name]
        for name in OWN
        if name in request.GET and "permanent" not in context
    }
    kept |= {"lang": language} if language else {}
    address = context.get("permanent") or request.build_absolute_uri(request.path)
    return f"{address}?{urlencode(kept)}" if kept else address


@register.filter
def number(value: int) -> str:
    """36141 as the reader's language prints it: « 36 141 », “36,141”."""
    return (
        str(value)
        if 0 <= value < 1000
        else formats.number_format(value, use_l10n=True, force_grouping=True)
    )


@register.filter
def is_day(date: str) -> bool:
    """True where an EDTF date is a full, certain day, which <time datetime> can hold."""
    return len(date) == 10 and date.replace("-", "").isdecimal()


@register.filter
def doubt_message(doubt: dict) -> str:
    """An entry of `editorial.doubts` as a sentence."""
    return Doubt(**doubt).message()


@register.filter
def as_date(edtf: str) -> str:
    """An EDTF date as people read it; "" for none."""
    return dates.display(edtf) if edtf else ""
