"""The host: finds plugins, checks them, owns them, parks what is wrong and serves the rest.

Map: ``discovery`` folders and entry points · ``loading`` one plugin: its files, and its code if it has any · ``code``
the code of a plugin, in a process of its own, by way of ``talking`` and ``process`` · ``limits`` what it is granted ·
``watching`` how it fares, and the trace · ``wording`` what is said of its faults · ``files`` the bytes of a data file ·
``inheriting`` laws that rest on another plugin's · ``parking`` why a plugin is not served · ``host`` the value
everything else uses. The other side of the process is ``core.worker``.

An outside plugin needs nothing from here: ``pluggy.HookimplMarker("guiju")``, an entry point in the group
``guiju.plugins`` and its data files. Pluggy's manager is known to ``loading`` and, for code, to the process alone.
"""

from core.host.host import Host
from core.host.limits import Limits
from core.host.parking import Origin, PluginInfo, Reason
from core.host.watching import CodeReport
from core.worker.hookspecs import ENTRY_POINT_GROUP

__all__ = ["ENTRY_POINT_GROUP", "CodeReport", "Host", "Limits", "Origin", "PluginInfo", "Reason"]
