"""What a user asks for: the host and the registry put together, for GraphQL and the command line alike.

Map: ``office`` the value that holds both · ``viewer`` who asks, and what they may · ``facts`` rows to facts ·
``assessing`` one doctor, many, or a whole region · ``apart`` in a
thread where a plugin's code answers · ``comparing`` one set of facts under several regulations ·
``measuring`` answers drawn from measurements, and one ``measuring_*`` each for what these may name, which of them
holds, and what they tell a scheme · ``standings`` one person over days, and across laws · ``impacting`` what a change
of the law would do ·
``deadlines`` what comes up for people · ``staffing`` an institution's staff ·
``calendars`` published working days · ``receipts`` of answers · ``closing`` periods, with ``freezing`` what is kept ·
``admission`` what a record must satisfy · ``recording`` enrolments and ledger
entries · ``loading`` files into the registry · ``checking`` a plugin folder, with ``trying`` it on facts made up by
``ledgers``, ``purity`` of its code and ``checking_text`` its data against the official text ·
``scaffolding`` a region to begin with · ``demo`` a synthetic region and ``demo_measurements`` its figures ·
``listing`` the regulations as Markdown, and ``field_reference`` the data files' fields (from
``json_schema_nodes``) · ``notices`` with ``masking`` and ``notice_board`` what is made public.
"""
