"""What every part of the process knows about its end."""

from dataclasses import dataclass


@dataclass(slots=True)
class Life:
    """Whether the process is about to end."""

    is_stopping: bool = False
