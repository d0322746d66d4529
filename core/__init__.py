"""The core of Guiju (规矩): regulations, assessment, the plugin host, storage and the services above them.

Map, top to bottom; a package may import only what stands below it (held by import contracts):

* ``cli``         the commands, one file each
* ``service``     what a user asks for: assess, record, enrol, import, compare, demo
* ``host``        finds, checks and owns plugins            } these three
* ``storage``     facts in and out of the database          } do not know
* ``intake``      rows of files into typed records          } each other
* ``worker``      the process in which a plugin's code runs, below the host and apart from it
* ``records``     registry records by their natural keys, between the three and the engine
* ``assessment``  pure: regulation × facts × dates → outcome with its steps
* ``regulation``  the law as typed, immutable data with line numbers and citations
* ``text``, ``errors``  what everything speaks
"""
