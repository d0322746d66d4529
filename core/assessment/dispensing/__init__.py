"""The dispensing scheme: the days' supply allowed for a line of a prescription.

Map: ``assess`` the scheme · ``terms`` its facts and outcome · ``sentences`` its steps in words.
"""
