"""Building the schema, and writing it down."""

from strawberry.extensions import MaxTokensLimiter, ParserCache, ValidationCache
from strawberry.schema.config import StrawberryConfig

from schema.execution import Affordable, GuijuSchema, OneOperation
from schema.mutation import Mutation
from schema.points import Clause
from schema.query import Query
from schema.scalars import scalars

MAX_TOKENS = 2000
"""How many tokens a query may have; parsing and validation stop there."""
CACHED = 256
"""How many parsed and validated queries are kept."""


def build_schema() -> GuijuSchema:
    """Return the schema; it may be built any number of times in one process."""
    return GuijuSchema(
        query=Query,
        mutation=Mutation,
        types=[Clause],
        extensions=[
            OneOperation,
            Affordable,
            lambda: MaxTokensLimiter(MAX_TOKENS),
            lambda: ParserCache(CACHED),
            lambda: ValidationCache(CACHED),
        ],
        config=StrawberryConfig(scalar_map=scalars(), disable_field_suggestions=True),
    )


def sdl() -> str:
    """Return the schema as ``schema.graphql`` holds it."""
    return build_schema().as_str() + "\n"
