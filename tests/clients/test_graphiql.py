"""GraphiQL in a browser that finds nothing but this machine."""

from pathlib import Path

import pytest

from tests.clients.browser import CHROMIUM, WITHOUT, browser, origins_of, pressing, visit
from tests.clients.service import Registry, served

EDITOR = "document.querySelector('.graphiql-query-editor .CodeMirror')?.CodeMirror"


@pytest.mark.skipif(CHROMIUM is None, reason=WITHOUT)
def test_graphiql_answers_its_first_example_with_the_network_cut(registry: Registry, tmp_path: Path) -> None:
    steps = (
        f"{EDITOR}?.getValue().includes('query Regulations')",
        pressing(".graphiql-execute-button"),
        "document.querySelector('.graphiql-response')?.textContent.includes('totalCount')",
    )
    with served(registry) as endpoint, browser(tmp_path / "profile") as port:
        seen = visit(port, endpoint, *steps)
    assert seen.values == [True, True, True]
    assert seen.complaints == []
    assert origins_of(seen.requests) == {endpoint.removesuffix("/graphql")}
    assert seen.requests.count(f"POST {endpoint}") >= 1
