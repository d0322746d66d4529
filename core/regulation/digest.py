"""The fingerprint of a value: the same for equal values on every machine, different for any change."""

import hashlib
import json
from dataclasses import asdict
from typing import TYPE_CHECKING

from pydantic import BaseModel

if TYPE_CHECKING:
    from _typeshed import DataclassInstance


def digest_of(value: "BaseModel | DataclassInstance") -> str:
    """Return the SHA-256 of ``value`` in canonical JSON (sorted keys, UTF-8, numbers as text), in hexadecimal."""
    plain: object = value.model_dump(mode="json", by_alias=True) if isinstance(value, BaseModel) else asdict(value)
    text = json.dumps(plain, sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=str)
    return hashlib.sha256(text.encode()).hexdigest()
