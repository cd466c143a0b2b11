"""Django's database engine for PostgreSQL; a text with a NUL is asked for and kept without it.

PostgreSQL holds no NUL in a text, nor half of a surrogate pair in JSON. Whoever types either into
an address means no row of the archive, and a file that has them is no reason to refuse its text:
they become U+FFFD, as browsers read them (https://html.spec.whatwg.org/#parse-error-unexpected-null-character).
"""

from functools import lru_cache

from django.conf import settings
from django.db.backends.postgresql import base, operations
from django.db.backends.postgresql.psycopg_any import Jsonb, get_adapters_template
from psycopg.adapt import AdaptersMap
from psycopg.types.string import StrDumper, StrDumperUnknown

from archive.postgresql.texts import held, held_as_json


class _UnknownText(StrDumperUnknown):
    def dump(self, obj):
        return super().dump(held(obj))

    def quote(self, obj):
        return super().quote(held(obj))


class _Text(StrDumper):
    def dump(self, obj):
        return super().dump(held(obj))

    def quote(self, obj):
        return super().quote(held(obj))


@lru_cache
def _adapters(use_tz: bool, timezone) -> AdaptersMap:
    adapters = AdaptersMap(get_adapters_template(use_tz, timezone))
    adapters.register_dumper(str, _Text)
    adapters.register_dumper(str, _UnknownText)  # the last is taken where a type is not told
    return adapters


class DatabaseOperations(operations.DatabaseOperations):
    def adapt_json_value(self, value, encoder):
        adapted: Jsonb = super().adapt_json_value(value, encoder)
        return Jsonb(held_as_json(adapted.obj), dumps=adapted.dumps)


class DatabaseWrapper(base.DatabaseWrapper):
    ops_class = DatabaseOperations

    def get_connection_params(self):
        params = super().get_connection_params()
        params["context"] = _adapters(settings.USE_TZ, self.timezone)
        return params
