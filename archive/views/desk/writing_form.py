"""What an editor writes of one editorial: its body in Markdown, or in the HTML of the editor."""

import json
import re
from collections.abc import Iterable
from copy import copy
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from archive import dates, figures, pictures, printed_dates, text, typesetting
from archive.forms import BylinesField, CorrectionForm, LinesField, TagNames
from archive.models import Editorial, Manuscript, as_shown
from archive.models.doubts import DOUBTS, Doubt
from archive.models.names import tag_name
from archive.writing import blocks, markdown_bodies, notes

LONGEST = 1_500_000  # characters of a body, signs included: a book
MOST_DOUBTS = 50
MARKDOWN, HTML = "markdown", "html"
PRESENTATIONAL = re.compile(r"<(/?)(b|i)>")
LOGICAL = {"b": "strong", "i": "em"}
# What a form tells of itself, and no manuscript keeps.
NOTICE = (
    *("publication", "issue", "page", "date", "section", "language", "tags"),
    *("title_supplied", "source_url", "state", "why"),
)
PASSING = {"csrfmiddlewaretoken", "do", "sure", "manuscript"}


class WritingForm(CorrectionForm):
    """All of an editorial. `html_body` is what its body comes to, whatever is wrong elsewhere."""

    body = LinesField(
        label=gettext_lazy("Texte"),
        widget=forms.Textarea(attrs={"rows": 20, "spellcheck": "true"}),
        required=False,
    )
    tags = TagNames(
        label=gettext_lazy("Mots-clés"), help_text=gettext_lazy("Un par ligne."), required=False
    )
    format = forms.ChoiceField(
        choices=[(MARKDOWN, MARKDOWN), (HTML, HTML)], widget=forms.HiddenInput, required=False
    )
    manuscript = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1)

    read_doubts = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, posted: QueryDict | None, editorial: Editorial, manuscript: Manuscript | None = None
    ):
        super().__init__(posted, instance=copy(editorial))
        self.editorial = editorial
        self.fields["title"].widget = forms.Textarea(attrs={"rows": 1, "spellcheck": "true"})
        self.fields["date"].label = _("Date")
        self.fields["date"].help_text = _(
            "Comme elle est imprimée : 12 fév. 2001, mai 2001, 2004~."
        )
        self.initial["format"] = MARKDOWN
        self.initial["body"] = markdown_bodies.markdown(editorial.body)
        if editorial.pk:
            self.initial["tags"] = "\n".join(tag.name for tag in editorial.tags.all())
        self.html_body = editorial.body
        if manuscript is not None:
            self.initial |= manuscript.fields | {"manuscript": manuscript.pk}
            self.html_body = self._html(manuscript.fields)
            self.initial["body"] = _as_markdown(manuscript.fields, self.html_body)
            self.initial["format"] = MARKDOWN
        if posted is not None:
            self.html_body = self._html(posted)

    def manuscript_fields(self) -> dict[str, Any]:
        """Return what was posted, field by field, for a manuscript."""
        fields = {}
        for name in self.fields.keys() - PASSING:
            if name in self.data:
                fields[name] = text.writable(str(self.data[name]))
        return fields

    def put(self, **fields: str) -> None:
        """Have the form hold these values in the place of what was posted."""
        assert isinstance(self.data, QueryDict), "forms are posted"
        data = self.data.copy()
        for name, value in fields.items():
            data[name] = value
        self.data = data

    def read_doubts_of(self) -> list[Doubt]:
        """Return what is to be checked of text that was read off pages."""
        try:
            stored = json.loads(self._value("read_doubts") or "[]")
            doubts = [Doubt("text", str(code), str(value)) for code, value in stored]
        except (ValueError, TypeError):
            return []
        return [doubt for doubt in doubts if (doubt.field, doubt.code) in DOUBTS][:MOST_DOUBTS]

    def add_read_doubts(self, doubts: Iterable[Doubt]) -> None:
        """Have the form hold these doubts about its text, too."""
        held = dict.fromkeys([*self.read_doubts_of(), *doubts])
        self.put(read_doubts=json.dumps([(doubt.code, doubt.value) for doubt in held]))

    def left_out(self) -> list[str]:
        """Return a sentence that names what of the typed Markdown no body can hold, if any is."""
        if self.data.get("format") == HTML:
            return []
        return markdown_bodies.left_out(self._value("body")[:LONGEST])

    def show_markdown(self) -> None:
        """Have the form show its body in Markdown, which is what its field holds."""
        self.put(body=_as_markdown(self.data, self.html_body), format=MARKDOWN)

    @property
    def body_with_pictures(self) -> str:
        """The body as a page shows it, its pictures with addresses."""
        return pictures.placed(self.html_body, self.editorial.pictures_address)

    def of_notice(self) -> list[forms.BoundField]:
        """Return the fields that stand beside the text."""
        return [self[name] for name in NOTICE if name in self.fields]

    @property
    def date_understood(self) -> str:
        """What the date that is typed means: « 12 février 2001 (2001-02-12) »; "" where nothing."""
        edtf = printed_dates.as_edtf(self._value("date"))
        return f"{dates.display(edtf)} ({edtf})" if edtf else ""

    def clean_title(self) -> str:
        return " ".join(text.writable(self.cleaned_data["title"]).split())

    def clean_standfirst(self) -> str:
        return text.writable(self.cleaned_data["standfirst"])

    def clean_tags(self) -> list[str]:
        return [tag_name(name) for name in self.cleaned_data["tags"]]

    def clean_body(self) -> str:
        if len(self.cleaned_data["body"]) > LONGEST:
            message = _("Ce texte est trop long : %(length)s caractères, pour %(longest)s au plus.")
            length = figures.number(len(self.cleaned_data["body"]))
            longest = figures.number(LONGEST)
            raise ValidationError(message % {"length": length, "longest": longest})
        return self.html_body

    def clean(self) -> dict:
        fields = super().clean()
        if not (fields.get("title") or fields.get("body") or self.errors):
            raise ValidationError(_("Écrivez au moins un titre ou un texte."))
        return fields

    def _html(self, fields) -> str:
        """Return the body as it would be stored; what nobody touched has the bytes that it had."""
        typed = str(fields.get("body", ""))[: LONGEST + 1]
        original = self._original(fields)
        if fields.get("format") == HTML:
            shown = blocks.blocks(_edited(original))
            return blocks.with_untouched(original, shown, notes.ordered(_edited(typed)))
        shown = markdown_bodies.shown(original)
        return blocks.with_untouched(original, shown, markdown_bodies.html(typed))

    def _original(self, fields) -> str:
        """Return the body of the version that the form showed, whatever others did since."""
        version = str(fields.get("version", ""))
        if not self.editorial.pk or not version.isdecimal() or len(version) > 9:
            return self.editorial.body
        if int(version) == self.editorial.version:
            return self.editorial.body
        return as_shown(self.editorial, int(version), ["body"])["body"]

    # As readers would see it

    def as_read(self) -> dict[str, Any]:
        """Return title, standfirst, body … of what the form holds, set as pages set them."""
        code = self._value("language")
        edtf = printed_dates.as_edtf(self._value("date"))
        try:
            bylines = BylinesField().to_python(self._value("bylines"))
        except ValidationError:
            bylines = []
        return {
            "title": typesetting.line(self._value("title"), code),
            "standfirst": typesetting.line(self._value("standfirst"), code),
            "bylines": bylines,
            "date": dates.display(edtf) if edtf else "",
            "language": code if Editorial(language=code).has_language_code() else "",
            "body": SafeString(
                typesetting.with_notes(typesetting.typeset(self.body_with_pictures, code))
            ),
            "oddities": self.left_out() + notes.oddities(self.html_body),
        }

    def _value(self, name: str) -> str:
        if self.is_bound:
            return text.writable(str(self.data.get(name, "")))
        return str(self.initial.get(name) or "")


def _as_markdown(fields, html: str) -> str:
    """Return a body as it was typed; what came from the editor as HTML in Markdown."""
    if fields.get("format") == HTML:
        return markdown_bodies.markdown(html)
    return str(fields.get("body", ""))


def _edited(html: str) -> str:
    """Return the HTML of the editor as the body that it means."""
    cleaned = blocks.clean(pictures.named_by_hash(text.writable(html)))
    return PRESENTATIONAL.sub(lambda tag: f"<{tag[1]}{LOGICAL[tag[2]]}>", cleaned)
