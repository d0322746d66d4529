"""The engine: pure functions from a regulation, facts and dates to an outcome with its steps.

Map: ``facts`` what it is told · ``outcome`` what it answers · ``periods`` evaluation periods and terms of months ·
``workdays`` working days · ``points`` with ``tally``, ``sanctions`` and ``standing`` the points scheme ·
``notices`` what is made public · ``impact`` what a change of the law does to people, and the sums ·
``timeline`` with ``timeline_causes`` a standing from day to day, ``across`` under several laws at once ·
``appeal_value`` with ``appeal_search``, ``_states``, ``_sanctions`` and ``_outlook`` the smallest sets of records whose
removal changes a standing ·
``deadlines`` last days that follow from answers, ``every_period`` the answers they follow from ·
``differences`` with ``difference_items`` what differs between two answers ·
``enrolment`` with ``enrolment_conditions``, ``_endings`` and ``_duties`` the enrolment scheme ·
``charges`` with ``charges_terms`` (facts and outcome), ``_acts``, ``_excess`` and ``_account`` the charges scheme ·
``sentences`` steps as sentences · ``arithmetic`` the line that re-adds · ``cases`` worked examples, one module a
scheme · ``examples`` how they came out · ``mutation`` whether they would notice a wrong number ·
``invariants`` with ``trials`` what every regulation keeps.

No clock, no database, no plugin, no GraphQL: the same input gives the same answer on any day and any machine.
"""
