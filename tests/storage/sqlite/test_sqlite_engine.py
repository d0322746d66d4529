"""The engine below Tortoise on SQLite."""

from core.storage.sqlite.engine import statements_of


def test_a_script_is_split_between_its_statements_and_nowhere_else() -> None:
    trigger = "CREATE TRIGGER t BEFORE DELETE ON a BEGIN SELECT 1; SELECT ';'; END"

    assert list(statements_of(f"CREATE TABLE a (b TEXT DEFAULT ';');; {trigger};\nSELECT 2")) == [
        "CREATE TABLE a (b TEXT DEFAULT ';')",
        trigger,
        "SELECT 2",
    ]
