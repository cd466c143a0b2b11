"""Letters to the editor: what readers answer to an editorial, and what the editors reply.

What editors do with them is in `models.moderation`.
"""

from collections.abc import Sequence
from typing import NamedTuple, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from archive import letter_texts, sealing
from archive.models.editorials import Editorial
from archive.models.magazines import Correspondence
from archive.models.names import LONGEST_NAME
from archive.models.prepared import Blank, Prepared

LONGEST_LETTER = 10_000  # characters: three pages
LONGEST_REASON = 300
LONGEST_EMAIL = 254  # as mail has it
FIRST = 5  # letters that the page of an editorial shows
PURPOSE = "letter"  # of the seal of an address

ODDITIES: dict[str, str | Promise] = {
    "unseen": _("des signes invisibles ou de commande, qui en sont ôtés"),
    "markup": _("des balises, qui ne sont pas suivies"),
    "only-links": _("rien que des liens"),
    "many-links": _("beaucoup de liens"),
    "capitals": _("tout en capitales"),
    "name": _("un lien ou une adresse pour nom"),
}


class LetterState(models.TextChoices):
    WAITING = "waiting", _("à lire")
    SHOWN = "shown", _("publiée")
    REFUSED = "refused", _("refusée")
    SPAM = "spam", _("indésirable")
    ERASED = "erased", _("effacée")  # nothing is left but that it was here


class LetterQuerySet(models.QuerySet["Letter"]):
    def shown(self) -> Self:
        """Return those that readers may see, whatever their editorials are."""
        return self.filter(state=LetterState.SHOWN)

    def waiting(self) -> Self:
        return self.filter(state=LetterState.WAITING)

    def public(self) -> Self:
        """Return those that readers see: of published editorials whose magazine shows letters."""
        if not settings.LETTERS:
            return self.none()
        published = self.shown().filter(editorial__state=Editorial.State.PUBLISHED)
        return published.exclude(editorial__publication__letters=Correspondence.OFF)

    def in_order(self) -> Self:
        """Return them as they were written, the undated last."""
        return self.order_by(F("written_at").asc(nulls_last=True), "pk")

    def of_address(self, email: str) -> Self:
        """Return those that came from an address of mail."""
        return self.filter(email_key=email_key(email))


class Letter(models.Model):
    """What a reader answers to an editorial; it is shown once an editor has accepted it.

    `text` is what is shown, `received` what came: they differ where an editor has mended it.
    """

    editorial = models.ForeignKey(
        Editorial, models.CASCADE, related_name="letters", verbose_name=_("éditorial")
    )
    # The letter of another reader that it answers.
    parent = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="answers",
        verbose_name=_("répond à"),
    )
    name = models.CharField(_("nom"), max_length=LONGEST_NAME)
    text = models.TextField(_("lettre"))
    received = models.TextField(editable=False)
    state = models.CharField(
        _("état"), max_length=10, choices=LetterState, default=LetterState.WAITING
    )
    reason = models.CharField(_("raison du refus"), max_length=LONGEST_REASON, blank=True)
    reply = models.TextField(_("réponse de la rédaction"), blank=True)
    replied_at = models.DateTimeField(_("répondu le"), null=True)
    mended_at = models.DateTimeField(_("modifiée le"), null=True)
    written_at = models.DateTimeField(_("écrite le"), null=True, default=timezone.now)
    arrived_at = models.DateTimeField(_("reçue le"), default=timezone.now)
    shown_at = models.DateTimeField(_("publiée le"), null=True)  # first
    oddities = models.JSONField(_("à remarquer"), default=list)
    # Of an imported one: its source's own key, and what the last import said.
    source_id = models.CharField(_("identifiant d’origine"), max_length=300, blank=True)
    imported = models.JSONField(default=dict, editable=False)
    # The address of mail, which only editors read, and what tells it from others.
    sealed_email = models.TextField(blank=True, editable=False)
    email_key = models.CharField(max_length=64, blank=True, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)

    objects = LetterQuerySet.as_manager()

    class Meta:
        ordering = ["arrived_at", "pk"]
        verbose_name = _("lettre")
        verbose_name_plural = _("lettres")
        constraints = [
            models.UniqueConstraint(
                fields=["editorial", "source_id"],
                condition=~Q(source_id=""),
                name="one_row_an_imported_letter",
            )
        ]
        indexes = [
            models.Index(fields=["editorial", "state", "written_at"], name="letters_of_editorial"),
            models.Index(fields=["state", "-arrived_at", "-id"], name="letters_by_arrival"),
            models.Index(fields=["state", "-shown_at", "-id"], name="letters_by_showing"),
            models.Index(
                fields=["email_key"], name="letters_of_an_address", condition=~Q(email_key="")
            ),
        ]

    def __str__(self):
        return str(_("Lettre de %(name)s") % {"name": self.name})

    def get_absolute_url(self) -> str:
        """Return what leads to the page of a list that the letter stands on."""
        return f"{address_of_letters(self.editorial)}?letter={self.pk}#letter-{self.pk}"

    @property
    def is_waiting(self) -> bool:
        return self.state == LetterState.WAITING

    @property
    def is_shown(self) -> bool:
        return self.state == LetterState.SHOWN

    @property
    def is_erased(self) -> bool:
        return self.state == LetterState.ERASED

    @property
    def email(self) -> str:
        """The address of mail; "" for none, or where it cannot be read any more."""
        if not self.sealed_email:
            return ""
        try:
            return sealing.unsealed(self.sealed_email, PURPOSE)
        except sealing.Unreadable:
            return ""

    def set_email(self, email: str) -> None:
        """Seal an address of mail; "" takes it away."""
        self.sealed_email = sealing.seal(email, PURPOSE) if email else ""
        self.email_key = email_key(email)

    def oddities_in_words(self) -> list[str | Promise]:
        return [ODDITIES[code] for code in self.oddities if code in ODDITIES]


def email_key(email: str) -> str:
    """Return what one address of mail has in common wherever it is sealed; "" for none."""
    if not email:
        return ""
    digest = salted_hmac("archive.letters", email.strip().casefold(), algorithm="sha256")
    return digest.hexdigest()


def receive(editorial: Editorial, name: str, email: str, typed: str) -> Letter:
    """Keep what a reader has written, to be read by an editor, and return it.

    The same, written twice, is one letter.
    """
    text = letter_texts.paragraphs_of(typed)
    letter = Letter(editorial=editorial, name=name, text=text, received=text)
    letter.oddities = letter_texts.oddities(typed, name)
    letter.set_email(email)
    same = Letter.objects.filter(
        editorial=editorial, email_key=letter.email_key, name=name, received=text
    )
    earlier = same.exclude(state=LetterState.ERASED).first()
    if earlier:
        return earlier
    letter.save()
    return letter


# What readers are shown

_any_shown = Prepared(
    lambda: Letter.objects.shown().filter(editorial__pk=Blank(0)).order_by().values_list("pk")[:1]
)


class Correspondents(NamedTuple):
    """The letters that the page of an editorial shows, of `total`, and whether more may come."""

    letters: Sequence[Letter]
    total: int
    is_open: bool


def correspondence(editorial: Editorial) -> str:
    """Return whether letters are taken and shown of an editorial: one of Correspondence."""
    if not settings.LETTERS:
        return Correspondence.OFF
    if editorial.publication is None:
        return Correspondence.OPEN
    return editorial.publication.letters


def is_open(editorial: Editorial) -> bool:
    """Return True if readers may write a letter to an editorial."""
    return editorial.is_published and correspondence(editorial) == Correspondence.OPEN


def of_editorial(editorial: Editorial) -> Correspondents | None:
    """Return the first letters of an editorial, None where it has none and takes none.

    One query; one more where it has letters, two where there are more than are shown.
    """
    if not editorial.is_published or correspondence(editorial) == Correspondence.OFF:
        return None
    letters, total = _first_shown(editorial)
    may_write = is_open(editorial)
    if not letters and not may_write:
        return None
    return Correspondents(letters[:FIRST], total, may_write)


def _first_shown(editorial: Editorial) -> tuple[list[Letter], int]:
    if not _any_shown.rows(editorial.pk):  # as of most editorials
        return [], 0
    rows = Letter.objects.shown().filter(editorial=editorial).select_related("parent")
    letters = list(rows.in_order()[: FIRST + 1])
    for letter in letters:
        letter.editorial = editorial
    total = len(letters)
    if total > FIRST:
        total = rows.count()
    return letters, total


def address_of_letters(editorial: Editorial) -> str:
    return reverse("letters", args=[editorial.pk, editorial.slug])
