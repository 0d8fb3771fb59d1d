"""Makes a virtual environment with a working pip, also where Python came without ensurepip (a bare Debian or Ubuntu).

Run by script/setup with the system's Python, so it uses the standard library only:  python3 bootstrap_venv.py FOLDER
Where `python3 -m venv` cannot install pip, one pinned pip wheel is fetched from the package index, checked by its
checksum, and installs itself. The index, certificates and proxies are those pip itself would use.
"""

import base64
import configparser
import hashlib
import http.client
import os
import shutil
import ssl
import subprocess
import sys
import tempfile
import urllib.request
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

WHEEL = "pip-26.3-py3-none-any.whl"
SHA256 = "f3b60b20ffaadd4415ed7957212a38ac63fa4c5fa375bd0f4a797777940fad13"
DEFAULT_INDEX = "https://pypi.org/simple"
KEEP = ".lock"  # script/setup holds a lock on this file inside the folder while we work


class CannotBootstrap(Exception):
    """There is no way to a working pip; the message says why and what helps."""


class _Links(HTMLParser):
    def __init__(self):
        super().__init__()
        self.found = []

    def handle_starttag(self, tag, attrs):
        if tag == "a":
            self.found.append(dict(attrs).get("href") or "")


def pip_option(name):
    """What pip is told for this option, by the environment first and its configuration files next; "" if nothing."""
    if value := os.environ.get("PIP_" + name.upper().replace("-", "_")):
        return value
    home = Path.home()
    files = [
        os.environ.get("PIP_CONFIG_FILE"),
        Path(os.environ.get("XDG_CONFIG_HOME") or home / ".config") / "pip" / "pip.conf",
        home / ".pip" / "pip.conf",
        "/etc/pip.conf",
    ]
    for file in files:
        parser = configparser.RawConfigParser()
        try:
            parser.read(file or (), encoding="utf-8")
        except (configparser.Error, UnicodeDecodeError):
            continue  # pip itself will say what is wrong with it
        for section in ("install", "global"):
            if value := parser.get(section, name, fallback=""):
                return value.strip()
    return ""


def fetch(url):
    """The bytes at an address, asked for with the user's proxy and certificates and the address's own login."""
    parts = urlsplit(url)
    request = urllib.request.Request(parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl())  # noqa: S310
    request.add_header("Accept", "text/html, */*;q=0.1")
    if parts.username:
        login = f"{unquote(parts.username)}:{unquote(parts.password or '')}".encode()
        request.add_header("Authorization", "Basic " + base64.b64encode(login).decode())
    proxy = pip_option("proxy")
    proxies = urllib.request.ProxyHandler({"http": proxy, "https": proxy} if proxy else None)
    certificates = pip_option("cert") or os.environ.get("REQUESTS_CA_BUNDLE") or os.environ.get("CURL_CA_BUNDLE")
    try:
        secure = urllib.request.HTTPSHandler(context=ssl.create_default_context(cafile=certificates or None))
    except OSError as error:
        raise CannotBootstrap(f"The certificates in {certificates} cannot be read: {error.strerror}.") from error
    try:
        with urllib.request.build_opener(proxies, secure).open(request, timeout=60) as answer:
            return answer.read()
    except (OSError, http.client.HTTPException) as error:
        raise CannotBootstrap(
            f"{_without_login(url)} cannot be fetched: {getattr(error, 'reason', error)}. "
            "Behind a proxy, set https_proxy; for a mirror of PyPI, set PIP_INDEX_URL."
        ) from error


def fetch_pip_wheel(folder):
    """Puts the pinned pip wheel into the folder and returns its path; refuses a file that is not the one we pinned."""
    index = (pip_option("index-url") or DEFAULT_INDEX).rstrip("/") + "/pip/"
    links = _Links()
    links.feed(fetch(index).decode("utf-8", "replace"))
    matching = [link for link in links.found if urlsplit(link).path.endswith("/" + WHEEL)]
    if not matching:
        raise CannotBootstrap(f"The package index at {_without_login(index)} has no {WHEEL}.")
    source = urljoin(index, matching[0])
    if "@" in urlsplit(index).netloc and urlsplit(source).hostname == urlsplit(index).hostname:
        source = urlsplit(source)._replace(netloc=urlsplit(index).netloc).geturl()
    content = fetch(source)
    if hashlib.sha256(content).hexdigest() != SHA256:
        raise CannotBootstrap(f"{WHEEL} from {_without_login(index)} is not the file we know; it was not used.")
    wheel = Path(folder) / WHEEL
    wheel.write_bytes(content)
    return wheel


def _without_login(url):
    parts = urlsplit(url)
    return parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl()


def works(folder):
    """Whether the folder holds an environment whose Python starts and finds pip."""
    python = folder / "bin" / "python"
    return python.exists() and _run([python, "-c", "import pip"]).returncode == 0


def _run(command):
    return subprocess.run(command, capture_output=True, text=True, check=False)


def _empty(folder):
    folder.mkdir(parents=True, exist_ok=True)
    for entry in folder.iterdir():
        if entry.name != KEEP:
            shutil.rmtree(entry) if entry.is_dir() and not entry.is_symlink() else entry.unlink()


def bootstrap(folder):
    """Makes the environment anew in the folder. Raises CannotBootstrap."""
    _empty(folder)
    if _run([sys.executable, "-m", "venv", folder]).returncode == 0 and works(folder):
        return
    print("This Python comes without ensurepip; fetching pip from the package index instead.", flush=True)
    _empty(folder)
    made = _run([sys.executable, "-m", "venv", "--without-pip", folder])
    if made.returncode:
        raise CannotBootstrap(
            "This Python cannot make virtual environments (no venv module). On Debian and Ubuntu: "
            f"apt-get install python3-venv. It said: {(made.stderr or made.stdout).strip()}"
        )
    with tempfile.TemporaryDirectory() as scratch:
        wheel = fetch_pip_wheel(scratch)
        python = folder / "bin" / "python"
        installed = _run(
            [python, wheel / "pip", "install", "--quiet", "--no-index", "--disable-pip-version-check", wheel]
        )
    if installed.returncode or not works(folder):
        raise CannotBootstrap(f"pip could not be installed: {installed.stderr.strip()}")


def main():
    folder = Path(sys.argv[1]).absolute()
    if works(folder):
        return
    try:
        bootstrap(folder)
    except CannotBootstrap as error:
        sys.exit(str(error))
    except OSError as error:
        sys.exit(f"The Python environment could not be made in {folder}: {error}")


if __name__ == "__main__":
    main()
