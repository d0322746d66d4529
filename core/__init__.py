"""The core of Guiju (规矩): regulations, assessment, the plugin host, storage and the services above them.

Map, top to bottom; a package may import only what stands below it (held by import contracts):

* ``service``     what a user asks for: assess, record, enrol, import, demo, the command line
* ``host``        finds, checks and owns plugins            } these three
* ``storage``     facts in and out of the database          } do not know
* ``intake``      rows of files into typed records          } each other
* ``assessment``  pure: regulation × facts × dates → outcome with its steps
* ``regulation``  the law as typed, immutable data with line numbers and citations
* ``text``, ``errors``  what everything speaks
"""
