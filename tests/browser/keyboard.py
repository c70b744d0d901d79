"""Walking through a page with the Tab key: everything that can be used is reached, and nothing holds one back."""

from playwright.sync_api import Page

_USABLE = """() => {
  const usable = 'a[href], button, input, select, textarea, summary, [tabindex="0"]';
  let number = 0;
  return [...document.querySelectorAll(usable)].filter((one) => {
    const style = getComputedStyle(one);
    const seen = one.getClientRects().length && style.visibility !== 'hidden';
    if (!seen || one.disabled || one.tabIndex < 0 || one.closest('[inert]')) return false;
    one.dataset.walk = String(number++);
    return true;
  }).map((one) => [one.dataset.walk, (one.outerHTML || '').slice(0, 120)]);
}"""
_HERE = "document.activeElement?.dataset?.walk ?? ''"


def left_out(page: Page) -> list[str]:
    """What the Tab key does not reach."""
    usable = dict(page.evaluate(_USABLE))
    page.evaluate("document.activeElement?.blur()")
    reached: set[str] = set()
    for _ in range(len(usable) + 30):
        page.keyboard.press("Tab")
        reached.add(page.evaluate(_HERE))
    return [html for walk, html in usable.items() if walk not in reached]


def nameless(page: Page) -> list[str]:
    """Controls that a screen reader could not name."""
    return list(
        page.evaluate(
            """() => [...document.querySelectorAll('.lab :is(button, input, select, textarea)')].filter((one) => {
              if (!one.getClientRects().length || one.type === 'file') return false;
              const label = (one.labels && one.labels.length && one.labels[0].innerText.trim()) || one.title
                || one.innerText?.trim() || one.getAttribute('aria-label') || one.placeholder;
              return !label;
            }).map((one) => one.outerHTML.slice(0, 160))"""
        )
    )
