"""The host: finds plugins, checks them, owns them, parks what is wrong and serves the rest.

Map: ``hookspecs`` what a plugin may implement · ``discovery`` folders and entry points · ``vetting`` what is refused
before a plugin is called · ``inheriting`` laws that rest on another plugin's · ``parking`` why a plugin is not
served · ``host`` the value everything else uses.

An outside plugin needs nothing from here: ``pluggy.HookimplMarker("guiju")``, an entry point in the group
``guiju.plugins`` and its data files. The only module that knows pluggy's manager is ``host``.
"""

from core.host.hookspecs import ENTRY_POINT_GROUP
from core.host.host import Host
from core.host.parking import Origin, PluginInfo, Reason

__all__ = ["ENTRY_POINT_GROUP", "Host", "Origin", "PluginInfo", "Reason"]
