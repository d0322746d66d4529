"""Assessing many doctors at once: a law as a columnar plan, over arrays, equal to the engine for one doctor.

Map: ``engine`` is pure and reads arrays alone · ``files`` makes arrays of data frames and writes answers · ``rows``
what an answer says of a doctor, from either engine · ``names`` what periods are called that have a number.
"""
