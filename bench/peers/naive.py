"""The obvious program: Strawberry's view, Tortoise models, data loaders, one field after the other.

Its rule is far simpler than a regulation: a year's points are summed, five suspend and ten revoke.
"""

import os
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from decimal import Decimal

import strawberry
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from strawberry.asgi import GraphQL
from strawberry.dataloader import DataLoader
from tortoise import Tortoise, fields
from tortoise.models import Model

FULL, SUSPENDS = 10, 5


class Institution(Model):
    """An institution."""

    id = fields.IntField(primary_key=True)
    code = fields.CharField(max_length=20)
    name = fields.CharField(max_length=100)
    region = fields.CharField(max_length=6)


class Doctor(Model):
    """A doctor, at one institution."""

    id = fields.IntField(primary_key=True)
    code = fields.CharField(max_length=20, db_index=True)
    name = fields.CharField(max_length=100)
    institution_id = fields.IntField(db_index=True)


class Violation(Model):
    """A decided violation."""

    id = fields.IntField(primary_key=True)
    doctor_id = fields.IntField(db_index=True)
    decision_no = fields.CharField(max_length=60)
    clause = fields.CharField(max_length=20)
    cite = fields.CharField(max_length=20)
    decided_on = fields.DateField()
    points = fields.DecimalField(max_digits=6, decimal_places=2)


@strawberry.type
class InstitutionType:
    """An institution."""

    code: str
    name: str
    region: str


@strawberry.type
class Deduction:
    """What a violation cost."""

    record: str
    points: Decimal
    citation: str


@strawberry.type
class Assessment:
    """A year's points and standing."""

    points_lost: Decimal
    points_left: Decimal
    status: str
    deductions: list[Deduction]


@strawberry.type
class DoctorType:
    """A doctor."""

    key: strawberry.Private[int]
    place: strawberry.Private[int]
    code: str
    name: str

    @strawberry.field
    async def institution(self, info: strawberry.Info) -> InstitutionType:
        """Return where the doctor is enrolled."""
        row = await info.context["institutions"].load(self.place)
        return InstitutionType(code=row.code, name=row.name, region=row.region)

    @strawberry.field
    async def assessment(self, info: strawberry.Info, year: int) -> Assessment:
        """Return the year's points."""
        rows = [row for row in await info.context["violations"].load(self.key) if row.decided_on.year == year]
        lost = sum((row.points for row in rows), Decimal(0))
        status = "REVOKED" if lost >= FULL else "SUSPENDED" if lost >= SUSPENDS else "NORMAL"
        deductions = [
            Deduction(record=f"{row.decision_no}/{row.clause}", points=row.points, citation=row.cite) for row in rows
        ]
        left = max(Decimal(FULL) - lost, Decimal(0))
        return Assessment(points_lost=lost, points_left=left, status=status, deductions=deductions)


@strawberry.type
class Query:
    """The roots."""

    @strawberry.field
    async def doctors(self, first: int, after: str = "") -> list[DoctorType]:
        """Return a page of doctors by code."""
        rows = await Doctor.filter(code__gt=after).order_by("code").limit(first)
        return [DoctorType(key=row.id, place=row.institution_id, code=row.code, name=row.name) for row in rows]

    @strawberry.field
    async def doctor(self, code: str) -> DoctorType | None:
        """Return one doctor."""
        row = await Doctor.get_or_none(code=code)
        return None if row is None else DoctorType(key=row.id, place=row.institution_id, code=row.code, name=row.name)


async def _institutions(ids: list[int]) -> list[Institution]:
    found = {row.id: row for row in await Institution.filter(id__in=ids)}
    return [found[one] for one in ids]


async def _violations(ids: list[int]) -> list[list[Violation]]:
    found: dict[int, list[Violation]] = {one: [] for one in ids}
    for row in await Violation.filter(doctor_id__in=ids).order_by("decided_on"):
        found[row.doctor_id].append(row)
    return [found[one] for one in ids]


class View(GraphQL):
    """The view, with loaders for each request."""

    async def get_context(self, request: Request, response: Response) -> dict[str, object]:  # noqa: ARG002
        """Return the loaders."""
        return {"institutions": DataLoader(_institutions), "violations": DataLoader(_violations)}


@asynccontextmanager
async def lifespan(_: Starlette) -> AsyncGenerator[None]:
    """Open the database."""
    await Tortoise.init(
        db_url=f"sqlite://{os.environ['BENCH_NAIVE_DB']}", modules={"models": [__name__]}, _enable_global_fallback=True
    )
    yield
    await Tortoise.close_connections()


app = Starlette(routes=[Route("/graphql", View(strawberry.Schema(Query)))], lifespan=lifespan)


async def fill(path: str, rows: dict[str, list[tuple[object, ...]]]) -> None:
    """Write a database of this program, from rows by table."""
    from tortoise import connections  # noqa: PLC0415

    await Tortoise.init(db_url=f"sqlite://{path}", modules={"models": [__name__]}, _enable_global_fallback=True)
    await Tortoise.generate_schemas()
    connection = connections.get("default")
    for table, values in rows.items():
        marks = ", ".join("?" * len(values[0]))
        await connection.execute_many(f"INSERT INTO {table} VALUES ({marks})", [list(one) for one in values])  # noqa: S608
    await Tortoise.close_connections()
