"""The engine: pure functions from a regulation, facts and dates to an outcome with its steps.

Map, what every scheme shares: ``facts`` what the engine is told · ``outcome`` what it answers, ``step_kinds`` the kinds
of its steps, ``sentences`` steps as sentences · ``preamble`` which version was chosen, or that none is in force ·
``periods`` evaluation periods and terms of months · ``workdays`` working days · ``arithmetic`` the line that re-adds ·
``money`` yuan in it.

One package a scheme, each with ``assess`` (the scheme), ``terms`` (its facts and outcome) and ``sentences``:
``points`` · ``enrolment`` · ``scorecard`` · ``charges`` · ``settlement`` · ``dispensing`` · ``rating``.

Built on the schemes: ``over_time`` from day to day and across periods · ``comparing`` two answers, and what a change of
the law does · ``appeal_value`` the smallest sets of records whose removal changes a standing · ``cases`` worked
examples, one module a scheme · ``checking`` how they came out, and what every regulation keeps.

No clock, no database, no plugin, no GraphQL: the same input gives the same answer on any day and any machine.
"""
