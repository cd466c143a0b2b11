"""An archive as `same_parts.py` fills, asks and looks at it, and the notes of what it says. Only
public names of the archive are used, which every checkout has."""

import dataclasses
import datetime
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterable
from enum import Enum
from io import StringIO
from pathlib import Path

from same_pages import HOST, transcript, walk

SAMPLE = 300  # editorials, prefixes
TODAY = datetime.datetime(2026, 11, 20, 12, tzinfo=datetime.UTC)
# The fields of an answer, in their order.
ANSWER = [
    *("count", "hits", "facets", "years", "decades", "levels", "level", "words"),
    *("suggestion", "by", "cut"),
]


class Notes:
    """The folder of a recording: a file of JSON lines a kind, a line an entry."""

    def __init__(self, folder: Path, masks: dict[str, str]):
        self.folder, self.masks = folder, masks

    def write(self, kind: str, key: str, content: object) -> None:
        line = json.dumps([key, content], ensure_ascii=False)
        for text, mask in self.masks.items():
            line = line.replace(text, mask)
        with open(self.folder / f"{kind}.jsonl", "a", encoding="utf-8") as file:
            file.write(line + "\n")


class Clock:
    """Says what time it is in the archive: the same in every recording."""

    moment = TODAY

    def now(self) -> datetime.datetime:
        return self.moment

    def next_minute(self) -> None:
        self.moment += datetime.timedelta(minutes=1)


class NoBackground(subprocess.Popen):
    """Leaves out the processes that the site begins by itself: their work would come at any time."""

    def __init__(self, args, *others, **options):
        if any(str(part).endswith("manage.py") for part in args):
            args = [sys.executable, "-c", ""]
        super().__init__(args, *others, **options)


class Part:
    """An archive that is filled, asked and looked at."""

    def __init__(self, notes: Notes, material: Path):
        self.notes, self.material, self.clock = notes, material, Clock()
        self.scratch, self.commands = Path(os.environ["ARCHIVE_DATA_DIR"]), 0
        sys.path[:0] = [os.getcwd(), str(Path.cwd() / "bench")]
        subprocess.Popen = NoBackground
        from django.utils import timezone

        timezone.now = self.clock.now
        import django
        from django.conf import settings

        django.setup()
        plain = "django.contrib.staticfiles.storage.StaticFilesStorage"
        settings.STORAGES["staticfiles"]["BACKEND"] = plain  # whose addresses have no hash
        Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
        self.shared = Path(os.environ["ARCHIVE_SHARED"])

    # Filling

    def command(self, *words, **options) -> None:
        """Runs a command, and notes what it prints."""
        from django.core.management import call_command

        printed, status = StringIO(), 0
        try:
            call_command(*words, stdout=printed, stderr=printed, **options)
        except SystemExit as end:
            status = end.code
        self.commands += 1
        key = f"{self.commands:02} {' '.join(map(str, words))}"
        outcome = {"status": status, "printed": printed.getvalue().splitlines()}
        self.notes.write("commands", key, outcome)

    def import_all(self, name: str, *paths: Path, **options) -> None:
        """Imports, and notes the report line by line."""
        report = self.scratch / "report.jsonl"
        self.clock.next_minute()
        self.command("import_editorials", *map(str, paths), report=str(report), **options)
        with open(report, encoding="utf-8") as lines:
            for number, line in enumerate(lines, 1):
                row = json.loads(line)
                self.notes.write("reports", f"{name} {number} {row['source']}", row)

    # Asking

    def ask_all(self, addresses: Iterable[str]) -> None:
        from django.http import QueryDict

        from archive.search import ask

        try:
            from archive.search import Question
        except ImportError:  # where it was before `archive.search` exported it
            from archive.search.query import Question
        for address in addresses:
            answer = plain(ask(Question.read(QueryDict(address))))
            names = [*ANSWER, *map(str, range(len(ANSWER), len(answer)))]
            self.notes.write("answers", address, dict(zip(names, answer, strict=False)))

    def complete_all(self, beginnings: Iterable[str]) -> None:
        from archive.search import complete, years

        self.notes.write("years", "years", plain(years()))
        for typed in beginnings:
            self.notes.write("completions", typed, plain(complete(typed)))

    def relate_all(self) -> None:
        """Related editorials and suggested tags of editorials from the first to the last."""
        from archive.models import Editorial, Tag
        from archive.search import related, suggested_tags

        tags = Tag.objects.prefetch_related("aliases").order_by("pk")
        names = {tag.slug: [tag.name, *(alias.name for alias in tag.aliases.all())] for tag in tags}
        numbers = list(Editorial.objects.published().order_by("pk").values_list("pk", flat=True))
        for number in numbers[:: max(len(numbers) // SAMPLE, 1)]:
            editorial = Editorial.objects.get(pk=number)
            self.notes.write("related", str(number), plain(related(editorial)))
            borne = set(editorial.tags.values_list("slug", flat=True))
            suggested = {
                "all": plain(suggested_tags(editorial, names)),
                "others": plain(suggested_tags(editorial, names, without=borne, most=8)),
            }
            self.notes.write("suggested-tags", str(number), suggested)

    def read_all(self) -> None:
        """Every editorial as the archive gives it to programs, or what it says in the place of one."""
        from archive.models import Editorial

        client = self.client()
        for number in Editorial.objects.order_by("pk").values_list("pk", flat=True):
            response = client.get(f"/api/v1/editorials/{number}")
            self.notes.write("records", str(number), transcript(response))

    # Looking

    def client(self, name: str = "", group: str = ""):
        """A visitor's, or that of somebody of the team, made if need be."""
        from django.contrib.auth.models import Group, User
        from django.test import Client

        client = Client(SERVER_NAME=HOST, raise_request_exception=False)
        if name:
            # No password is of this form, and the keys in addresses depend on it.
            user, _is_new = User.objects.get_or_create(
                username=name, is_staff=True, is_superuser=not group, password="!"
            )
            user.groups.set(Group.objects.filter(name=group))
            client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return client

    def look(self, name: str, client, starts: Iterable[str], most: Callable[[str], int]) -> None:
        """Walks through pages; in the `name` of their kind {} stands for the pattern of addresses."""
        for pattern, address, response in walk(client, starts, most):
            pattern = "admin" if pattern.startswith("admin") else pattern
            self.notes.write(name.format(pattern), address, response)


def plain(value: object) -> object:
    """As JSON: of an object the values of its fields in their order, whatever they are called."""
    if dataclasses.is_dataclass(value):
        return [plain(getattr(value, field.name)) for field in dataclasses.fields(value)]
    if hasattr(value, "_meta"):
        return f"{value._meta.model_name} {value.pk}"
    if isinstance(value, dict):
        return {str(plain(key)): plain(inner) for key, inner in value.items()}
    if isinstance(value, set | frozenset):
        return sorted(map(plain, value))
    if isinstance(value, list | tuple):
        return [plain(inner) for inner in value]
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, float):
        return round(value, 4)
    return plain(value.item()) if hasattr(value, "item") else value  # NumPy's
