"""The dispensing scheme of a regulation (带药天数): days' supply allowed for a prescription line."""

import strawberry

from schema.fields import field
from schema.text import Citation, Text
from schema.vocabulary_of_dispensing import Collector, LimitGround, ListedFor, Proof, SummedPer


@strawberry.type(description="The most days' supply of a line that qualifies for it.")
class DaysLimit:
    """Stands for ``core.regulation.schemes.dispensing.DaysLimit``."""

    code: str = field("Its name within the regulation.", "id")
    citation: Citation = field("Where the text sets it.", "cite")
    label: Text = field("Whom or what it is for, in short.")
    ground: LimitGround = field("What makes a line qualify.")
    days: int = field("Most days allowed.")


@strawberry.type(description="A disease for which a longer supply is allowed.")
class ListedDisease:
    """Stands for ``core.regulation.schemes.dispensing.ListedDisease``."""

    code: str = field("Its name within the regulation, for `PrescriptionLineInput.disease`.", "id")
    citation: Citation = field("Where the text lists it.", "cite")
    label: Text = field("What it is called.")


@strawberry.type(description="What must be shown when someone collects the drugs.")
class CollectionRule:
    """Stands for ``core.regulation.schemes.dispensing.CollectionRule``."""

    code: str = field("Its name within the regulation.", "id")
    citation: Citation = field("Where the text demands it.", "cite")
    label: Text = field("The rule in short.")
    collected_by: Collector = field("Who collects.")
    grounds: list[LimitGround] = field("Grounds all of which hold for the visit or one of its lines.")
    shows: Proof = field("What must be shown.")


@strawberry.type(
    description="Days' supply allowed for a prescription line (带药天数); a line is held to the largest limit it "
    "qualifies for."
)
class DispensingScheme:
    """Stands for ``core.regulation.schemes.dispensing.DispensingScheme``."""

    citation: Citation = field("Where the text sets it up.", "cite")
    listed_for: ListedFor = field("Whose disease must be a listed one.")
    summed_per: SummedPer = field("Over which lines days are summed.")
    limits: list[DaysLimit] = field("The limits, each on a ground of its own.")
    diseases: list[ListedDisease] = field("The diseases listed.")
    collections: list[CollectionRule] = field("What must be shown when drugs are collected.")
