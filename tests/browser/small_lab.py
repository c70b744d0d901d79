"""A small strategy lab for the browser: few customers and replications, so that it settles while one looks."""

CUSTOMERS, HORIZON_DAYS, WANTED, SEED = 40, 365, 6, 2026

CELL = f"""
import simulator as cs
from simulator.app.lab.page import StrategyLab
from simulator.app.lab.state import Lab
from simulator.app.setting import Setting

scenario = cs.load_scenario("wholesale").but(
    portfolio={{"customers": {CUSTOMERS}}}, company={{"horizon_days": {HORIZON_DAYS}}}
)
strategies = tuple(cs.load_strategy(name) for name in ("discount", "intensive_collections", "strict"))
StrategyLab(Lab(Setting(scenario), strategies, selected=1), wanted={WANTED}).box
"""


def measure_cell(page, measure: str, strategy: str) -> str:
    """What the table says of a strategy (a, b, c) on a measure, in big letters."""
    return str(page.inner_text(f"tr[data-measure={measure}] td.s-{strategy} b.num"))


def amount(text: str) -> float:
    """The number that a text such as −€181k or +€1.25m or −9.8 d stands for."""
    sign = -1.0 if "−" in text else 1.0
    digits = "".join(letter for letter in text if letter.isdigit() or letter == ".")
    scale = 1e6 if text.endswith("m") else 1e3 if text.endswith("k") else 1.0
    return sign * float(digits) * scale


def wait_settled(page) -> None:
    """Wait until the numbers do not change any more."""
    page.wait_for_function(
        "document.querySelector('.status-text')?.innerText.includes('Settled')"
        " && !document.querySelector('.lab-main.is-stale')",
        timeout=60_000,
    )


def press(page, lever: str, key: str) -> None:
    """Move a lever by one key press, and wait until the numbers before it are faded."""
    page.evaluate(
        """() => { window.faded = false;
        new MutationObserver((_, watcher) => {
          if (document.querySelector('.lab-main.is-stale')) { window.faded = true; watcher.disconnect(); }
        }).observe(document.querySelector('.lab-main'), {attributes: true}); }"""
    )
    push(page, lever, key)
    page.wait_for_function("window.faded", timeout=10_000)


def push(page, lever: str, key: str) -> None:
    """Press a key on a lever's handle."""
    handle = page.locator(f".lever-{lever} .noUi-handle")
    handle.scroll_into_view_if_needed()
    handle.focus()
    handle.press(key)
