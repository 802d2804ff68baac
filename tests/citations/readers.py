"""Small readers of BibTeX and RIS, written from their descriptions and not from the code under test."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict

MARKS = "\u0300\u0301\u0302\u0303\u0304\u0306\u0307\u0308\u030a\u030b\u030c\u0327\u0328"
ACCENTS = dict(zip("`'^~=u.\"rHvck", MARKS, strict=True))
COMMANDS = {"textbackslash": "\\", "textasciitilde": "~", "textasciicircum": "^", "ss": "ß", "ae": "æ", "AE": "Æ",
            "oe": "œ", "OE": "Œ", "o": "ø", "O": "Ø", "l": "ł", "L": "Ł", "i": "ı"}  # fmt: skip


def bibtex_read(text: str) -> tuple[str, str, dict[str, str]]:
    """Type, key and fields of one entry, as BibTeX parts them: by braces, which must be balanced."""
    head = re.match(r"@(\w+)\{([^,\s{}\"#%'()=\\~]+),\n", text)
    assert head, text
    fields, at = {}, head.end()
    while text[at] != "}":
        named = re.compile(r"\s*(\w+)\s*=\s*").match(text, at)
        assert named, text[at:]
        at = named.end()
        if text[at] != "{":
            word = re.compile(r"\w+").match(text, at)
            assert word
            fields[named[1]], at = word[0], word.end()
        else:
            start, depth = at, 0
            while True:
                if text[at] == "\\":
                    at += 2
                    continue
                depth += {"{": 1, "}": -1}.get(text[at], 0)
                at += 1
                if depth == 0:
                    break
            fields[named[1]] = text[start + 1 : at - 1]
        assert text[at] == ","
        at += 2
    assert text[at:] == "}\n"
    return head[1], head[2], fields


def latex_read(text: str) -> str:
    """What LaTeX prints for the value of a field."""
    out, at = "", 0
    while at < len(text):
        accent = re.compile(r"\{\\([`'^~=u.\"rHvck])\{(\\?[A-Za-z])\}\}").match(text, at)
        command = re.compile(r"\{?\\([A-Za-z]+)(?:\{\}|\})").match(text, at)
        if accent:
            out += unicodedata.normalize("NFC", accent[2].lstrip("\\") + ACCENTS[accent[1]])
            at = accent.end()
        elif command:
            out += COMMANDS[command[1]]
            at = command.end()
        elif text[at] == "\\":
            out += text[at + 1]
            at += 2
        elif text[at] in "{}":
            at += 1
        else:
            printed = {"---": "—", "--": "–", "``": "“", "''": "”"}
            found = next((mark for mark in printed if text.startswith(mark, at)), text[at])
            out += printed.get(found, {"`": "‘", "'": "’", "~": "\u00a0"}.get(found, found))
            at += len(found)
    return out


def names_read(text: str) -> list[str]:
    """The names of an author field, parted at the "and" outside braces."""
    names, depth, start, at = [], 0, 0, 0
    while at < len(text):
        if text[at] == "\\":
            at += 2
            continue
        depth += {"{": 1, "}": -1}.get(text[at], 0)
        if depth == 0 and text.startswith(" and ", at):
            names.append(text[start:at])
            at = start = at + 5
            continue
        at += 1
    return [latex_read(name) for name in [*names, text[start:]] if name]


def ris_read(text: str) -> list[dict[str, list[str]]]:
    """The records of an RIS file: six characters of tag, a value to the end of the line, CR and LF."""
    assert text.endswith("\r\n")
    records: list[dict[str, list[str]]] = []
    for line in text[:-2].split("\r\n"):
        tag, dash, value = line[:2], line[2:6], line[6:]
        assert re.fullmatch(r"[A-Z][A-Z0-9]", tag), line
        assert dash == "  - ", line
        assert "\r" not in value
        assert "\n" not in value
        if tag == "TY":
            records.append(defaultdict(list))
        records[-1][tag].append(value)
    assert all(list(record)[0] == "TY" and list(record)[-1] == "ER" for record in records)
    return records
