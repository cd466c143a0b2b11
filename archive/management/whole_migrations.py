"""Migrations that are applied and noted as applied in one transaction."""

from django.db.migrations.executor import MigrationExecutor


class WholeExecutor(MigrationExecutor):
    """Django's own notes a migration with an index or a foreign key after its transaction.

    Killed between the two, the tables are there and the next start fails over them for ever.
    """

    def apply_migration(self, state, migration, fake=False, fake_initial=False):
        if fake or fake_initial:
            return super().apply_migration(state, migration, fake, fake_initial)
        if self.progress_callback:
            self.progress_callback("apply_start", migration, fake)
        with self.connection.schema_editor(atomic=migration.atomic) as schema_editor:
            state = migration.apply(state, schema_editor)
            for statement in schema_editor.deferred_sql:
                schema_editor.execute(statement, None)
            schema_editor.deferred_sql.clear()
            self.record_migration(migration)  # type: ignore[call-arg]
        if self.progress_callback:
            self.progress_callback("apply_success", migration, fake)
        return state
