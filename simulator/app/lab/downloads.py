"""Files that the page hands out: links that carry the whole file, so that nothing lies on the server."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING
from urllib.parse import quote

from simulator.app.kit.files import WORKBOOK, YAML, file_name_of, link
from simulator.app.setting import scenario_setting
from simulator.app.workplace import first_setting
from simulator.plans import shipped_names
from simulator.publish.workbook import comparison_csv, comparison_workbook
from simulator.strategy import load_strategy

if TYPE_CHECKING:
    from simulator.app.lab.state import Lab
    from simulator.app.setting import Setting
    from simulator.results.comparison import Comparison
    from simulator.sharing import Shared
    from simulator.strategy import Strategy


def table_links(comparison: Comparison) -> str:
    """The table as CSV and as a workbook."""
    return link("CSV", "comparison.csv", "text/csv", comparison_csv(comparison)) + link(
        "Excel", "comparison.xlsx", WORKBOOK, comparison_workbook(comparison)
    )


def share_link(shared: Shared) -> str:
    """The whole comparison as a file that can be loaded again, on any machine, with the same numbers."""
    return link("Share", "comparison.yaml", YAML, shared.to_yaml().encode())


def board_link(lab: Lab) -> str:
    """The way to the board page: with the strategies in the address where they and the scenario ship as they are."""
    shipped = {load_strategy(name).name: name for name in shipped_names("strategy")}
    names = [shipped.get(one.name, "") for one in lab.alternatives]
    same = all(
        name and load_strategy(name).changes == one.changes
        for name, one in zip(names, lab.alternatives, strict=True)
    )
    scenario = address_of(lab.setting)
    if not lab.alternatives or not same or scenario is None:
        hint = "Share this comparison, then load the file on the board page"
        return f'<a class="button primary" href="/board" title="{hint}">Board page</a>'
    by = f"&by={quote(lab.criterion)}"
    where = f"/board?strategies={','.join(names)}{scenario}{by}"
    return f'<a class="button primary" href="{escape(where)}">Board page</a>'


def address_of(setting: Setting) -> str | None:
    """How an address names a setting: not at all where pages open with it; None where no address can name it."""
    if setting == first_setting():
        return ""
    days = setting.scenario.company.horizon_days
    for name in shipped_names("scenario"):
        if setting == scenario_setting(name, days):
            return f"&scenario={name}&days={days}"
    return None


def strategy_link(strategy: Strategy) -> str:
    """The selected strategy as a file that can be loaded again."""
    return link("Save", f"{file_name_of(strategy.name)}.yaml", YAML, strategy.to_yaml().encode())
