"""What a person can do to the scenario: another one, an assumption, a shock, an own ledger."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Protocol

from simulator.app.kit.jobs import Job, Later
from simulator.app.setting import Setting, changed_setting, ledger_setting, scenario_setting, struck_setting
from simulator.app.uploads import as_file, check_upload, plain_name
from simulator.coming import Coming
from simulator.shocks import load_shock

if TYPE_CHECKING:
    from simulator.app.lab.state import Lab

_SHOCK_ENDINGS = (".yaml", ".yml")


class Page(Protocol):
    """The page whose scenario it is."""

    @property
    def lab(self) -> Lab:
        """The state as it is now."""

    def do(self, change: Callable[[Lab], Lab]) -> None:
        """Carry out an act."""

    def refuse(self, sentence: str) -> None:
        """Tell why something was not done."""

    def show_upload(self, words: str) -> None:
        """Show that a file is being read; no words: it is done."""


class SettingActs:
    """The acts. What is refused is told in a sentence and leaves everything as it was."""

    def __init__(self, page: Page, later: Later) -> None:
        self._page = page
        self._job = Job(later, self._refused)

    def take_scenario(self, name: str) -> None:
        """Go to a scenario that ships; what comes upon us still comes."""
        self._job.cancel()  # a ledger that is still being fitted is not wanted any more
        self._page.show_upload("")
        self._change(lambda setting: struck_setting(scenario_setting(name, _days(setting)), setting.coming))

    def assume(self, key: str, value: Any) -> None:
        """Change an assumption of the scenario."""
        self._change(lambda setting: changed_setting(setting, key, value))

    def strike(self, coming: Sequence[Coming]) -> None:
        """Let these shocks, and no others, come upon us."""
        self._change(lambda setting: struck_setting(setting, coming))

    def load_shock(self, name: str, content: bytes) -> None:
        """Let a shock of one's own come upon us."""

        def with_it(setting: Setting) -> Setting:
            shown = plain_name(name)
            check_upload(shown, content, _SHOCK_ENDINGS, "a shock as YAML")
            with as_file(shown, content) as path:
                return struck_setting(setting, (*setting.coming, Coming(load_shock(path))))

        self._change(with_it)

    def take_ledger(self, name: str, content: bytes) -> None:
        """Go to the customers of an uploaded ledger; fitting takes a while, so it is done aside."""
        setting = self._page.lab.setting
        self._page.show_upload(f"Reading and fitting {plain_name(name)} ({len(content) / 1e6:.1f} MB)")

        def arrive(found: Setting) -> None:
            self._page.show_upload("")
            self._change(lambda now: struck_setting(found, now.coming))

        self._job.start(lambda _: ledger_setting(name, content, _days(setting)), arrive)

    def close(self) -> None:
        """Nobody wants a ledger any more."""
        self._job.cancel()

    def _refused(self, sentence: str) -> None:
        self._page.show_upload("")
        self._page.refuse(sentence)

    def _change(self, change: Callable[[Setting], Setting]) -> None:
        self._page.do(lambda lab: replace(lab, setting=change(lab.setting)))


def _days(setting: Setting) -> int:
    return setting.scenario.company.horizon_days
