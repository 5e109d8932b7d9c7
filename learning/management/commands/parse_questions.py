"""A teacher's file, looked at without keeping anything."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from learning import files
from learning.formats.encoding import LARGEST_FILE, Unreadable
from learning.questions import Question, Reading


def reading(path: str, form: str) -> Reading:
    """The file as read; raises CommandError where it cannot be read at all."""
    try:
        with Path(path).open("rb") as file:
            return files.READERS[form](file.read(LARGEST_FILE + 1))
    except OSError as error:
        raise CommandError(f"{path}: {error.strerror or error}") from error
    except Unreadable as error:
        raise CommandError(f"{path}: {error}") from error


class Command(BaseCommand):
    """`manage.py parse_questions`: what a file of questions holds and what is wrong with it; saves nothing."""

    help = "Read a file of questions and print what it holds, with a line for every problem; nothing is saved."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        """The file, and what it is."""
        parser.add_argument("file", help="the file to read")
        parser.add_argument("--format", required=True, choices=list(files.READERS), help="what kind of file it is")
        parser.add_argument("--json", action="store_true", help="print facts instead of a list for people")

    def handle(self, *args: Any, **options: Any) -> None:
        """Prints questions and problems."""
        found = reading(options["file"], options["format"])
        if options["json"]:
            self.stdout.write(json.dumps(found.facts(), ensure_ascii=False))
            return
        for question in found.questions:
            self.stdout.write(self.listed(question))
        for problem in found.problems:
            self.stdout.write(f"! {problem.line}: {problem.message}")
        self.stdout.write(f"{len(found.questions)} entries, {len(found.problems)} problems")

    def listed(self, question: Question) -> str:
        """One entry in a line, its answers below."""
        facts = question.facts()
        answers = [f"    {answer['fraction']:+.0%}  {answer['text']}" for answer in facts["answers"]]
        return "\n".join([f"{question.line}: {question.kind}  {question.name or question.stem.source[:80]}", *answers])
