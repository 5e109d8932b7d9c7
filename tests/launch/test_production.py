"""bin/production: what containers and bare machines share."""

import base64
import http.server
import json
import os
import subprocess
import threading

import pytest

from launch import ROOT, Stopped, healthy, keys

COMMAND = ROOT / "bin" / "production"


def test_an_unknown_part_is_refused_with_the_list_of_parts():
    done = subprocess.run([COMMAND, "nonsense"], capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "worker" in done.stderr


def test_fresh_keys_are_what_the_settings_accept():
    done = subprocess.run([COMMAND, "keys"], capture_output=True, text=True, check=True)
    made = dict(line.split("=", 1) for line in done.stdout.splitlines())
    assert set(made) == {"SECRET_KEY", "XINQIAO_IDENTITY_KEY", "XINQIAO_AUDIT_KEY", "POSTGRES_PASSWORD"}
    assert len(base64.b64decode(made["XINQIAO_IDENTITY_KEY"])) == 32


def test_an_image_is_built_without_any_key(tmp_path):
    environment = {**keys.surroundings(), "XINQIAO_VAR": str(tmp_path)}
    asked = [str(COMMAND), "release", "--files-only"]
    subprocess.run(asked, env=environment, capture_output=True, text=True, check=True)
    manifest = json.loads((tmp_path / "static" / "staticfiles.json").read_text())
    assert manifest["paths"]
    assert not (tmp_path / "demo.env").exists()


def test_without_a_server_the_machine_is_not_healthy(monkeypatch):
    monkeypatch.setenv("PORT", "9")
    with pytest.raises(Stopped, match="no answer"):
        healthy.main([])


@pytest.mark.parametrize(("status", "code"), [(200, 0), (503, 1)])
def test_the_server_is_asked_by_its_public_name(monkeypatch, status, code):
    asked = []

    class Answer(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append((self.path, self.headers["Host"], self.headers["X-Forwarded-Proto"]))
            self.send_response(status)
            self.end_headers()

        def log_message(self, *args):
            pass

    with http.server.HTTPServer(("127.0.0.1", 0), Answer) as server:
        threading.Thread(target=server.handle_request, daemon=True).start()
        monkeypatch.setenv("PORT", str(server.server_port))
        monkeypatch.setenv("PUBLIC_URL", "https://xinqiao.example")
        assert healthy.main([]) == code
    assert asked == [("/readyz", "xinqiao.example", "https")]


def test_every_secret_of_the_example_is_made_by_a_command_not_written_down():
    example = keys.read(ROOT / ".env.example")
    assert not {"SECRET_KEY", "XINQIAO_IDENTITY_KEY", "XINQIAO_AUDIT_KEY", "POSTGRES_PASSWORD"} & set(example)
    assert not os.access(ROOT / ".env.example", os.X_OK)
