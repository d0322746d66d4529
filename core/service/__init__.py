"""What a user asks for: the host and the registry put together, for GraphQL and the command line alike.

Map: ``office`` the value that holds both · ``viewer`` who asks, and what they may · ``facts`` rows to facts ·
``assessing`` one doctor, many, or a whole region · ``comparing`` one set of facts under several regulations ·
``calendars`` published working days · ``admission`` what a record must satisfy · ``recording`` enrolments and ledger
entries · ``loading`` files into the registry · ``checking`` a plugin folder · ``demo`` a synthetic region ·
``listing`` the regulations as Markdown.
"""
