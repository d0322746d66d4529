"""The process in which a plugin's code runs, apart from the server: it imports the code, vets it and asks its hooks.

Map: ``hookspecs`` what a plugin may implement · ``messages`` what the host and this process say to one another ·
``imports`` what a plugin's code may not import · ``vetting`` what is refused before a hook is called · ``loading`` from
a file or an entry point to a vetted plugin · ``files`` bytes as far as they are wanted · ``serving`` one answer after
another until the host hangs up, on pipes of its own.

Imports the standard library, pluggy and the light ``core.regulation.question``, so that it starts in a tenth of a
second. ``core.host`` starts it and turns what it says into reasons.
"""
