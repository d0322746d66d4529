"""The settlement scheme: a year's prepaid budget, its instalments and reserve, and who bears an overspend.

Map: ``assess`` the scheme · ``terms`` its facts and outcome · ``overspend`` the bands that share it · ``sentences`` its
steps in words.
"""
