"""Loading files into the registry: all of a file, or its good rows if that is asked for; never half of a row.

Every bad row is reported with file, row, column and reason. Loading the same file again changes nothing.

Map: ``load`` what loading did · ``naming`` who the rows speak of · ``against_registry`` what registry and regulations
say against them · ``whole`` a file read whole · ``gate`` which of very many violations the regulations admit ·
``bulk_rows``, ``settling`` those rows of a large file that need a look of their own · ``bulk_pass`` all of it, once,
``ahead`` read by a thread of its own · ``bulk`` violations from a file too large to be held · ``files`` whole or in
bulk · ``report`` what became of each row.
"""

from core.service.loading.files import Manner, load_path
from core.service.loading.load import Load
from core.service.loading.whole import load

__all__ = ["Load", "Manner", "load", "load_path"]
