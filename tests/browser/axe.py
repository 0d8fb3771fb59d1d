"""axe-core judges a page. It is put into the page once and may then judge it again and again, as the page changes.

Each run of axe reads the whole page, whichever rules it is asked for. What follows from how a thing looks is therefore
judged once for things that look alike, in each process: the contrast of texts and the links among words (LOOKS). At a
second width the other rules are asked again only if the page shows, hides or scrolls something otherwise (CHANGED).
"""

from axe_playwright_python.base import AXE_SCRIPT

COLOURS = ["color-contrast", "link-in-text-block"]  # all that can differ between light and dark

# Marks one text and one link of each look that is not among the known ones, and gives the looks of those it marked.
# What is taken out of the flow and lets through what is behind may lie over anything: it has a look of its own on every
# kind of page. A link is told from the words around it: its look holds theirs, and which elements they are. What only a
# screen reader finds has no colours.
LOOKS = """
(known) => {
  const seen = new Set(known), found = [];
  const styles = new Map();
  const kind = location.pathname.replace(/[A-Z0-9]{8}|\\d+/g, "*");
  const of = (element) => {  // what lies behind, and what is done to it all
    if (styles.has(element)) return styles.get(element);
    const { position, backgroundColor, backgroundImage, opacity, filter, mixBlendMode } = getComputedStyle(element);
    const above = element.parentElement ? of(element.parentElement) : { behind: "", done: "" };
    const does = [opacity, filter, mixBlendMode].join();
    const done = does === "1,none,normal" ? above.done : `${above.done}/${does}`;
    const dense = backgroundColor.startsWith("rgb(");
    const out = !dense && /absolute|fixed|sticky/.test(position) ? `${kind}#${element.id}.${element.className}` : "";
    const own = [backgroundColor, backgroundImage].join();
    const adds = out || own !== "rgba(0, 0, 0, 0),none" ? `/${own}${out}` : "";
    const found = { behind: (dense ? "" : above.behind) + adds, done };
    styles.set(element, found);
    return found;
  };
  const note = (element, look) => {
    if (!look || seen.has(look)) return;
    seen.add(look);
    found.push(look);
    element.setAttribute("data-new-look", "");
  };
  const words = (element) => {
    const { color, fontSize, fontWeight, textShadow } = getComputedStyle(element);
    const disabled = element.closest(":disabled, [aria-disabled=true]") ? "disabled" : "";
    const { behind, done } = of(element);
    return [color, fontSize, fontWeight, textShadow, disabled, behind, done].join();
  };
  const drawn = (element, part) => {
    const style = getComputedStyle(element, part);
    const { display, fontStyle, fontFamily, textDecoration, borderBottom, outline, content } = style;
    return [element.tagName, element.className, display, fontStyle, fontFamily, textDecoration, borderBottom, outline,
      content].join();
  };
  const among = (link) => {  // nothing, if it does not stand among words
    if (getComputedStyle(link).display !== "inline") return "";
    const looks = [words(link), drawn(link), drawn(link, "::before"), drawn(link, "::after")];
    let around = link;
    do {
      around = around.parentElement;
      looks.push(words(around), drawn(around));
    } while (around !== document.body && getComputedStyle(around).display.startsWith("inline"));
    const others = [...around.querySelectorAll("a[href]")].reduce((sum, one) => sum + one.innerText.trim().length, 0);
    return around.innerText.trim().length > others ? ["link", ...looks].join("|") : "";
  };
  const shown = (element) => {
    const { width, height, bottom, right } = element.getBoundingClientRect();
    const drawn = width > 1 && height > 1 && bottom + scrollY > 0 && right + scrollX > 0;
    return drawn && element.checkVisibility({ visibilityProperty: true, opacityProperty: true });
  };
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const elements = [...document.querySelectorAll("input, select, textarea, button")];
  while (texts.nextNode()) if (texts.currentNode.data.trim()) elements.push(texts.currentNode.parentElement);
  for (const element of elements) if (shown(element)) note(element, words(element));
  for (const link of document.querySelectorAll("a[href], [role=link]")) if (shown(link)) note(link, among(link));
  return found;
}
"""
UNMARK = "document.querySelectorAll('[data-new-look]').forEach(one => one.removeAttribute('data-new-look'))"

# What is shown, hidden or scrolls otherwise than when the page was last judged: each piece as it is written, with the
# state of all in it. Without an earlier judgement it is everything, as one piece.
CHANGED = """
() => {
  const state = (element) => {
    if (!element.checkVisibility({ visibilityProperty: true })) return "-";
    const { scrollWidth, clientWidth, scrollHeight, clientHeight } = element;
    if (scrollWidth <= clientWidth && scrollHeight <= clientHeight) return "+";
    const { overflowX, overflowY } = getComputedStyle(element);
    return `${overflowX} ${overflowY}`.match(/auto|scroll/) ? "s" : "+";
  };
  const before = window.judgedStates ?? new Map(), now = new Map();
  for (const element of document.querySelectorAll("body, body *")) now.set(element, state(element));
  window.judgedStates = new Map([...before, ...now]);
  const changed = new Set([...now.keys()].filter((element) => before.get(element) !== now.get(element)));
  const states = (element) => [element, ...element.querySelectorAll("*")].map((one) => now.get(one)).join("");
  const topmost = [...changed].filter((element) => !changed.has(element.parentElement));
  return topmost.map((element) => `${element.outerHTML} ${states(element)}`);
}
"""
# axe does not load the stylesheets once more: only a rule that is switched off (css-orientation-lock) would read them.
OPTIONS = {"resultTypes": ["violations"], "preload": False}
RUN = "async ([context, options]) => (await axe.run(context ?? document, options)).violations"

_looks: set[str] = set()  # whose colours this process has judged, and found good
_pieces: set[int] = set()  # what was shown or hidden in another layout, judged and found good


def violations(page, *, colours_only=False, other_layout=False) -> list[dict]:
    """What axe finds wrong with the page as it stands.

    colours_only: what can differ between light and dark, where the rest has been judged already. other_layout: the same
    page has been judged at another width; the rest is judged again if anything is shown, hidden or scrolls otherwise.
    """
    if page.evaluate("typeof axe") == "undefined":
        page.evaluate(AXE_SCRIPT)
    found = [] if colours_only else _rest(page, other_layout)
    return found + _pale(page)


def _rest(page, other_layout: bool) -> list[dict]:
    """What is wrong but for colours."""
    pieces = set(map(hash, page.evaluate(CHANGED)))
    if other_layout and pieces <= _pieces:
        return []
    found = page.evaluate(RUN, [None, OPTIONS | {"rules": {rule: {"enabled": False} for rule in COLOURS}}])
    if not found:
        _pieces.update(pieces)
    return found


def _pale(page) -> list[dict]:
    """Where contrast is too low, or a link is like the words around it, of the looks not judged yet."""
    looks = page.evaluate(LOOKS, sorted(_looks))
    if not looks:
        return []
    found = page.evaluate(RUN, ["[data-new-look]", OPTIONS | {"runOnly": COLOURS}])
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
