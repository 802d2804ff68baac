"""What tables hold, and what their columns mean, where the codebook of the API does not say it: the lists that the API
shows inside others, and what a release adds to a list. "" is the table itself.
"""

from __future__ import annotations

from collections.abc import Mapping

Meanings = Mapping[str, Mapping[str, str]]

PHASE = "The phase that it belongs to: the part of an id of phases after the slash. Empty: it is about the whole case."
SOURCE = "The document that it is taken from: an id of sources of the same case. Empty: none is recorded."
KNOWN = "How far it was checked: verified against a source, or expert knowledge. Empty: it is not recorded."
NOTE = "What is particular about it. Empty: nothing is."
CREDIBILITY = (
    "How credible the item is in itself, from 1 confirmed to 5 improbable; 6 cannot be judged. "
    "Unit: grade of the Admiralty code."
)

LAW: Meanings = {
    "actors": {"": "States, present and historic, organisations and others."},
    "memberships": {
        "": "Who belonged to which organisation, from and to a day.",
        "from": "First day of the membership.",
        "until": "Last day of the membership. Empty: it lasts.",
        "member": "The member: an id of actors.",
        "note": NOTE,
    },
    "instruments": {
        "": "Treaties, resolutions, failed drafts, Strategic Concepts, judgments, declarations and reports.",
    },
    "provisions": {"": "Clauses of instruments, each with its effect and its period in force."},
    "relations": {
        "": "What one instrument, or a clause of it, does to another.",
        "kind": "exception_to, implements, recalls, extends, amends, supersedes or terminates: from the first to `to`.",
        "note": NOTE,
        "known": KNOWN,
        "clause": "The slug of its own clause. Empty: it is the whole instrument that does it.",
    },
    "facts": {"": "Questions answered yes, no, contested or unknown."},
    "criteria": {"": "Criteria of legitimacy, each with a descriptor for every level."},
    "sovereignty": {"": "Dimensions of harm to the sovereignty of the State concerned."},
    "tests": {"": "Legal tests: justifications of force, or of measures short of it, as rules over facts."},
    "frameworks": {"": "Published versions of the yardstick: readings, weights and bands."},
}

RECORD: Meanings = {
    "cases": {
        "": "Situations under study.",
        "narrative": "Its history: a list of paragraphs in Markdown, with links of the form provision:ID.",
        "questions": "Questions of law and judgment that it raises.",
        "known": KNOWN,
        "unknowns": "What is not known of it.",
    },
    "phases": {"": "Intervals of cases with one character each: the unit that is assessed."},
    "case_actors": {
        "": "What each actor did in a case.",
        "role": "Its part in the case, such as intervener, target or host.",
        "note": NOTE,
    },
    "claims": {
        "": "Actors' reliance on law, and objections to it.",
        "id": "Its name within the case.",
        "phase": PHASE,
        "actor": "Who claims or objects: an id of actors. Empty: it is none of the library's.",
        "by": "Who claims or objects, in words. Empty: `actor` says it.",
        "stance": "claim, or objection to one.",
        "text": "What is claimed, in our words.",
        "provisions": "The provisions and instruments relied on: a list of ids.",
        "objected_by": "The actors that objected: a list of ids.",
        "source": SOURCE,
    },
    "ledger": {
        "": "What bears on the authority of an intervention beside the instruments: letters, consents, decisions.",
        "id": "Its name within the case.",
        "kind": "What it is, such as article_51_letter, consent or alliance_decision.",
        "on": "Its day.",
        "until": "Its last day. Empty: it never ended.",
        "ended_by": "What ended it, in words. Empty: nothing did, or it is not recorded.",
        "by_name": "Whom it comes from, in words. Empty: `by` says it.",
        "terms": "Its limits. Empty: none are recorded.",
        "provision": "The instrument or provision that it is about. Empty: none.",
        "phase": PHASE,
        "text": "What it says, in our words.",
        "cite": "How it is cited. Empty: it has no citation of its own.",
        "source": SOURCE,
        "known": KNOWN,
    },
    "figures": {
        "": "Numbers that somebody counted, each with its range where one is known.",
        "id": "Its name within the case.",
        "phase": PHASE,
        "what": "What was counted.",
        "unit": "In what it is counted. Empty: in plain numbers.",
        "low": "The lowest number given. Unit: that of `unit`. Empty: none is known.",
        "best": "The number that is held most likely. Unit: that of `unit`. Empty: none is known.",
        "high": "The highest number given. Unit: that of `unit`. Empty: none is known.",
        "counted_by": "Who counted.",
        "source": SOURCE,
        "credibility": f"{CREDIBILITY} Empty: it was not graded.",
        "note": "What to mind when it is used. Empty: nothing.",
        "known": KNOWN,
    },
    "sources": {
        "": "The documents that the records of cases cite.",
        "id": "Its name within the case.",
        "citation": "How it is cited.",
        "url": "Where it can be read. Empty: no address is recorded.",
        "kind": "What kind of document it is.",
        "reliability": "Of the source in the Admiralty code: A reliable to E unreliable, F cannot be judged.",
        "known": KNOWN,
    },
    "events": {
        "": "What happened, by day.",
        "on": "Its day.",
        "text": "What happened, in our words.",
        "provision": "The instrument or provision that it is about. Empty: none.",
        "turn": "Whether the case turned on it.",
        "phase": PHASE,
        "source": SOURCE,
        "known": KNOWN,
    },
    "authorities": {
        "": "What courts, commissions and writers found; kept apart from what natoassess computes.",
        "who": "The authority.",
        "on": "The day on which it was said. Empty: the day is not recorded.",
        "phase": PHASE,
        "kind": "What kind of authority it is. Empty: it is not recorded.",
        "text": "What was found, in our words.",
        "cite": "Where it stands. Empty: the source says it.",
        "legality": "What was found on legality. Empty: nothing was.",
        "legitimacy": "What was found on legitimacy. Empty: nothing was.",
        "source": SOURCE,
    },
    "criticisms": {
        "": "What is held against the action.",
        "text": "The criticism, in our words.",
        "by": "Whose it is. Empty: it is not recorded.",
        "phase": PHASE,
        "source": SOURCE,
    },
}

JUDGED: Meanings = {
    "assessments": {
        "": "Published assessments: the reference assessments of the library, and those of people."
    },
    "findings": {
        "": "Every answer of every published assessment.",
        "value": "Of a fact yes, no, contested or unknown; of a rating or harm its level 0 to 4, unknown or na.",
        "confidence": "Of a rating: high, moderate or low. Empty: it is no rating, or moderate.",
        "why": "The reason given. Empty: none was.",
        "provisions": "The provisions and instruments that the answer stands on: a list of ids.",
        "fixed": "Whether its author asks that what-if leave it as it is.",
    },
    "evidence": {
        "": "Every use of a document for an answer.",
        "n": "Its place among the evidence of the answer. Unit: counted from 0.",
        "source": "The document as case/id of sources. Empty: it is none of the library's.",
        "citation": "The document, as it is cited. Empty: the evidence was filed without one.",
        "url": "Where it can be read. Empty: no address is recorded.",
        "reliability": "Of the source in this use, in the Admiralty code: A reliable to E unreliable, F not judged.",
        "credibility": CREDIBILITY,
        "note": "The place in the document, or what to mind. Empty: nothing is said.",
    },
    "codings": {
        "": "The independent codings that reference assessments were settled from.",
        "id": "Its name within the assessment.",
        "coder": "Who coded.",
        "coded_on": "When it was coded.",
        "basis": "What the coder had read.",
    },
    "coding_answers": {
        "": "Every answer of every coding, as it was made.",
        "coding": "The coding: an id of codings of the same assessment.",
        "value": "Of a fact yes, no, contested or unknown; of a rating or harm its level 0 to 4, unknown or na.",
        "confidence": "Of a rating or harm: high, moderate or low. Empty: of a fact, or none was given.",
        "why": "The reason. Empty: the coder gave none.",
    },
    "publications": {
        "": "Assessments that people published, by number; what was superseded or retracted since among them."
    },
}
