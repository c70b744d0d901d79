"""What stands around a page: the bar with the links to all others, and in JupyterLab the style."""

from __future__ import annotations

import ipywidgets as widgets

from simulator.app.kit.pieces import box
from simulator.app.places import brand, page_links
from simulator.app.styles import is_served, notebook_style


def top_bar(current: str, *acts: widgets.Widget) -> widgets.Box:
    """The bar at the top: name, links to the pages, and what one can do on this one.

    Args:
        current: The page's own name, that of its notebook.
        acts: Buttons and links at the right end.
    """
    head = widgets.HTML(brand() + page_links(current))
    head.add_class("brand-line")
    return box("lab-topbar", head, *acts)


def page_box(
    current: str, css: str, *parts: widgets.Widget, acts: tuple[widgets.Widget, ...] = ()
) -> widgets.VBox:
    """A whole page: the bar, and the parts below each other (`my-ledger-main` for the page my_ledger).

    Args:
        current: The page's own name.
        css: A class of its own, for its style sheet.
        parts: What stands below the bar.
        acts: What one can do in the bar.
    """
    main = box(f"lab-main {current.replace('_', '-')}-main", *parts)
    whole = widgets.VBox([top_bar(current, *acts), main])
    for name in ("lab", *css.split()):
        whole.add_class(name)
    return whole


def framed(page: widgets.Widget) -> widgets.Widget:
    """A page as a notebook shows it: as it is where it is served, with its style along in JupyterLab."""
    if is_served():
        return page
    style = widgets.HTML(f"<style>{notebook_style()}</style>")
    frame = widgets.VBox([style, page])
    frame.add_class("lab-frame")
    return frame
