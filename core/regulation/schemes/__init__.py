"""One model a scheme, as a data file writes it, and beside each the checks that types cannot make.

Map: ``points`` · ``enrolment`` · ``scorecard`` · ``charges`` · ``settlement`` · ``dispensing`` · ``rating`` ·
``publication`` what the law makes public.
"""
