"""axe-core judges a page. It is put into the page once and may then judge it again and again, as the page changes."""

from axe_playwright_python.base import AXE_SCRIPT

# All that can differ between light and dark, where the rest has been judged already.
COLOURS = {"runOnly": ["color-contrast", "link-in-text-block"]}


def violations(page, **options) -> list[dict]:
    """What axe finds wrong with the page as it stands; the options are those of axe.run."""
    if page.evaluate("typeof axe") == "undefined":
        page.evaluate(AXE_SCRIPT)
    return page.evaluate(
        "async options => (await axe.run(options)).violations", {"resultTypes": ["violations"], **options}
    )


def places(page, **options) -> list[tuple]:
    """The same, in short: which rule, where, and how to mend it."""
    return [
        (fault["id"], node["target"], node["failureSummary"])
        for fault in violations(page, **options)
        for node in fault["nodes"]
    ]
