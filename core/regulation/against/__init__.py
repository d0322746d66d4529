"""A data file and the official text that it comes from.

Map: ``compare`` the comparison · ``values`` one value of the data in it · ``coverage`` what the text has and the data
lacks · ``text`` articles and items of the text · ``quantities`` its numbers, in any numerals · ``claims`` what the data
says stands where · ``terms`` verdicts and their reasons · ``messages`` what is found, in words.
"""
