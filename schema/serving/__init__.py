"""Serving the schema: everything between a socket and GraphQL, so that strangers may come and an operator can sleep.

Map, from the socket inwards:

* ``settings``     what an operator chooses, with every limit; ``options``: the same on the command line
* ``server``       the process: its signals, its end; ``sockets``: where it listens; ``protocols``: what it speaks;
  ``life``: whether it ends; ``deadlines``: connections that must not dawdle
* ``quick``        connections that answer at once; ``headings``: what stands before the body of an ``ordinary`` one;
  ``shortcut``: the short way, below ASGI and above
* ``front``        every request: its id, its headers, its line in the log; ``exchange``: what became of it
* ``guard``        who gets in: ``gate`` so many at once, ``rates`` so much each; ``lateness``: how long they may take
* ``view``         what strangers are shown of GraphQL itself, and what a developer is
* ``probes``       whether the process lives and is ready, and its metrics; ``metrics``, ``tracing``, ``logs``
* ``reloading``    new regulations without a pause
* ``application``  all of it put together

It imports the rest of the schema, Starlette and uvicorn; nothing but ``exchange`` is imported from the rest.
"""
