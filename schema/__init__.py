"""The GraphQL schema: one endpoint for every region, whichever regulations are served.

Map, one file a noun:

* ``build``            ``build_schema()`` and ``sdl()``; ``query``: every root field put together
* ``execution``        running an operation: by the stock executor, or ``compiled`` (a package) once it is known
* ``http``             the ASGI view; ``graphiql``: its page and files; ``requests``: bodies and headers;
  ``examples``: queries that the page opens with
* ``context``          what one request carries: office, viewer, loaders, budget; ``access``: what the viewer may see
* ``errors``           how every error looks to a client; ``contract``: what of a released schema is no longer kept
* ``fields``, ``scalars``, ``connection``, ``node``  what types are built from
* ``vocabulary`` and every ``vocabulary_of_*``  the enumerations, each value described
* ``text``, ``regulation``, ``points``, ``points_rules``, ``enrolment_scheme``, ``scorecard``, ``rating``, ``charges``,
  ``settlement``, ``dispensing``, ``plugin``  the law at hand, open to anyone
* ``behaviours``, ``comparison``, ``applicability``  across regulations: what an act costs in each, one set of facts
  under several, and which regulation applies
* ``institution``, ``doctor``, ``enrolment``, ``violation``, ``repair``, ``measurement``, ``period``  the registry;
  ``publication`` what the law makes public, ``notice``: what is public today
* ``assessment`` and one ``*_assessment`` a scheme  answers; ``assessing``: about the registry, ``measured``: about its
  measurements; ``simulation`` (points) and one ``*_simulation`` a scheme: about facts in the request, ``given``: what
  these have in common; ``amounts``: money in them
* ``timeline``         a doctor's standing over days, and across regulations; ``differences``: between two answers
* ``receipt``          of an answer; ``closing``: periods, and the assessments frozen in them
* ``deadline``         a last day that follows from an answer; ``deadlines``: what comes up for people
* ``staff_share``      what follows for an institution from the standings of its staff
* ``mutation``         every mutation put together; ``recording`` and every ``recording_*``  what they do, ``recorded``:
  what these have in common

Types declare how values of the core look to a client; the values themselves pass through unchanged. The schema
imports the core and never a plugin or the ORM, and nothing in it depends on which regulations are loaded.
"""
