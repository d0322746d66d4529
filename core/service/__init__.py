"""What a user asks for: the host and the registry put together, for GraphQL and the command line alike.

Map: ``office`` the value that holds both · ``viewer`` who asks, and what they may, by ``tokens`` ·
``facts`` rows to facts ·
``questions`` what is asked · ``assessing`` one doctor, many, or a whole region · ``apart`` in a
thread where a plugin's code answers · ``comparing`` one set of facts under several regulations ·
``measuring`` answers drawn from measurements, and one ``measuring_*`` each for what these may name, which of them
holds, and what they tell a scheme · ``standings`` one person over days, and across laws · ``impacting`` what a change
of the law would do ·
``deadlines`` what comes up for people · ``staffing`` an institution's staff ·
``calendars`` published working days · ``receipts`` of answers · ``closing`` periods, with
``closing_ahead`` what is worked out before, ``deciding`` of whom, a ``pile`` of it, and ``freezing`` what is kept ·
``admission`` what a record must satisfy · ``recording`` enrolments and ledger
entries, as far as a token has the ``reach`` · ``loading`` files into the registry · ``reloading`` the regulations ·
``checking`` a plugin folder, with ``trying`` it on facts made up by
``ledgers``, ``purity`` of its code and ``checking_text`` its data against the official text ·
``backing_up`` backups and snapshots · ``scaffolding`` a region to begin with ·
``doctor`` what is the matter with an installation ·
``demo`` a synthetic region and ``demo_measurements`` its figures ·
``listing`` the regulations as Markdown, ``error_reference`` every error code, and ``field_reference`` the data
files' fields (from ``json_schema_nodes``) · ``notices`` with ``masking`` and ``notice_board`` what is made public.
"""
