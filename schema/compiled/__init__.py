"""Operations compiled once into straight-line Python, for queries that are asked again.

Map: ``planning`` what an operation selects, type by type · ``writing`` the plan as Python source · ``leaves`` how a
leaf becomes JSON · ``operations`` which operations are compiled, and running them.

Only the ordinary case is compiled. Whatever is not ordinary (a null where none may be, a resolver that raises, a value
of an unknown kind) ends the compiled run, and the stock executor answers the query from the beginning: it stays the
reference for every error.
"""
