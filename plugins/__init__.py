"""Regulations as data: one folder a place, one TOML file a promulgated version, its worked examples beside it.

A folder holds no code, unless a ``rules.py`` says in its docstring which sentence of the law no table can express.
"""
