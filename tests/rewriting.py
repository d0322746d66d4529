"""A made-up data file with something else in its place."""


def rewritten(text: str, *changes: tuple[str, str], times: int = -1) -> str:
    """Return ``text`` with each first text of ``changes`` replaced by the second, wherever it stands.

    Args:
        text: What is rewritten.
        changes: What stands there, and what is to stand there instead.
        times: At how many places at most, the first ones; -1: at all of them.

    Raises:
        ValueError: something that is to be replaced stands nowhere.
    """
    for old, new in changes:
        if old not in text:
            raise ValueError(f"nothing reads {old!r}")
        text = text.replace(old, new, times)
    return text
