"""What people print on leaflets and write into their notes stays: addresses, commands and settings.

lasting.txt lists them, one a line. What is new is added to it. What goes needs a redirect, or a line in the changelog,
and leaves the list knowingly.
"""

from pathlib import Path

from django.core.management import get_commands

from tests.house import project
from tests.house.addresses import every_address
from tests.house.test_settings_documented import variables_read

LIST = Path(__file__).with_name("lasting.txt")


def there_now() -> set[str]:
    """Every route, every command of ours and every variable the settings read, as lasting.txt writes them."""
    routes = {f"address /{address.route}" for address in every_address()}
    commands = {f"command {name}" for name, app in get_commands().items() if app in project.PACKAGES}
    settings = {f"setting {name}" for name in variables_read(project.sources(project.code()))}
    return routes | commands | settings


def differences(now: set[str], listed: set[str]) -> list[str]:
    return [f"gone: {line}" for line in sorted(listed - now)] + [f"not listed: {line}" for line in sorted(now - listed)]


def test_addresses_commands_and_settings_are_those_people_know():
    assert differences(there_now(), set(LIST.read_text().splitlines())) == []


def test_an_address_that_went_and_one_that_came_are_caught():
    assert differences({"address /symptoms/", "command load"}, {"address /symptoms/", "address /desk/"}) == [
        "gone: address /desk/",
        "not listed: command load",
    ]
