"""The GraphQL schema: one endpoint for every region, whichever regulations are served.

Map, one file a noun:

* ``build``            ``build_schema()`` and ``sdl()``; ``query``: every root field put together
* ``http``             the ASGI view; ``graphiql``: its page and files; ``requests``: bodies and headers;
  ``examples``: queries that the page opens with
* ``context``          what one request carries: office, viewer, loaders, budget; ``access``: what the viewer may see
* ``errors``           how every error looks to a client
* ``fields``, ``scalars``, ``connection``, ``node``  what types are built from
* ``vocabulary``, ``vocabulary_of_answers``  the enumerations, each value described
* ``text``, ``regulation``, ``points``, ``enrolment_scheme``, ``plugin``  the law at hand, open to anyone
* ``institution``, ``doctor``, ``enrolment``, ``violation``, ``period``  the registry
* ``assessment``, ``points_assessment``, ``enrolment_assessment``  answers; ``assessing``: about the registry,
  ``simulation``: about facts in the request
* ``recording``        mutations

Types declare how values of the core look to a client; the values themselves pass through unchanged. The schema
imports the core and never a plugin or the ORM, and nothing in it depends on which regulations are loaded.
"""
