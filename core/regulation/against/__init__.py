"""A data file and the official text that it comes from.

Map: ``compare`` the comparison · ``text`` articles and items of the text · ``quantities`` its numbers, in any
numerals · ``claims`` what the data says stands where · ``messages`` what is found, in words.
"""
