"""What an export holds: a file of lines for each model, and what is left out of it with why.

`FILES.md` says what each file and each field means; it goes into the export itself.
"""

from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.contrib.auth import get_user_model
from django.db.models import Field, Model

NOUNS = {
    "magazines": "archive.Publication",
    "magazine-successors": "archive.Publication_successors",
    "periods": "archive.Period",
    "editorships": "archive.Editorship",
    "issues": "archive.Issue",
    "authors": "archive.Author",
    "author-names": "archive.AuthorName",
    "tags": "archive.Tag",
    "tag-aliases": "archive.TagAlias",
    "tag-broader": "archive.Tag_broader",
    "distinctions": "archive.Distinction",
    "author-distinctions": "archive.AuthorDistinction",
    "magazine-distinctions": "archive.MagazineDistinction",
    "former-addresses": "archive.FormerAddress",
    "editorials": "archive.Editorial",
    "editorial-years": "archive.EditorialYear",
    "bylines": "archive.Byline",
    "taggings": "archive.Tagging",
    "captures": "archive.Capture",
    "sources": "archive.Source",
    "letters": "archive.Letter",
    "selections": "archive.Selection",
    "selection-entries": "archive.SelectionEntry",
    "likenesses": "archive.Likeness",
    "shingles": "archive.Shingle",
    "proposals": "archive.Proposal",
    "withholdings": "archive.Withholding",
    "settlements": "archive.Settlement",
    "sheets": "archive.Sheet",
    "sheet-forms": "archive.SheetForm",
    "rejections": "archive.Rejection",
    "schedules": "archive.Schedule",
    "operations": "archive.Operation",
    "changes": "archive.Change",
    "person-requests": "archive.PersonRequest",
    "imports": "archive.Import",
    "import-items": "archive.ImportItem",
    "column-mappings": "archive.ColumnMapping",
    "import-rules": "archive.ImportRule",
    "uploads": "archive.Upload",
    "upload-items": "archive.UploadItem",
    "equivalents": "archive.Equivalent",
    "pins": "archive.Pin",
    "weights": "archive.Weight",
    "corrections": "archive.Correction",
    "sought-queries": "archive.SoughtQuery",
    "opened-hits": "archive.OpenedHit",
    "arrivals": "archive.Arrival",
    "datestamps": "archive.Datestamp",
    "newsletters": "archive.Newsletter",
    "proofs": "archive.Proof",
}
# What is about people who use the site rather than about its texts: only where it is asked for.
PRIVATE_NOUNS = {
    "content-types": "contenttypes.ContentType",
    "permissions": "auth.Permission",
    "groups": "auth.Group",
    "group-permissions": "auth.Group_permissions",
    "accounts": "auth.User",
    "account-groups": "auth.User_groups",
    "account-permissions": "auth.User_user_permissions",
    "account-events": "archive.AccountEvent",
    "account-links": "archive.AccountLink",
    "access-tokens": "archive.AccessToken",
    "manuscripts": "archive.Manuscript",
    "saved-lists": "archive.SavedList",
    "second-factors": "archive.SecondFactor",
    "recovery-codes": "archive.RecoveryCode",
    "admin-log": "admin.LogEntry",
    "follows": "archive.Follow",
    "askings": "archive.Asking",
}
LEFT_OUT = {
    "archive.Tallied": "the database counts it by itself",
    "archive.TalliedTag": "the database counts it by itself",
    "archive.TalliedAuthor": "the database counts it by itself",
    "archive.TalliedPair": "the database counts it by itself",
    "archive.Shown": "tells processes of one site that a page has changed",
    "archive.Stamp": "tells processes of one site that a list of the search has changed",
    "archive.Stale": "what the index has yet to take in; it is made anew",
    "archive.CrossReference": "read from the texts again",
    "archive.Candidate": "looked for again where references are read",
    "archive.Mention": "found in the texts again",
    "archive.Presence": "who had the page of a text open, for a quarter of an hour",
    "archive.Lease": "which process of this site is at what",
    "django_tasks_database.DBTaskResult": "what processes of this site were asked to do",
    "archive.OpenSession": "who is logged in logs in again",
    "sessions.Session": "who is logged in logs in again",
    "axes.AccessAttempt": "by which failed logins are slowed, for hours",
    "axes.AccessAttemptExpiration": "by which failed logins are slowed, for hours",
    "axes.AccessFailureLog": "by which failed logins are slowed, for hours",
    "axes.AccessLog": "by which failed logins are slowed, for hours",
}
# Fields that stay empty in a file of NOUNS, beside every field that names an account.
PRIVATE_FIELDS: dict[tuple[str, str], Any] = {
    ("archive.Letter", "sealed_email"): "",
    ("archive.Letter", "email_key"): "",
}
# What a database fresh from `migrate` has rows of.
FILLED = {
    "archive.Equivalent",
    "contenttypes.ContentType",
    "auth.Permission",
    "auth.Group",
    "auth.Group_permissions",
}


@dataclass(frozen=True)
class Noun:
    """A model and the file of its rows. `blanks`: what its private fields are set to, by name."""

    name: str
    model: type[Model]
    blanks: dict[str, Any]

    @property
    def path(self) -> str:
        """Where its file is in the payload."""
        return f"records/{self.name}.jsonl"

    @property
    def fields(self) -> list[Field]:
        return list(self.model._meta.local_concrete_fields)

    @property
    def is_filled(self) -> bool:
        """Whether a database fresh from `migrate` has rows of it."""
        return self.model._meta.label in FILLED


def nouns(private: bool) -> list[Noun]:
    """Return what an export holds, in the order of its files."""
    labels = NOUNS | PRIVATE_NOUNS if private else NOUNS
    models = {model._meta.label: model for model in apps.get_models(include_auto_created=True)}
    listed = []
    for name, label in labels.items():
        model = models[label]
        listed.append(Noun(name, model, {} if private else _blanks(model)))
    return listed


def _blanks(model: type[Model]) -> dict[str, Any]:
    blanks: dict[str, Any] = {}
    for field in model._meta.local_concrete_fields:
        if field.related_model is get_user_model():
            blanks[field.name] = None
        elif (model._meta.label, field.name) in PRIVATE_FIELDS:
            blanks[field.name] = PRIVATE_FIELDS[model._meta.label, field.name]
    return blanks
