import os

import pytest

collect_ignore = [] if "GUIJU_EXAMPLES" in os.environ else ["test_schemathesis.py"]
"""What says itself when it is run."""


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"
