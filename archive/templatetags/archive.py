"""What templates of this site need beyond Django's own."""

from django import template
from django.conf import settings
from django.utils import formats

from archive.ingest.records import Doubt
from archive.models import Editorial

register = template.Library()


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


@register.filter
def number(value: int) -> str:
    """36141 as the reader's language prints it: « 36 141 », “36,141”."""
    return str(value) if 0 <= value < 1000 else formats.number_format(value, use_l10n=True, force_grouping=True)


@register.filter
def is_day(date: str) -> bool:
    """True where an EDTF date is a full, certain day, which <time datetime> can hold."""
    return len(date) == 10 and date.replace("-", "").isdecimal()


@register.filter
def doubt_message(doubt: dict) -> str:
    """An entry of `editorial.doubts` as a sentence."""
    return Doubt(**doubt).message()
