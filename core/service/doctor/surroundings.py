"""What is looked at: where the registry is, which plugins and settings there are, and the hour."""

from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from core.errors import GuijuError
from core.host import Host
from core.regulation.settings import load_settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """An installation, as the command was told of it."""

    location: str | Path
    plugins: tuple[Path, ...]
    settings: Path | None
    now: datetime
    """In UTC."""
    today: date
    """In China."""
    receipts: int = 20
    """How many frozen results are worked out anew, at most."""
    packages: bool = True
    """Whether plugins that are installed as packages are looked for."""
    _hosts: list[Host] = field(default_factory=list[Host])

    def settled(self) -> Host:
        """Return the host of the plugins under the settings, loaded once.

        Raises DataFileError, NotFoundError or RefusedError for settings that do not hold, OSError for no such file.
        """
        if not self._hosts:
            settings = None if self.settings is None else load_settings(self.settings.read_bytes(), self.settings.name)
            self._hosts.append(Host.load(self.plugins, packages=self.packages, settings=settings))
        return self._hosts[0]

    def host(self) -> Host:
        """Return the host of the plugins, without the settings if they do not hold."""
        try:
            return self.settled()
        except (GuijuError, OSError):  # told by a check of its own
            self._hosts.append(Host.load(self.plugins, packages=self.packages))
            return self._hosts[0]

    def close(self) -> None:
        """End what was started."""
        for host in self._hosts:
            host.close()
