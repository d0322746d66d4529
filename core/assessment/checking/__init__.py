"""Whether a regulation's data says what the law says.

Map: ``examples`` how worked examples came out · ``mutation`` whether they would notice a wrong number · ``invariants``
what every regulation keeps, by name · ``trials`` made-up facts on which that is tried, and one module a scheme with
what it keeps: ``points``, ``enrolment``, ``scorecard``, ``charges``, ``settlement``, ``dispensing``, ``rating``.
"""
