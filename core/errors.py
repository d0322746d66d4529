"""The exceptions of the project.

::

    GuijuError
    ├── DataFileError          a regulation, cases or settings file is wrong; carries every problem found
    ├── NotFoundError          a name that nothing answers to
    ├── ConflictError          a natural key that already holds something else
    ├── RefusedError           a request that breaks a rule of the registry
    └── RetryLaterError        the database is held by another writer; nothing was written

Each carries a stable ``code`` and a message in both languages.
"""

from core.text import Text


class GuijuError(Exception):
    """Anything that Guiju refuses or cannot do, with a stable code and a message in both languages."""

    def __init__(self, code: str, message: Text, *, field: str | None = None) -> None:
        super().__init__(f"{code}: {message.zh} / {message.en}")
        self.code = code
        self.message = message
        self.field = field


class NotFoundError(GuijuError):
    """A code, id or name that nothing answers to."""


class ConflictError(GuijuError):
    """A natural key that already holds something else."""


class RefusedError(GuijuError):
    """A request that breaks a rule of the registry."""


class RetryLaterError(GuijuError):
    """The database is held by another writer; nothing was written and the same request may succeed later."""
