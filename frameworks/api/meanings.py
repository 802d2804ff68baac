"""What each member of the law and of the yardstick means: for the OpenAPI document and the codebook alike."""

from __future__ import annotations

from collections.abc import Mapping

Meanings = Mapping[str, str]

ACTOR: Meanings = {
    "id": "The key of the actor, which never changes.",
    "name": "Its English name; a name never enters a score.",
    "kind": "What the actor is.",
    "iso": "Its code in ISO 3166-1 alpha-2. Empty: it has none, as organisations and historic States.",
    "until": "The last day of its existence. Empty: it still exists, or the day is not recorded.",
    "note": "What has to be known of its name or its days. Empty: nothing has.",
    "memberships": "The memberships of organisations that are recorded: organisation, from, until (its last day; null "
    "while it lasts) and note.",
}
ACTOR_FROM = "The first day of its existence. Empty: it is not recorded."

INSTRUMENT: Meanings = {
    "id": "The key of the instrument, which never changes.",
    "title": "Its title, shortened where it is long.",
    "kind": "What it is, such as treaty, UNSC resolution or ICJ decision.",
    "body": "Who adopted it.",
    "symbol": "The symbol or series under which it is cited. Empty: it has none.",
    "adopted_on": "The day of its adoption, or of the vote on a draft. Empty: the day is not known.",
    "in_force_from": "Its first day in force. Empty: it never entered into force.",
    "in_force_until": "Its last day in force. Empty: it has not ended, or it never began.",
    "ended_by": "The instrument or the event that ended it. Empty: nothing has.",
    "binding": "Whether it binds by itself or is evidence of what the law is.",
    "chapter_vii": "Whether it invokes Chapter VII of the Charter. "
    "Empty: the question does not arise, or is not settled.",
    "vote": "Counts of the vote (for, against, abstain; null where unknown), and names where known. "
    "Empty: there was no vote, or none is recorded.",
    "summary": "What it does, in words of the project.",
    "key_provisions": "Its provisions, each with the members of the list of provisions.",
    "confidence": "How far the entry was checked against a source: verified, partly-verified, knowledge-high or expert "
    "knowledge; the last two are to be checked before they are quoted.",
    "verified_fields": "What of it was checked against the source, in words.",
    "source": "What it was checked against, or that it was not. Empty: it is not recorded.",
    "notes": "Doubts, corrections and what else has to be known. Empty: nothing has.",
    "url": "Where the official text, or the nearest to it, is. Empty: no address is recorded.",
    "relations": "What it, or a clause of it, does to others: kind, to, clause, note and known.",
    "deprecated": "Whether it is kept only because its key was in use.",
    "accessions": "Parties that acceded: state and party_from. Empty: the library lists none.",
    "article_5_invocations": "Of the North Atlantic Treaty: each invocation of Article 5. Empty: another instrument.",
    "article_4_consultations": "Of the North Atlantic Treaty: consultations under Article 4. "
    "Empty: another instrument.",
    "article_4_note": "What the list of consultations leaves out. Empty: another instrument.",
}

PROVISION: Meanings = {
    "id": "The key of the provision: that of the instrument, #, and its slug.",
    "slug": "Its key within the instrument.",
    "label": "Article or paragraph, as it is cited.",
    "effect": "What the clause does.",
    "summary": "What it says, in words of the project.",
    "key_phrase": "The few words of the text on which it turns. Empty: none is quoted.",
    "in_force_from": "Its own first day in force. Empty: that of its instrument.",
    "in_force_until": "Its own last day in force. Empty: that of its instrument.",
    "ended_by": "The instrument that ended it before its instrument ended. Empty: none did.",
    "known": "How far its wording was checked: verified against a source, or expert knowledge. "
    "Empty: it is not recorded.",
    "determines": "What the Security Council determines in it under Charter Art. 39: threat_to_the_peace, "
    "breach_of_the_peace or act_of_aggression. Empty: it determines nothing.",
    "authority": "Whom a clause authorises, to what, where, by what means and until when. "
    "Empty: it does not authorise, or is silent on this.",
    "starts_on": "The first day on which it is in force, its own or that of its instrument. Empty: it never is.",
    "ends_on": "The last day on which it is in force, its own or that of its instrument. Empty: there is none.",
    "deprecated": "Whether it is kept only because its key was in use.",
    "instrument": "The key of the instrument that it stands in.",
    "instrument_title": "The title of that instrument.",
    "binding": "Whether that instrument binds by itself or is evidence of what the law is.",
}

FRAMEWORK: Meanings = {
    "code": "The key of the framework, the same in all its versions.",
    "version": "Its version; a published one never changes. Unit: number of the version, from 1.",
    "title": "Its name.",
    "summary": "For which acts it is the yardstick, and on what it rests.",
    "catalogue": "The version of the catalogue of questions that it weighs. Unit: number of the version, from 1.",
    "concept": "The key of the instrument that it follows.",
    "doctrine": "The period of doctrine. Empty: it is a report or somebody’s own, which is nobody’s doctrine.",
    "readings": "For each reading, how much a settled, a contested and a minority test carries: 1, 0.5 or 0.",
    "weights": "neutral where dimensions, and criteria within each, weigh alike; else the weight of each.",
    "bands": "The index from which legitimacy is mixed, and from which it is high.",
    "dimension_floor": "A dimension below this value holds the band down to the one named.",
    "minimum_coverage": "The share of the weight that must be rated for a band. Unit: share, 0 to 1.",
    "kappa": "How closely drawn weights keep to the stated ones; higher is closer. Unit: pure number.",
    "competence_provisions": "The provisions on the Alliance’s own competence, by question.",
    "checksum": "SHA-256 of what scores with it.",
    "source": "Where the text that it follows is found. Empty: it is somebody’s own.",
    "notes": "What was not verified, and choices of the project. Empty: there are none.",
    "deprecated": "Whether it is kept only because evaluations were made with it.",
    "kind": "Whose yardstick it is: the doctrine of the Alliance, a report’s, which is nobody’s doctrine, or a "
    "person’s own.",
    "dimensions": "Dimensions of its own with their criteria; an empty list: those of the catalogue.",
    "owner": "Of an own framework: the name shown of who made it. Empty: it is of the library.",
    "team": "Of an own framework: the team that sees it. Empty: it is of the library, or no team does.",
    "made_from": "Of an own framework: the code of the published one that it was made from. "
    "Empty: it is of the library.",
    "elicited": "How the weights of an own framework were given; an empty object for one of the library.",
}

FACT: Meanings = {
    "code": "The key of the question, which never changes.",
    "catalogue": "The version of the catalogue that it stands in. Unit: number of the version, from 1.",
    "group": "The group of questions that it belongs to.",
    "label": "Its short name: the statement that yes affirms.",
    "question": "The question, answered yes, no, contested or unknown.",
    "help": "What has to hold for yes, and what does not suffice. Empty: the question says it all.",
    "provisions": "Keys of the instruments and provisions that it rests on.",
}

CRITERION: Meanings = {
    "code": "The key of the criterion, which never changes.",
    "catalogue": "The version of the catalogue that it stands in. Unit: number of the version, from 1.",
    "dimension": "The key of the dimension of legitimacy that it belongs to.",
    "label": "Its short name.",
    "question": "The question, rated from 0 to 4.",
    "optional": "Whether it may be set aside as not applicable, with a reason.",
    "low": "The low end of the scale, in a few words.",
    "mid": "The middle of the scale, in a few words.",
    "high": "The high end of the scale, in a few words.",
    "levels": "What levels 0 to 4 mean, in this order.",
    "caps": "The level at or below which the criterion holds the band down, and to which band. "
    "Empty: it holds none down.",
}

SOVEREIGNTY: Meanings = {
    "code": "The key of the dimension, which never changes.",
    "catalogue": "The version of the catalogue that it stands in. Unit: number of the version, from 1.",
    "label": "Its short name.",
    "question": "The question, rated from 0, no harm, to 4, the gravest.",
    "consent_adjustable": "Whether valid consent takes this harm out of the adjusted impact.",
    "levels": "What levels 0 to 4 mean, in this order.",
}

LEGAL_TEST: Meanings = {
    "code": "The key of the test, which never changes.",
    "catalogue": "The version of the catalogue that it stands in. Unit: number of the version, from 1.",
    "title": "Its name.",
    "justifies": "Whether it justifies force, or measures short of it.",
    "standing": "settled, contested or minority; or a dated list of them, of which the last entry whose `from` is not "
    "after the day judged applies.",
    "provisions": "Keys of the instruments and provisions that it rests on.",
    "rule": "What has to be so: one of all, any or none over codes of facts and further rules.",
    "duties": "Codes of the facts on duties that go with it and never change the verdict.",
}
