"""Translations compile without any tool of the system, and only when their source is newer."""

import gettext
import os

from launch import translations

ENTRY = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\nmsgid "Sign"\nmsgstr "签署"\n'


def source(root, text=ENTRY):
    folder = root / "locale" / "zh_Hans" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "django.po").write_text(text, "utf-8")
    return folder


def test_a_fuzzy_entry_is_left_out_even_under_a_fuzzy_header(tmp_path):
    folder = source(tmp_path, "#, fuzzy\n" + ENTRY + '\n#, fuzzy\nmsgid "Refuse"\nmsgstr "?"\n')
    translations.compile_all(tmp_path)
    with (folder / "django.mo").open("rb") as file:
        catalog = gettext.GNUTranslations(file)
    assert catalog.gettext("Sign") == "签署"
    assert catalog.gettext("Refuse") == "Refuse"


def test_only_a_newer_source_is_compiled_again(tmp_path):
    folder = source(tmp_path)
    assert len(translations.compile_all(tmp_path)) == 1
    assert translations.compile_all(tmp_path) == []
    later = (folder / "django.mo").stat().st_mtime + 5
    os.utime(folder / "django.po", (later, later))
    assert translations.stale(tmp_path) == [folder / "django.po"]
