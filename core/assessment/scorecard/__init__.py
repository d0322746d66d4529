"""The scorecard scheme: weighted indicators, a score, a grade and its rewards.

Map: ``assess`` the scheme · ``terms`` its facts and outcome · ``sums`` scores and weights · ``grades`` from a score to
a grade · ``sentences`` its steps in words.
"""
