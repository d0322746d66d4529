"""The charges scheme: money that a department or a person owes.

Map: ``assess`` the scheme · ``terms`` its facts and outcome · ``acts`` findings with a price · ``excess`` what is above
a limit · ``account`` who bears what · ``sentences`` its steps in words.
"""
