"""The way to pip on a machine whose Python came without it."""

import hashlib
import importlib.util
import os
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

SCRIPT = Path(__file__).resolve().parents[2] / "script" / "lib" / "bootstrap_venv.py"


@pytest.fixture
def bootstrap(monkeypatch, tmp_path):
    """The script as a module, on a machine where nothing about pip is configured."""
    spec = importlib.util.spec_from_file_location("bootstrap_venv", SCRIPT)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    for name in os.environ:
        if name.startswith("PIP_"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    return module


@pytest.fixture
def index(bootstrap, monkeypatch):
    """A package index on this machine. `index.files`: path -> bytes; `index.logins`: what was sent to log in."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            server.logins.append(self.headers.get("Authorization"))
            content = server.files.get(self.path)
            self.send_response(404 if content is None else 200)
            self.end_headers()
            self.wfile.write(content or b"")

        def log_message(self, *args):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.logins = []
    server.files = {
        "/simple/pip/": f'<a href="../../files/{bootstrap.WHEEL}#sha256=0">{bootstrap.WHEEL}</a>'.encode(),
        f"/files/{bootstrap.WHEEL}": b"a wheel",
    }
    monkeypatch.setenv("PIP_INDEX_URL", f"http://pat:w%40rd@127.0.0.1:{server.server_port}/simple/")
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


def test_the_known_wheel_is_taken_from_the_configured_index_with_its_login(bootstrap, index, monkeypatch, tmp_path):
    monkeypatch.setattr(bootstrap, "SHA256", hashlib.sha256(b"a wheel").hexdigest())
    assert bootstrap.fetch_pip_wheel(tmp_path).read_bytes() == b"a wheel"
    assert index.logins == ["Basic cGF0OndAcmQ="] * 2  # pat:w@rd


def test_a_wheel_that_is_not_the_known_one_is_refused(bootstrap, index, tmp_path):
    with pytest.raises(bootstrap.CannotBootstrap, match="is not the file we know") as refusal:
        bootstrap.fetch_pip_wheel(tmp_path)
    assert "w%40rd" not in str(refusal.value)
    assert list(tmp_path.glob("*.whl")) == []


def test_an_index_without_it_or_out_of_reach_is_named(bootstrap, index, monkeypatch, tmp_path):
    index.files["/simple/pip/"] = b"<a href='pip-1.0.tar.gz'>pip-1.0.tar.gz</a>"
    with pytest.raises(bootstrap.CannotBootstrap, match="has no pip-"):
        bootstrap.fetch_pip_wheel(tmp_path)
    del index.files["/simple/pip/"]
    with pytest.raises(bootstrap.CannotBootstrap, match="cannot be fetched: Not Found"):
        bootstrap.fetch_pip_wheel(tmp_path)
    monkeypatch.setenv("PIP_CERT", str(tmp_path / "none.pem"))
    with pytest.raises(bootstrap.CannotBootstrap, match=r"certificates in .*none\.pem cannot be read"):
        bootstrap.fetch_pip_wheel(tmp_path)


def test_what_pip_is_told_comes_from_the_environment_first_and_its_files_next(bootstrap, monkeypatch, tmp_path):
    assert bootstrap.pip_option("proxy") == ""
    (tmp_path / ".pip").mkdir()
    (tmp_path / ".pip" / "pip.conf").write_text("[global]\nproxy = http://from-the-file:1\n")
    assert bootstrap.pip_option("proxy") == "http://from-the-file:1"
    monkeypatch.setenv("PIP_PROXY", "http://from-the-shell:1")
    assert bootstrap.pip_option("proxy") == "http://from-the-shell:1"


def test_a_half_made_environment_is_cleared_but_the_lock_stays(bootstrap, tmp_path):
    folder = tmp_path / "venv"
    (folder / "lib").mkdir(parents=True)
    (folder / ".lock").touch()
    (folder / "lib64").symlink_to("lib")
    assert not bootstrap.works(folder)
    bootstrap._empty(folder)
    assert [entry.name for entry in folder.iterdir()] == [".lock"]
