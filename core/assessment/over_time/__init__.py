"""A person over time.

Map: ``timeline`` a standing from day to day, with ``causes`` of each change · ``across`` under several laws at once ·
``every_period`` the answers of all periods that still matter · ``deadlines`` last days that follow from them.
"""
