"""The library for columnar files: an extra of the project, imported only when such a file is met."""

from importlib.util import find_spec

from core.text import Text

_START = b"PAR1"

MISSING = Text(
    zh="Parquet文件需要另装polars：pip install 'guiju[bulk]'；或改用CSV、xlsx",
    en="Parquet files need polars, which is not installed: pip install 'guiju[bulk]'; or use CSV or xlsx",
)


def is_columnar(data: bytes) -> bool:
    """Return whether ``data`` begins as a Parquet file does."""
    return data.startswith(_START)


def can_read_columns() -> bool:
    """Return whether the library is installed."""
    return find_spec("polars") is not None


def is_panic(error: BaseException) -> bool:
    """Return whether ``error`` is what a reader in Rust raises for its own defects; it is no Exception."""
    return type(error).__name__ == "PanicException"
