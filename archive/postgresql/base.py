"""Django's database engine for PostgreSQL; a text with a NUL is asked for and kept without it.

PostgreSQL holds no NUL in a text, nor half of a surrogate pair in JSON. Whoever types either into
an address means no row of the archive, and a file that has them is no reason to refuse its text:
they become U+FFFD, as browsers read them (https://html.spec.whatwg.org/#parse-error-unexpected-null-character).
"""

import re
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.db.backends.postgresql import base, operations
from django.db.backends.postgresql.psycopg_any import Jsonb, get_adapters_template
from psycopg.adapt import AdaptersMap
from psycopg.types.string import StrDumper, StrDumperUnknown

NOT_HELD = re.compile("[\0\ud800-\udfff]")
REPLACEMENT = "\ufffd"


def held(value: Any) -> Any:
    """Return a value of JSON with its texts such as PostgreSQL holds them."""
    if isinstance(value, str):
        return NOT_HELD.sub(REPLACEMENT, value)
    if isinstance(value, dict):
        return {held(key): held(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [held(part) for part in value]
    return value


class _UnknownText(StrDumperUnknown):
    def dump(self, obj):
        return super().dump(obj.replace("\0", REPLACEMENT))

    def quote(self, obj):
        return super().quote(obj.replace("\0", REPLACEMENT))


class _Text(StrDumper):
    def dump(self, obj):
        return super().dump(obj.replace("\0", REPLACEMENT))

    def quote(self, obj):
        return super().quote(obj.replace("\0", REPLACEMENT))


@lru_cache
def _adapters(use_tz: bool, timezone) -> AdaptersMap:
    adapters = AdaptersMap(get_adapters_template(use_tz, timezone))
    adapters.register_dumper(str, _Text)
    adapters.register_dumper(str, _UnknownText)  # the last is taken where a type is not told
    return adapters


class DatabaseOperations(operations.DatabaseOperations):
    def adapt_json_value(self, value, encoder):
        adapted = super().adapt_json_value(value, encoder)
        return Jsonb(held(adapted.obj), dumps=adapted.dumps)


class DatabaseWrapper(base.DatabaseWrapper):
    ops_class = DatabaseOperations

    def get_connection_params(self):
        params = super().get_connection_params()
        params["context"] = _adapters(settings.USE_TZ, self.timezone)
        return params
