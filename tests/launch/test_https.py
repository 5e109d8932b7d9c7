"""The demo for phones: only names of this machine, a certificate made once and anew when it no longer holds."""

import datetime
import stat
import subprocess
import sys

import pytest
from cryptography import x509

from launch import ROOT, Stopped, certificate, https, running

NAMES = ["192.168.1.20", "localhost", "127.0.0.1", "::1", "laptop.local"]


@pytest.fixture
def lan(monkeypatch):
    monkeypatch.setattr(https, "addresses", lambda: ["192.168.1.20", "10.0.0.7"])


def read(folder):
    return x509.load_pem_x509_certificate((folder / "certificate.pem").read_bytes())


def test_only_names_of_this_machine_are_answered(lan):
    told = https.settings("0.0.0.0", 8000)  # noqa: S104
    hosts = told["ALLOWED_HOSTS"].split(",")
    assert "*" not in hosts
    assert {"192.168.1.20", "10.0.0.7", "localhost", "127.0.0.1", "[::1]"} <= set(hosts)
    assert told["PUBLIC_URL"] == "https://192.168.1.20:8000"
    assert https.urls("0.0.0.0", 8000)[1:] == ["https://10.0.0.7:8000"]  # noqa: S104
    assert https.urls("fd00::2", 8000) == ["https://[fd00::2]:8000"]


def test_a_machine_without_a_network_serves_itself(monkeypatch):
    monkeypatch.setattr(https, "addresses", list)
    assert https.urls("0.0.0.0", 8000) == ["https://localhost:8000"]  # noqa: S104


def test_loopback_is_no_address_for_a_phone():
    assert not [each for each in https.addresses() if each.startswith("127.")]


def test_the_key_is_for_its_owner_only_and_both_are_made_once(tmp_path):
    assert certificate.make(tmp_path, NAMES)
    assert stat.S_IMODE((tmp_path / "key.pem").stat().st_mode) == 0o600
    first = read(tmp_path)
    assert not certificate.make(tmp_path, NAMES[:2])
    assert read(tmp_path) == first


def test_a_new_address_a_spoilt_file_and_old_age_make_it_anew(tmp_path, monkeypatch):
    certificate.make(tmp_path, NAMES)
    assert certificate.make(tmp_path, ["192.168.1.99", *NAMES])
    (tmp_path / "certificate.pem").write_text("spoilt")
    assert certificate.make(tmp_path, NAMES)
    (tmp_path / "key.pem").unlink()
    assert certificate.make(tmp_path, NAMES)
    monkeypatch.setattr(certificate, "SPARE", datetime.timedelta(days=certificate.DAYS))
    assert certificate.make(tmp_path, NAMES)


def test_phones_accept_how_long_it_lasts(tmp_path):
    certificate.make(tmp_path, NAMES)
    made = read(tmp_path)
    assert made.not_valid_after_utc - made.not_valid_before_utc <= datetime.timedelta(days=398)
    names = made.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    assert [str(each) for each in names.get_values_for_type(x509.IPAddress)] == ["192.168.1.20", "127.0.0.1", "::1"]


def test_what_cannot_be_made_is_one_line(tmp_path):
    (tmp_path / "https").write_text("in the way")
    with pytest.raises(Stopped, match="No certificate could be made: "):
        https.certify(sys.executable, tmp_path, "127.0.0.1", {})


def test_half_of_what_tls_needs_is_refused():
    asked = [sys.executable, "manage.py", "serve", "--port", str(running.free_port()), "--certificate", "c.pem"]
    done = subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "both --certificate and --key" in done.stderr
