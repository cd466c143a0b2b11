"""The archive's data. Each module holds one subject; whoever needs a model imports it from here."""

from archive.models import triggers
from archive.models.accounts import (
    AccessToken,
    AccountEvent,
    AccountEventKind,
    AccountLink,
    LinkKind,
    OpenSession,
    RecoveryCode,
    Right,
    SecondFactor,
)
from archive.models.bulk import Bulk, Preview
from archive.models.changes import Change, differences, subjects
from archive.models.column_mappings import ColumnMapping
from archive.models.concurrency import Merged, Newer, as_shown, correct, merge
from archive.models.cross_references import (
    Candidate,
    CrossReference,
    ReferenceKind,
    ReferenceState,
    Settlement,
)
from archive.models.datestamps import Datestamp, Standing
from archive.models.distinctions import AuthorDistinction, Distinction, MagazineDistinction
from archive.models.editorial_rows import Byline, Capture, EditorialYear, Tagging, capture_path
from archive.models.editorials import Editorial
from archive.models.following import Arrival, Asking, Follow, Newsletter, Rhythm, TopicKind
from archive.models.import_rules import ImportRule
from archive.models.imports import Import, ImportItem
from archive.models.issues import Issue
from archive.models.leases import Lease
from archive.models.letters import Letter, LetterState
from archive.models.likeness import Likeness, Shingle
from archive.models.magazines import Correspondence, Editorship, Period, Publication
from archive.models.manuscripts import Manuscript
from archive.models.names import (
    Author,
    AuthorKind,
    AuthorName,
    FormerAddress,
    Tag,
    TagAlias,
)
from archive.models.operations import AlreadyUndone, Operation, OperationKind
from archive.models.presences import Presence
from archive.models.proofs import Proof, ProofKind, last_proofs
from archive.models.proposals import AlreadyDecided, Proposal, ProposalState, Rejection
from archive.models.requests import PersonRequest
from archive.models.saved_lists import SavedList
from archive.models.schedules import Schedule, ScheduledState
from archive.models.search import OpenedHit, SoughtQuery, Stale
from archive.models.selections import (
    Place,
    Selection,
    SelectionEntry,
    SelectionKind,
    SelectionState,
)
from archive.models.sheets import Mention, Sheet, SheetForm, SheetKind
from archive.models.shown import Shown
from archive.models.sources import Source, SourceState
from archive.models.steering_rows import Correction, Equivalent, Pin, Weight
from archive.models.tallied import Tallied, TalliedAuthor, TalliedPair, TalliedTag
from archive.models.uploads import Upload, UploadItem, UploadState, uploads_folder
from archive.models.withholding import Withholding

__all__ = [
    "AccessToken",
    "AccountEvent",
    "AccountEventKind",
    "AccountLink",
    "AlreadyDecided",
    "AlreadyUndone",
    "Arrival",
    "Asking",
    "Author",
    "AuthorDistinction",
    "AuthorKind",
    "AuthorName",
    "Bulk",
    "Byline",
    "Candidate",
    "Capture",
    "Change",
    "ColumnMapping",
    "Correction",
    "Correspondence",
    "CrossReference",
    "Datestamp",
    "Distinction",
    "Editorial",
    "EditorialYear",
    "Editorship",
    "Equivalent",
    "Follow",
    "FormerAddress",
    "Import",
    "ImportItem",
    "ImportRule",
    "Issue",
    "Lease",
    "Letter",
    "LetterState",
    "Likeness",
    "LinkKind",
    "MagazineDistinction",
    "Manuscript",
    "Mention",
    "Merged",
    "Newer",
    "Newsletter",
    "OpenSession",
    "OpenedHit",
    "Operation",
    "OperationKind",
    "Period",
    "PersonRequest",
    "Pin",
    "Place",
    "Presence",
    "Preview",
    "Proof",
    "ProofKind",
    "Proposal",
    "ProposalState",
    "Publication",
    "RecoveryCode",
    "ReferenceKind",
    "ReferenceState",
    "Rejection",
    "Rhythm",
    "Right",
    "SavedList",
    "Schedule",
    "ScheduledState",
    "SecondFactor",
    "Selection",
    "SelectionEntry",
    "SelectionKind",
    "SelectionState",
    "Settlement",
    "Sheet",
    "SheetForm",
    "SheetKind",
    "Shingle",
    "Shown",
    "SoughtQuery",
    "Source",
    "SourceState",
    "Stale",
    "Standing",
    "Tag",
    "TagAlias",
    "Tagging",
    "Tallied",
    "TalliedAuthor",
    "TalliedPair",
    "TalliedTag",
    "TopicKind",
    "Upload",
    "UploadItem",
    "UploadState",
    "Weight",
    "Withholding",
    "as_shown",
    "capture_path",
    "correct",
    "differences",
    "last_proofs",
    "merge",
    "subjects",
    "triggers",
    "uploads_folder",
]
