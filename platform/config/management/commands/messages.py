"""`manage.py messages`: bring the catalogues up to what the code says; `--compile` makes them readable."""

import argparse
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from config.messages import catalogue, compiling, extract, shell


class Command(BaseCommand):
    help = "Find every text of the code and bring the catalogues in locale/ up to it."
    requires_system_checks: tuple[str, ...] = ()

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Without options: find and merge."""
        parser.add_argument("--language", help="only this one; a new one begins an empty catalogue")
        parser.add_argument("--compile", action="store_true", help="only make the .mo files")
        parser.add_argument("--clean", action="store_true", help="drop what nobody says any more")

    def handle(self, *args: Any, **options: Any) -> None:
        """Say for each language what is left to translate."""
        if options["compile"]:
            compiling.refresh()
            return
        try:
            said = extract.everything_said()
        except extract.NotASentence as error:
            raise CommandError(f"Glued together, so that nobody can translate it: {error}") from error
        for language in self._languages(options["language"]):
            self._bring_up(language, said, options["clean"])
        compiling.refresh()

    def _languages(self, only: str | None) -> list[str]:
        return [only] if only else [code for code, _name in settings.LANGUAGES if code != "en"]

    def _bring_up(self, language: str, said: list[extract.Said], clean: bool) -> None:
        path = Path(settings.LOCALE_PATHS[0]) / language / "LC_MESSAGES" / "django.po"
        found = catalogue.merged(catalogue.read(path, language), said, shell.gaps(language))
        if clean:
            found.obsolete.clear()
        text = catalogue.text_of(found, language)
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        left, total = len(catalogue.untranslated(found)), len(found)
        self.stdout.write(f"{language}: {total} texts, {left} to translate, {len(found.obsolete)} obsolete")
