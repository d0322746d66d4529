"""The migration step that makes a table append-only in the database itself, whoever connects to it."""

from tortoise.migrations.operations import TortoiseOperation
from tortoise.migrations.schema_editor.base import BaseSchemaEditor
from tortoise.migrations.schema_generator.state import State

MESSAGE = "append-only: record a later entry instead"


def triggers_for(table: str, dialect: str) -> tuple[str, ...]:
    """Return the statements that refuse updates and deletions on ``table``.

    Raises NotImplementedError for a database that has none written for it.
    """
    match dialect:
        case "sqlite":
            return tuple(
                f'CREATE TRIGGER "{table}_no_{event.lower()}" BEFORE {event} ON "{table}" '
                f"BEGIN SELECT RAISE(ABORT, '{table} is {MESSAGE}'); END"
                for event in ("UPDATE", "DELETE")
            )
        case "postgres":
            raised = f"RAISE EXCEPTION '{table} is {MESSAGE}' USING ERRCODE = 'restrict_violation'"
            body = f"LANGUAGE plpgsql AS $$ BEGIN {raised}; END $$"
            refuse = f'EXECUTE FUNCTION "{table}_append_only"()'
            on = f'ON "{table}" FOR EACH'
            return (
                f'CREATE FUNCTION "{table}_append_only"() RETURNS trigger {body}',
                f'CREATE TRIGGER "{table}_append_only" BEFORE UPDATE OR DELETE {on} ROW {refuse}',
                f'CREATE TRIGGER "{table}_no_truncate" BEFORE TRUNCATE {on} STATEMENT {refuse}',
            )
        case _:
            raise NotImplementedError(f"no append-only triggers are written for {dialect}")


def undo_for(table: str, dialect: str) -> tuple[str, ...]:
    """Return the statements that take the triggers of ``table`` away again."""
    if dialect == "sqlite":
        return tuple(f'DROP TRIGGER "{table}_no_{event}"' for event in ("update", "delete"))
    return (
        f'DROP TRIGGER "{table}_append_only" ON "{table}"',
        f'DROP TRIGGER "{table}_no_truncate" ON "{table}"',
        f'DROP FUNCTION "{table}_append_only"()',
    )


class AppendOnly(TortoiseOperation):
    """Refuse every update and deletion on the named tables."""

    reduces_to_sql = True
    reversible = True

    def __init__(self, *tables: str) -> None:
        self.tables = tables

    def describe(self) -> str:
        """Return what the step does, for the migration's listing."""
        return f"Make {', '.join(self.tables)} append-only"

    def state_forward(self, app_label: str, state: State) -> None:
        """Leave the models' state as it is."""

    async def database_forward(
        self,
        app_label: str,  # noqa: ARG002 - Tortoise's signature, here and below
        old_state: State,  # noqa: ARG002
        new_state: State,  # noqa: ARG002
        state_editor: BaseSchemaEditor | None = None,
    ) -> None:
        """Create the triggers."""
        if state_editor is not None:
            for table in self.tables:
                await run(state_editor, triggers_for(table, state_editor.DIALECT))

    async def database_backward(
        self,
        app_label: str,  # noqa: ARG002
        old_state: State,  # noqa: ARG002
        new_state: State,  # noqa: ARG002
        state_editor: BaseSchemaEditor | None = None,
    ) -> None:
        """Drop the triggers."""
        if state_editor is not None:
            for table in self.tables:
                await run(state_editor, undo_for(table, state_editor.DIALECT))


async def run(editor: BaseSchemaEditor, statements: tuple[str, ...]) -> None:
    """Run or collect the statements, each in one piece: a trigger's body holds semicolons."""
    for statement in statements:
        if editor.collect_sql:
            editor.collected_sql.append(statement)
        else:
            await editor.client.execute_query(statement)  # pyright: ignore[reportUnknownMemberType]
