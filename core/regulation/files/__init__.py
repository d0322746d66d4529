"""The text of a data file to a typed value, or all that is wrong with it, each with its line and column.

Map: ``reading`` text to values, with ``fields`` and ``folding`` on the way · ``positions`` where each value stands ·
``syntax`` what is no TOML · ``beyond`` what is too much of it · ``model_errors`` what does not fit the types, worded in
``messages`` · ``problems`` how a problem looks · ``load`` a data file to a law.
"""
