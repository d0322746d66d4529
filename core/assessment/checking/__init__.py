"""Whether a regulation's data says what the law says.

Map: ``examples`` how worked examples came out · ``mutation`` whether they would notice a wrong number · ``invariants``
what every regulation with points keeps, on the made-up ledgers of ``trials``.
"""
