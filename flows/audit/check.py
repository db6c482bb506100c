"""Checks a request that was exported as one file: run `python3 check.py` in the unpacked folder.

It needs nothing but Python 3.8 or newer. It computes anew the checksum of every file, the chain of the
history and its end, and names what was changed. Exit code 0: nothing was.
"""

import hashlib
import json
import os
import sys
from collections.abc import Iterator

SAID: dict = {}
"""The sentences in the language of the export; empty for English."""

HERE = os.path.dirname(os.path.abspath(__file__))
LISTED_ELSEWHERE = {"manifest.json", "check.py"}


def say(sentence: str, **values: object) -> str:
    """A sentence in the language of the export."""
    return SAID.get(sentence, sentence).format(**values)


def path_of(name: str) -> str:
    """Where a file of the manifest lies; never outside the folder."""
    path = os.path.normpath(os.path.join(HERE, name))
    if not path.startswith(HERE + os.sep):
        raise ValueError(name)
    return path


def check_files(manifest: dict) -> Iterator:
    """Every file of the manifest is there unchanged, and no other one is."""
    for name, told in sorted(manifest["files"].items()):
        try:
            with open(path_of(name), "rb") as file:
                content = file.read()
        except OSError:
            yield name + ": " + say("it is missing")
            continue
        if hashlib.sha256(content).hexdigest() != told["sha256"]:
            yield name + ": " + say("its content was changed")
    for folder, _folders, names in os.walk(HERE):
        for one in names:
            name = os.path.relpath(os.path.join(folder, one), HERE).replace(os.sep, "/")
            if name not in manifest["files"] and name not in LISTED_ELSEWHERE and "__pycache__" not in name:
                yield name + ": " + say("it is not in the manifest")


def check_history(manifest: dict) -> Iterator:
    """Every event follows from the one before it, and the last one is the end that the manifest names."""
    previous, number, named = "", 0, {told["sha256"] for told in manifest["files"].values()}
    with open(path_of("history.jsonl"), encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            where = say("event {number}", number=number) + ": "
            try:
                event = json.loads(line)
                said = json.loads(event["body"])
            except (ValueError, KeyError, TypeError):
                yield where + say("it cannot be read")
                return
            if hashlib.sha256(event["body"].encode("utf-8")).hexdigest() != event["hash"]:
                yield where + say("its content was changed")
            if said["number"] != number or said["case"] != manifest["case"]:
                yield where + say("it stands in another's place")
            if said["previous"] != previous:
                yield where + say("it does not follow from the event before it")
            if said["kind"] == "attached" and said["payload"]["sha256"] not in named:
                yield where + say("the file that it attached is not here")
            previous = event["hash"]
    if number != manifest["events"]:
        yield "history.jsonl: " + say(
            "it should have {many} events, and has {few}", many=manifest["events"], few=number
        )
    elif previous != manifest["head"]:
        yield "history.jsonl: " + say("its end is not the one that the manifest names")


def main() -> int:
    """Say what was changed, or that nothing was."""
    with open(os.path.join(HERE, "manifest.json"), encoding="utf-8") as file:
        manifest = json.load(file)
    found = list(check_files(manifest))
    if os.path.exists(path_of("history.jsonl")):
        found += check_history(manifest)
    for sentence in found:
        write(say("CHANGED") + " " + sentence)
    if not found:
        counts = {"files": len(manifest["files"]), "events": manifest["events"]}
        write(say("Nothing was changed. Files: {files}, events: {events}.", **counts))
        write(say("The history ends with {head}", head=manifest["head"]))
    return 1 if found else 0


def write(line: str) -> None:
    """A line on the screen, whatever signs it can show."""
    sys.stdout.write(line + "\n")


if __name__ == "__main__":
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(errors="replace")
    sys.exit(main())
