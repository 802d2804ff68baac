"""From a plain mapping to a checked `Framework`, or every reason why not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, cast

from frameworks.scoring import soundness
from frameworks.scoring.canonical import checksum
from frameworks.scoring.faults import FaultLog, FrameworkInvalid, unknown_word
from frameworks.scoring.reader import Path, Reader
from frameworks.scoring.values import (
    BANDS,
    READINGS,
    Band,
    BandCap,
    Bands,
    CompetenceTest,
    Criterion,
    Dimension,
    DimensionFloor,
    Doctrine,
    Fact,
    Framework,
    Leaf,
    LegalTest,
    Node,
    Rule,
    SovereigntyDimension,
)

_DEEPEST_RULE = 8

# What a checksum covers of each entry: all that scores, and all that says what an answer means. Titles,
# labels and other prose may be reworded under the same version.
_CHECKSUM_KEYS = (
    *("code", "group", "question", "provisions", "justifies", "standing", "rule", "duties", "dimension"),
    *("optional", "caps", "consent_adjustable", "low", "mid", "high", "levels"),
)
_CHECKSUM_LISTS = ("facts", "tests", "competence", "dimensions", "criteria", "sovereignty")
_CHECKSUM_PLAIN = ("code", "version", "readings", "bands", "dimension_floor", "minimum_coverage", "kappa")


def framework_from(spec: Mapping[str, Any]) -> Framework:
    """Check a specification and make the immutable framework of it.

    `spec` has the keys code, version, title, concept, doctrine, bands, dimension_floor, minimum_coverage,
    kappa, weights ("neutral", or relative weights of dimensions and criteria), facts, readings, tests,
    competence, dimensions, criteria and sovereignty, the lists shaped as in the catalogue. Other keys are
    ignored.

    Raises FrameworkInvalid with every fault found.
    """
    log = FaultLog()
    framework = _Reader(log).framework(spec)
    if not log:
        soundness.check(framework, log)
    if log:
        raise FrameworkInvalid(log.faults)
    return framework


class _Reader(Reader):
    """Reads the parts of a framework."""

    # -- the framework ------------------------------------------------------------------------

    def framework(self, spec: Mapping[str, Any]) -> Framework:
        bands = self.mapping(spec.get("bands"), ("bands",))
        floor = self.mapping(spec.get("dimension_floor"), ("dimension_floor",))
        facts = tuple(self.fact(path, entry) for path, entry in self.entries(spec, "facts"))
        known = [fact.code for fact in facts]
        readings = self.readings(spec)
        standings = sorted({name for caps in readings.values() for name in caps})
        dimensions, criteria = self.legitimacy(spec)
        return Framework(
            code=self.text(spec.get("code"), ("code",)),
            version=self.whole(spec.get("version"), ("version",), 1, 10**6),
            title=self.text(spec.get("title"), ("title",)),
            concept=str(spec.get("concept") or ""),
            doctrine=self.doctrine(spec),
            bands=Bands(
                self.number(bands.get("mixed"), ("bands", "mixed"), 0, 100),
                self.number(bands.get("high"), ("bands", "high"), 0, 100),
            ),
            dimension_floor=DimensionFloor(
                self.number(floor.get("below"), ("dimension_floor", "below"), 0, 100),
                cast(Band, self.choice(floor.get("band"), ("dimension_floor", "band"), BANDS)),
            ),
            minimum_coverage=self.number(spec.get("minimum_coverage"), ("minimum_coverage",), 0, 1),
            kappa=self.number(spec.get("kappa"), ("kappa",), 0.001, 1e9),
            facts=facts,
            readings=readings,
            tests=tuple(self.test(p, e, known, standings) for p, e in self.entries(spec, "tests")),
            competence=tuple(self.competence(p, e, known) for p, e in self.entries(spec, "competence")),
            dimensions=dimensions,
            criteria=criteria,
            sovereignty=tuple(self.harm(path, entry) for path, entry in self.entries(spec, "sovereignty")),
            checksum="" if self.log else checksum(_checksummed(spec, dimensions, criteria)),
        )

    def doctrine(self, spec: Mapping[str, Any]) -> Doctrine:
        period = self.mapping(spec.get("doctrine"), ("doctrine",))
        until = period.get("until")
        return Doctrine(
            self.day(period.get("from"), ("doctrine", "from")),
            None if until is None else self.day(until, ("doctrine", "until")),
            self.flag(period.get("earliest", False), ("doctrine", "earliest")),
        )

    def readings(self, spec: Mapping[str, Any]) -> dict[str, dict[str, int]]:
        given = self.mapping(spec.get("readings"), ("readings",))
        for name in given:
            if name not in READINGS:
                self.log.add(("readings", name), unknown_word("reading", name, READINGS))
        readings: dict[str, dict[str, int]] = {}
        for name in READINGS:
            caps = self.mapping(given.get(name), ("readings", name))
            readings[name] = {}
            for standing, cap in caps.items():
                if isinstance(cap, bool) or cap not in (0, 0.5, 1):
                    self.log.add(("readings", name, standing), "must be 0, 0.5 or 1")
                else:
                    readings[name][standing] = int(2 * cap)
        return readings

    def fact(self, path: Path, entry: Mapping[str, Any]) -> Fact:
        return Fact(
            code=entry["code"],
            group=self.text(entry.get("group"), (*path, "group")),
            question=self.text(entry.get("question"), (*path, "question")),
            provisions=self.texts(entry.get("provisions"), (*path, "provisions")),
            title=_title(entry),
        )

    def test(
        self, path: Path, entry: Mapping[str, Any], facts: Sequence[str], standings: Sequence[str]
    ) -> LegalTest:
        justifies = self.choice(entry.get("justifies"), (*path, "justifies"), ("force", "measures"))
        duties = self.texts(entry.get("duties"), (*path, "duties"))
        for position, duty in enumerate(duties):
            if duty not in facts:
                self.log.add((*path, "duties", position), unknown_word("fact", duty, facts))
        return LegalTest(
            code=entry["code"],
            justifies="force" if justifies == "force" else "measures",
            standings=self.standings(entry.get("standing"), (*path, "standing"), standings),
            provisions=self.texts(entry.get("provisions"), (*path, "provisions")),
            rule=self.rule(entry.get("rule"), (*path, "rule"), facts),
            duties=duties,
            title=_title(entry),
        )

    def standings(
        self, value: object, path: Path, known: Sequence[str]
    ) -> tuple[tuple[date | None, str], ...]:
        """One standing, or a list of dated ones: the first for all time before, the others in order."""
        if isinstance(value, str):
            value = [{"value": value}]
        if not isinstance(value, Sequence) or not value:
            self.log.add(path, "must be a standing, or a list of {from, value}")
            return ((None, ""),)
        dated: list[tuple[date | None, str]] = []
        for position, item in enumerate(value):
            at = (*path, position)
            entry = self.mapping(item, at)
            name = entry.get("value")
            if name not in known:
                self.log.add((*at, "value"), unknown_word("standing", name, known))
            since = None if position == 0 else self.day(entry.get("from"), (*at, "from"))
            if position == 0 and entry.get("from") is not None:
                self.log.add((*at, "from"), "the first entry applies from the beginning and has no date")
            if since is not None and dated and dated[-1][0] is not None and since <= dated[-1][0]:
                self.log.add((*at, "from"), "must be later than the entry before it")
            dated.append((since, str(name)))
        return tuple(dated)

    def rule(self, value: object, path: Path, facts: Sequence[str], depth: int = 0) -> Rule:
        empty = Rule("all", ())
        if (
            not isinstance(value, Mapping)
            or len(value) != 1
            or next(iter(value)) not in ("all", "any", "none")
        ):
            self.log.add(path, "must be one of {all: […]}, {any: […]} and {none: […]}")
            return empty
        op, items = next(iter(value.items()))
        if not isinstance(items, Sequence) or isinstance(items, str) or not items:
            self.log.add((*path, op), "must list at least one fact or rule")
            return empty
        if depth >= _DEEPEST_RULE:
            self.log.add(path, f"rules may be nested {_DEEPEST_RULE} deep at most")
            return empty
        children: list[Node] = []
        for position, item in enumerate(items):
            at = (*path, op, position)
            if isinstance(item, str):
                if item not in facts:
                    self.log.add(at, unknown_word("fact", item, facts))
                children.append(Leaf(item))
            else:
                children.append(self.rule(item, at, facts, depth + 1))
        return Rule(op, tuple(children))

    def competence(self, path: Path, entry: Mapping[str, Any], facts: Sequence[str]) -> CompetenceTest:
        provisions = self.texts(entry.get("provisions"), (*path, "provisions"))
        rule = self.rule(entry.get("rule"), (*path, "rule"), facts)
        return CompetenceTest(entry["code"], provisions, rule, _title(entry))

    def harm(self, path: Path, entry: Mapping[str, Any]) -> SovereigntyDimension:
        question = self.text(entry.get("question"), (*path, "question"))
        adjustable = self.flag(entry.get("consent_adjustable"), (*path, "consent_adjustable"))
        return SovereigntyDimension(entry["code"], question, adjustable, _title(entry))

    # -- legitimacy ---------------------------------------------------------------------------

    def legitimacy(self, spec: Mapping[str, Any]) -> tuple[tuple[Dimension, ...], tuple[Criterion, ...]]:
        dimensions = self.entries(spec, "dimensions")
        criteria = self.entries(spec, "criteria")
        codes = [entry["code"] for _, entry in dimensions]
        members: dict[str, list[str]] = {code: [] for code in codes}
        for path, entry in criteria:
            if str(entry.get("dimension")) in members:
                members[str(entry["dimension"])].append(entry["code"])
            else:
                detail = unknown_word("dimension", entry.get("dimension"), codes)
                self.log.add((*path, "dimension"), detail)
        for path, entry in dimensions:
            if not members[entry["code"]]:
                self.log.add(path, f"dimension {entry['code']} has no criteria")
        across, within = self.weights(spec.get("weights"), members)
        return (
            tuple(Dimension(e["code"], _title(e), across.get(e["code"], 0.0)) for _, e in dimensions),
            tuple(self.criterion(p, e, within.get(e["code"], 0.0)) for p, e in criteria),
        )

    def criterion(self, path: Path, entry: Mapping[str, Any], weight: float) -> Criterion:
        caps = None
        if entry.get("caps") is not None:
            given = self.mapping(entry["caps"], (*path, "caps"))
            band = self.choice(given.get("band"), (*path, "caps", "band"), BANDS[:-1])
            caps = BandCap(self.whole(given.get("at"), (*path, "caps", "at"), 0, 3), cast(Band, band))
        return Criterion(
            code=entry["code"],
            dimension=str(entry.get("dimension")),
            optional=self.flag(entry.get("optional", False), (*path, "optional")),
            question=self.text(entry.get("question"), (*path, "question")),
            caps=caps,
            title=_title(entry),
            weight=weight,
        )

    def weights(
        self, value: object, members: Mapping[str, Sequence[str]]
    ) -> tuple[dict[str, float], dict[str, float]]:
        """Shares of the dimensions, and of criteria within their dimension; "neutral" makes them equal."""
        criteria = [code for codes in members.values() for code in codes]
        if value == "neutral":
            across, every = dict.fromkeys(members, 1.0), dict.fromkeys(criteria, 1.0)
        else:
            given = self.mapping(value, ("weights",))
            across = self.relative(given.get("dimensions"), ("weights", "dimensions"), list(members))
            every = self.relative(given.get("criteria"), ("weights", "criteria"), criteria)
        if not sum(across.values()):
            self.log.add(("weights", "dimensions"), "at least one dimension needs a weight above 0")
            return across, every
        within: dict[str, float] = {}
        for dimension, codes in members.items():
            total = sum(every[code] for code in codes)
            if across[dimension] and codes and not total:
                detail = f"dimension {dimension} has weight, so one of its criteria needs some"
                self.log.add(("weights", "criteria"), detail)
            within |= {code: every[code] / total if total else 0.0 for code in codes}
        total = sum(across.values())
        return {code: weight / total for code, weight in across.items()}, within

    def relative(self, value: object, path: Path, known: Sequence[str]) -> dict[str, float]:
        given = self.mapping(value, path)
        for code in given:
            if code not in known:
                self.log.add((*path, code), unknown_word("code", code, known))
        return {code: self.number(given.get(code), (*path, code), 0, 1e9) for code in known}


def _title(entry: Mapping[str, Any]) -> str:
    """What pages call an entry: its title or label, else its code with spaces."""
    return str(entry.get("title") or entry.get("label") or entry["code"].replace("_", " "))


def _plain(value: Any) -> Any:
    """The value as JSON knows it: dates as ISO text, sequences as lists, equal numbers alike."""
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    if isinstance(value, date):
        return value.isoformat()[:10]
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value


def _checksummed(
    spec: Mapping[str, Any], dimensions: Sequence[Dimension], criteria: Sequence[Criterion]
) -> dict[str, Any]:
    """What the checksum covers: see docs/scoring.md, "What identifies an evaluation"."""
    content = {key: _plain(spec.get(key)) for key in _CHECKSUM_PLAIN}
    # The end of a doctrine is only known when the next one comes; a published version must survive that.
    doctrine = spec["doctrine"]
    content["doctrine"] = {"from": _plain(doctrine["from"]), "earliest": doctrine.get("earliest", False)}
    for key in _CHECKSUM_LISTS:
        content[key] = [{k: _plain(entry[k]) for k in _CHECKSUM_KEYS if k in entry} for entry in spec[key]]
    content["weights"] = {
        "dimensions": {d.code: round(d.weight, 12) for d in dimensions},
        "criteria": {c.code: round(c.weight, 12) for c in criteria},
    }
    return content
