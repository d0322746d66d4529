"""Exporting the registry to files that can be imported again: what goes in comes out, and goes in as the same.

Map: ``columns`` what a column holds · ``kinds`` the kinds of record · ``reading`` their rows · ``files`` CSV, with
``xlsx`` and ``parquet``, each written whole or not at all · ``export`` all of it.
"""

from core.service.exporting.columns import Column, Holds, Rows, Value
from core.service.exporting.export import export
from core.service.exporting.files import SINKS, writing
from core.service.exporting.kinds import EXPORTED

__all__ = ["EXPORTED", "SINKS", "Column", "Holds", "Rows", "Value", "export", "writing"]
