"""Do other payment terms pay? Terms, sales and DSO in one picture."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import ipywidgets as widgets

from simulator.app.frontier.asking import Effort, running
from simulator.app.kit.files import link
from simulator.app.kit.picture import Picture
from simulator.app.kit.pieces import card
from simulator.app.kit.request import Request, Work
from simulator.figures import terms_surface as drawing

if TYPE_CHECKING:
    from collections.abc import Callable

    from simulator.app.kit.jobs import Later, Progress
    from simulator.app.setting import Setting
    from simulator.results.terms_surface import TermsSurface


class TermsTraded:
    """Payment terms for all customers, by how strongly orders answer to them."""

    def __init__(
        self, about: Callable[[], Setting], effort: Effort, refuse: Callable[[str], Any], later: Later
    ) -> None:
        self._about, self._effort = about, effort
        self.request = Request("Play the terms", self._begin, self._arrived, refuse, later)
        self.picture, self.links = Picture("terms", drawing.HEIGHT), widgets.HTML()
        self.picture.hide()
        self.found: TermsSurface | None = None
        self.box = card(
            "form card-terms",
            widgets.HTML(
                '<h3>Do other payment terms pay?</h3><p class="note">Longer terms sell more and bring money later. How '
                "strongly orders answer to terms is an assumption (behaviour.terms_elasticity), so several are "
                "played.</p>"
            ),
            self.request.box,
            self.picture.box,
            self.links,
        )

    def clear(self) -> None:
        """What was found belongs to other customers."""
        self.request.cancel()
        self.picture.hide()
        self.links.value, self.found = "", None

    def _begin(self) -> Work:
        setting = self._about()

        def work(tell: Progress) -> TermsSurface:
            from simulator.experiment.terms_surface import terms_surface

            return terms_surface(
                setting.scenario, replications=self._effort.cases, **running(setting, self._effort, tell)
            )

        return work

    def _arrived(self, found: TermsSurface) -> None:
        self.found = found
        self.picture.show(drawing.draw(found))
        self.links.value = link(
            "All of it (JSON)", "terms.json", "application/json", found.to_json().encode()
        )
