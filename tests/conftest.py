"""What holds for all tests: a property is never failed for being slow, and is tried as often as the gate has time for.

``GUIJU_EXAMPLES=1000 pytest`` tries each property that names no number of its own a thousand times.
"""

import os

from hypothesis import settings

settings.register_profile("guiju", deadline=None, max_examples=int(os.environ.get("GUIJU_EXAMPLES", "50")))
settings.load_profile("guiju")
