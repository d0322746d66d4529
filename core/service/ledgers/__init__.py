"""Facts made up under any regulation, for trying its invariants: the same seed, the same facts on every machine.

Map: ``every`` trials of each scheme that a law has · ``drawing`` by lot, what all of them use · ``settling`` values
made up for what a text leaves to the operator · one module a scheme with what can be recorded under it: ``points``,
``enrolment``, ``scorecard``, ``charges``, ``settlement``, ``dispensing``, ``rating``.

Days lie close together and at the edges of periods, figures at bounds, since that is where mistakes are.
"""
