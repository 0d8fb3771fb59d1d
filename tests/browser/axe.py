"""axe-core judges a page. It is put into the page once and may then judge it again and again, as the page changes.

Contrast costs axe more than all its other rules. It follows from the computed style of a text and of what lies behind
it, so of texts that look alike one is judged, once in each process: see LOOKS.
"""

from axe_playwright_python.base import AXE_SCRIPT

CONTRAST, LINKS = "color-contrast", "link-in-text-block"  # all that can differ between light and dark

# Marks one text of each look that is not among the known ones, and gives the looks of those it marked. What is taken
# out of the flow may lie over anything: it has a look of its own on every page.
LOOKS = """
(known) => {
  const seen = new Set(known), found = [];
  const styles = new Map();
  const of = (element) => {
    if (styles.has(element)) return styles.get(element);
    const style = getComputedStyle(element);
    const above = element.parentElement ? of(element.parentElement) : "";
    const { backgroundColor, backgroundImage, opacity, filter, mixBlendMode } = style;
    const behind = [backgroundColor, backgroundImage, opacity, filter, mixBlendMode].join();
    const lies = /absolute|fixed|sticky/.test(style.position) ? `${location}#${element.id}.${element.className}` : "";
    const plain = !lies && behind === "rgba(0, 0, 0, 0),none,1,none,normal";
    const way = plain ? above : `${above}/${behind}${lies}`;
    styles.set(element, way);
    return way;
  };
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const elements = [...document.querySelectorAll("input, select, textarea, button")];
  while (texts.nextNode()) if (texts.currentNode.data.trim()) elements.push(texts.currentNode.parentElement);
  for (const element of elements) {
    if (!element.checkVisibility({ visibilityProperty: true, opacityProperty: true })) continue;
    const { color, fontSize, fontWeight, textShadow } = getComputedStyle(element);
    const disabled = element.closest(":disabled, [aria-disabled=true]") ? "disabled" : "";
    const look = [color, fontSize, fontWeight, textShadow, disabled, of(element)].join();
    if (seen.has(look)) continue;
    seen.add(look);
    found.push(look);
    element.setAttribute("data-new-look", "");
  }
  return found;
}
"""
UNMARK = "document.querySelectorAll('[data-new-look]').forEach(one => one.removeAttribute('data-new-look'))"
RUN = "async ([context, options]) => (await axe.run(context ?? document, options)).violations"

_looks: set[str] = set()  # whose contrast this process has judged, and found good


def violations(page, *, colours_only=False, preload=True) -> list[dict]:
    """What axe finds wrong with the page as it stands.

    colours_only: what can differ between light and dark, where the rest has been judged already. preload: whether axe
    may load the stylesheets once more, for a rule about turning the screen; the policy of the admin forbids it.
    """
    if page.evaluate("typeof axe") == "undefined":
        page.evaluate(AXE_SCRIPT)
    rules = {"runOnly": [LINKS]} if colours_only else {"rules": {CONTRAST: {"enabled": False}}}
    wanted = {"resultTypes": ["violations"], "preload": preload and not colours_only, **rules}
    return page.evaluate(RUN, [None, wanted]) + _pale(page)


def _pale(page) -> list[dict]:
    """Where contrast is too low, of the looks not judged yet."""
    looks = page.evaluate(LOOKS, sorted(_looks))
    if not looks:
        return []
    wanted = {"resultTypes": ["violations"], "preload": False, "runOnly": [CONTRAST]}
    found = page.evaluate(RUN, ["[data-new-look]", wanted])
    page.evaluate(UNMARK)
    if not found:
        _looks.update(looks)
    return found


def places(page, **options) -> list[tuple]:
    """The same, in short: which rule, where, and how to mend it."""
    return [
        (fault["id"], node["target"], node["failureSummary"])
        for fault in violations(page, **options)
        for node in fault["nodes"]
    ]
