"""Questions for another system."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from learning import files
from learning.management.commands.parse_questions import reading


class Command(BaseCommand):
    """`manage.py export_questions FILE --from … --format …`: turns a file of questions into another kind."""

    help = "Write a file of questions in another format; what that format cannot hold is told on standard error."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        """What is read, and what is written."""
        parser.add_argument("file", help="the file to read")
        parser.add_argument("--from", dest="source", required=True, choices=list(files.READERS), help="its format")
        parser.add_argument("--format", required=True, choices=list(files.WRITERS), help="the format wanted")
        parser.add_argument("--output", default="", help="where to write; standard output if left out")

    def handle(self, *args: Any, **options: Any) -> None:
        """Writes the file; problems of reading and of writing go to standard error, each with its line."""
        found = reading(options["file"], options["source"])
        made = files.WRITERS[options["format"]](found.questions)
        for problem in (*found.problems, *made.problems):
            self.stderr.write(f"{problem.line}: {problem.message}")
        try:
            self.put(made.content, options["output"])
        except OSError as error:
            raise CommandError(f"{options['output']}: {error.strerror or error}") from error

    def put(self, content: bytes, output: str) -> None:
        """Bytes as they are: a spreadsheet is no text."""
        if output:
            Path(output).write_bytes(content)
            return
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
