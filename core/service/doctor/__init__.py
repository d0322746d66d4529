"""What is the matter with an installation: checks by name, each by itself, so that one that fails hides no other.

Map: ``found`` what a check has found · ``surroundings`` what is looked at · ``database`` the file or the server ·
``registry`` what is recorded in it · ``host`` plugins, settings, the calendar · ``machine`` disk, files, packages ·
``examining`` all of them, in their order.
"""

from core.service.doctor.examining import CHECKS, examine
from core.service.doctor.found import Found, State
from core.service.doctor.surroundings import Surroundings

__all__ = ["CHECKS", "Found", "State", "Surroundings", "examine"]
