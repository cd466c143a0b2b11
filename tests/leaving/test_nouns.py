"""Every model is in an export, or on the list of what is left out with a reason; all is documented."""

import re

from django.apps import apps

from archive.leaving.export import DOCUMENTATION
from archive.leaving.nouns import FILLED, LEFT_OUT, NOUNS, PRIVATE_FIELDS, PRIVATE_NOUNS, nouns


def test_every_model_is_exported_or_left_out_with_a_reason():
    there = {
        model._meta.label
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed
    }
    told = [*NOUNS.values(), *PRIVATE_NOUNS.values(), *LEFT_OUT]
    assert len(told) == len(set(told)), "a model is told of twice"
    assert not there - set(told), (
        "a new model: give it a line in NOUNS or PRIVATE_NOUNS (and its fields in FILES.md), or in"
        " LEFT_OUT with the reason (archive/leaving/nouns.py)"
    )
    assert not set(told) - there, "these models are there no more"
    assert set(told) >= FILLED | {label for label, _field in PRIVATE_FIELDS}
    assert all(len(reason) > 20 for reason in LEFT_OUT.values())


def test_each_file_and_each_field_is_documented_in_its_order():
    documented: dict[str, list[str]] = {}
    for line in DOCUMENTATION.read_text().splitlines():
        if heading := re.fullmatch(r"### ([a-z-]+)\.jsonl", line):
            fields = documented.setdefault(heading[1], [])
        elif line.startswith("## "):
            fields = []
        elif field := re.match(r"- `(\w+)`: .{3}", line):
            fields.append(field[1])
    for noun in nouns(private=True):
        assert documented.pop(noun.name) == [field.name for field in noun.fields], noun.name
    assert not documented, "files that no export has"


def test_nothing_that_names_an_account_is_in_an_export_unless_it_is_private():
    for noun in nouns(private=False):
        for field in noun.fields:
            related = field.related_model and field.related_model._meta.label
            assert related not in PRIVATE_NOUNS.values() or field.name in noun.blanks
    assert not any(noun.blanks for noun in nouns(private=True))
