"""Run in the environment of the installed wheel: say, as JSON, what the host serves and what GraphQL answers."""

import json
import sys
from importlib.resources import files
from pathlib import Path

from starlette.testclient import TestClient

from app import PLUGINS, create_app
from core.assessment.cases import CaseFile
from core.assessment.checking.examples import compare
from core.host import Host
from core.regulation.files.reading import read_bytes

QUERY = """
query Testville($violations: [ViolationInput!]!) {
  regulation(id: "testville-2024") { code place title { en } digest points { full } }
  plugins { name origin location reason { code } regulations { code } }
  simulate(regulation: "testville-2024", asOf: "2024-03-05", violations: $violations) {
    determination
    period { name }
    pointsLost
    pointsLeft
    arithmetic
    standing { status until }
    headroom { pointsToNext consequence daysUntilReset }
  }
}
"""
VIOLATIONS = [{"clause": "late", "decidedOn": "2024-03-01"}, {"clause": "double", "decidedOn": "2024-03-05"}]


def main() -> None:
    host = Host.load([PLUGINS], packages=True)
    law = host.catalogue.get("testville-2024")
    examples = read_bytes((files("guiju_testville") / "2024.cases.toml").read_bytes(), "2024.cases.toml", CaseFile)
    with TestClient(create_app(host, Path(sys.argv[1]) / "registry.sqlite3")) as client:
        body = {"query": QUERY, "variables": {"violations": VIOLATIONS}}
        answer = client.post("/graphql", json=body).json()
    told = {
        "plugins": [(one.name, one.origin, one.location, one.regulations, one.is_parked) for one in host.plugins],
        "digests": {one.id: one.digest for one in host.catalogue.laws},
        "mismatches": [str(found) for case in examples.case for found in compare(law, case)],
        "cases": [case.id for case in examples.case],
        "graphql": answer,
    }
    sys.stdout.write(json.dumps(told))


if __name__ == "__main__":
    main()
