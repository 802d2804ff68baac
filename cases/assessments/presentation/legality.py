"""The legal answer in words: why the verdict is what it is, what differs, and what would change it.

Everything is read off an evaluation (docs/scoring.md, section 7); nothing is judged again here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cases.assessments.presentation.labels import Labels, listed, nodes
from frameworks.services import Sentence
from natoassess.web.presentation import words
from natoassess.web.presentation.answers import HEADLINE_READING, verdict_span

ACTIONS: dict[str, dict[str, words.Word]] = {
    "uses_force": {
        "yes": gettext_lazy("Armed force is used or threatened."),
        "contested": gettext_lazy("Whether armed force is used or threatened is contested."),
        "unknown": gettext_lazy("Whether armed force is used or threatened is not known."),
    },
    "coerces_reserved_domain": {
        "yes": gettext_lazy("A State is coerced on a matter that it may decide freely."),
        "contested": gettext_lazy(
            "Whether a State is coerced on a matter that it may decide freely is contested."
        ),
        "unknown": gettext_lazy(
            "Whether a State is coerced on a matter that it may decide freely is not known."
        ),
    },
    "breaches_other_obligation": {
        "yes": gettext_lazy("Another obligation would be breached unless the action is justified."),
        "contested": gettext_lazy("Whether another obligation would be breached is contested."),
        "unknown": gettext_lazy("Whether another obligation would be breached is not known."),
    },
}
"""What the action is, by the three facts that bring the law into play; a `no` goes without saying."""

FIRST_FLIPS = 5
SETTLED = {"lawful", "arguable", "unlawful"}
MOST_OPEN = 3
"""More tests than these are shown folded even where they carry the verdict: an open verdict has many."""


WEIGHTS: dict[tuple[str, str], tuple[words.Word, words.Word]] = {
    ("strict", "contested"): (
        gettext_lazy("%(doctrines)s is contested doctrine, which this reading gives no weight."),
        gettext_lazy("%(doctrines)s are contested doctrines, which this reading gives no weight."),
    ),
    ("permissive", "contested"): (
        gettext_lazy(
            "%(doctrines)s is contested doctrine: this reading counts it in full, the prevailing one only as "
            "far as arguable."
        ),
        gettext_lazy(
            "%(doctrines)s are contested doctrines: this reading counts them in full, the prevailing one only "
            "as far as arguable."
        ),
    ),
    ("permissive", "minority"): (
        gettext_lazy(
            "%(doctrines)s is a minority doctrine: this reading counts it as far as arguable, the prevailing "
            "one not at all."
        ),
        gettext_lazy(
            "%(doctrines)s are minority doctrines: this reading counts them as far as arguable, the "
            "prevailing one not at all."
        ),
    ),
}
"""By reading and standing, what sets that reading apart from the prevailing one: of one doctrine, of several."""

MOST_MISSING = 3
"""So many elements of a failed exception are named; the trace below has them all."""


@dataclass(frozen=True)
class Paragraph:
    """A numbered paragraph: what the engine claims, what bears it out, and points, each a name and a text."""

    lead: str
    text: str = ""
    points: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Flips:
    """The flips in the engine's order, parted for the page, and what the second part leads to."""

    first: tuple[Mapping[str, Any], ...]
    more: tuple[Mapping[str, Any], ...]
    more_verdicts: str


def paragraphs(legality: Mapping[str, Any], sentences: Iterable[Sentence], labels: Labels) -> list[Paragraph]:
    """The engine's claims about the verdict, the readings and the weakest elements, each with its reasons.

    Claims about flips, unknowns and duties are left out: the page shows these as lists. So are the weakest
    elements while the verdict is open, since then they are the facts that nobody has answered yet.
    """
    reasoning = Reasoning(legality, labels)
    carried = iter(reasoning.carried())
    headline, *rest = sentences
    found = [reasoning.headline(headline.text)]
    for sentence in rest:
        if sentence.code == "legality.agreed":
            found.append(Paragraph(sentence.text))
        elif sentence.code in ("legality.strict", "legality.permissive"):
            reading = sentence.code.removeprefix("legality.")
            found.append(Paragraph(sentence.text, reasoning.difference(reading)))
        elif sentence.code in ("legality.weakest", "legality.met") and legality["verdict"] in SETTLED:
            found.append(Paragraph(sentence.text, reasoning.weight(*next(carried))))
    return found


class Reasoning:
    """The reasons of one legal answer; `tests` holds the node of each test in the trace."""

    def __init__(self, legality: Mapping[str, Any], labels: Labels) -> None:
        self.legality = legality
        self.labels = labels
        every = list(nodes(legality["trace"]))
        self.tests = {node["code"]: node for node in every if "standing" in node}
        self.values = {node["code"]: str(node["value"]) for node in every if node["op"] == "fact"}

    def headline(self, claim: str) -> Paragraph:
        """The verdict: what the action is, and what fails where nothing justifies it."""
        verdict = self.legality["verdict"]
        if verdict == "not_applicable":
            text = _("It engages no obligation that a State or an organisation has for its own conduct.")
            return Paragraph(claim, text)
        if verdict == "undetermined":
            return Paragraph(claim, f"{self._action()} {self._open()}".strip())
        if verdict == "unlawful":
            return Paragraph(claim, f"{self._action()} {self._unjustified()}", self._failures())
        return Paragraph(claim, self._action())

    def carried(self) -> list[tuple[str, str]]:
        """The tests that carry the headline, each with the reading it does so under; where nothing does,
        those that carry the permissive reading.
        """
        routes = {name: answer["route"] for name, answer in self.legality["readings"].items()}
        reading = HEADLINE_READING if routes[HEADLINE_READING] else "permissive"
        return [(reading, code) for code in routes[reading]]

    def difference(self, reading: str) -> str:
        """On which doctrine it rests that `reading` comes to another answer than the headline."""
        span = verdict_span(self.legality["readings"][reading])
        said = [words.capitalise(span) + "."] if span else []
        carrying = reading if reading == "permissive" else HEADLINE_READING
        route = self.legality["readings"][carrying]["route"]
        for (named, standing), (one, several) in WEIGHTS.items():
            codes = [code for code in route if self.tests[code]["standing"] == standing]
            if named == reading and codes:
                titles = listed([_quoted(self.labels.test(code)) for code in codes])
                said.append(str(one if len(codes) == 1 else several) % {"doctrines": titles})
        return " ".join(said)

    def weight(self, reading: str, code: str) -> str:
        """How far a doctrine could carry under `reading` with everything granted, where that is not all the
        way.
        """
        standing = self.tests[code]["standing"]
        if self.labels.cap(reading, standing) == 1:
            return ""
        named = {"reading": _reading(reading), "standing": words.word(words.STANDINGS, standing)}
        if not self.legality["readings"][reading]["weakest"].get(code):
            text = _(
                "Even so, the %(reading)s reading stops at arguable, because this is %(standing)s doctrine."
            )
        else:
            text = _(
                "With all of it granted, the %(reading)s reading would still stop at arguable, because this is "
                "%(standing)s doctrine."
            )
        return text % named

    def _action(self) -> str:
        said = [
            str(ACTIONS[code][value]) for code in ACTIONS if (value := self._value(code)) in ACTIONS[code]
        ]
        if said:
            return " ".join(said)
        return _(
            "No armed force is used, no State is coerced on a matter that it may decide freely, and no other "
            "obligation is breached."
        )

    def _value(self, code: str) -> str:
        return self.values.get(code, "unknown")

    def _open(self) -> str:
        total = len(self.legality["decisive_unknowns"])
        if not total:
            return ""
        return ngettext(
            "%(total)d unanswered fact can still decide it.",
            "%(total)d unanswered facts can still decide it; they are listed below in the order worth asking.",
            total,
        ) % {"total": total}

    def _unjustified(self) -> str:
        return _("None of the justifications that settled law recognises for it is made out:")

    def _settled(self) -> list[str]:
        """The settled tests that could justify what is done: force tests where force is used, else all."""
        force = self._value("uses_force") != "no"
        return [
            code
            for code, test in self.tests.items()
            if test["standing"] == "settled" and (test["justifies"] == "force" or not force)
        ]

    def _failures(self) -> tuple[tuple[str, str], ...]:
        found = []
        for code in self._settled():
            missing = [_quoted(self.labels.fact(fact)) for fact in self._missing(code)]
            facts = listed(missing[:MOST_MISSING])
            text = (
                _("fails on %(facts)s.")
                if len(missing) <= MOST_MISSING
                else _("fails, among other points, on %(facts)s.")
            )
            found.append((self.labels.test(code), text % {"facts": facts}))
        return tuple(found)

    def _missing(self, code: str) -> list[str]:
        """The weakest facts of a failed test that are simply answered no."""
        weakest = self.tests[code]["weakest"]
        return [fact for fact in weakest if self._value(fact) == "no"] or list(weakest)


def _reading(code: str) -> str:
    return words.word(words.READINGS, code).lower()


def _quoted(title: str) -> str:
    return _("“%(title)s”") % {"title": title}


def flips_parted(flips: Iterable[Mapping[str, Any]]) -> Flips:
    """The first flips to show and the rest, with the verdicts that the rest leads to."""
    every = tuple(flips)
    more = every[FIRST_FLIPS:]
    verdicts = list(dict.fromkeys(words.word(words.VERDICTS, item["verdict"]) for item in more))
    return Flips(every[:FIRST_FLIPS], more, listed(verdicts, either=True))


def trace_arranged(legality: Mapping[str, Any], labels: Labels) -> dict[str, Any]:
    """The trace with titles, and with the tests in play first: those that fail outright are folded into one.

    A test that the readings know as settled stays in view even where it fails, since readers look for it.
    """
    routes = {code for reading in legality["readings"].values() for code in reading["route"]}
    root = _arranged(legality["trace"], labels, routes if len(routes) <= MOST_OPEN else set())
    if legality["verdict"] == "not_applicable":
        root["children"] = [{**child, "open": child["code"] != "lawful"} for child in root["children"]]
    return {**root, "verdict": legality["verdict"], "open": True}


def _arranged(node: Mapping[str, Any], labels: Labels, open_tests: set[str]) -> dict[str, Any]:
    children = [_arranged(_unwrapped(child), labels, open_tests) for child in node["children"]]
    plain = {**node, "children": children}
    if "standing" in node:
        return {**plain, "title": labels.test(node["code"]), "open": node["code"] in open_tests}
    if node["op"] == "fact":
        return {**plain, "title": labels.fact(node["code"])}
    if not node["code"]:
        return {**plain, "open": True}
    failed = [
        child
        for child in children
        if "standing" in child and child["standing"] != "settled" and child["uncapped"]["at_most"] == 0
    ]
    if len(failed) > 1:
        kept = [child for child in children if child not in failed]
        plain["children"] = [*kept, _folded(failed)]
    return {
        **plain,
        "open": node["code"] in {"lawful", "scope", "force"} or node["value"] in {"yes", "contested"},
    }


def _unwrapped(node: Mapping[str, Any]) -> Mapping[str, Any]:
    """ "None of" a single fact, without a name of its own, is that fact with a "not" before it."""
    if node["op"] == "none" and not node["code"] and len(node["children"]) == 1:
        return {**node["children"][0], "negated": True}
    return node


def _folded(failed: list[dict[str, Any]]) -> dict[str, Any]:
    names = ", ".join(test["title"] for test in failed)
    title = _("%(total)d more doctrines, none of them met: %(names)s") % {
        "total": len(failed),
        "names": names,
    }
    return {
        "code": "",
        "op": "group",
        "title": title,
        "at_least": 0,
        "at_most": 0,
        "value": "no",
        "provisions": [],
        "open": False,
        "children": failed,
    }
