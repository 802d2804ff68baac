"""How sure the answers are: what would change them, how far draws spread, what is not known, what evidence bears."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from cases.assessments.models.finding import FindingKind
from cases.assessments.presentation import Parts, Result
from cases.assessments.presentation.changes import WeightShown
from cases.assessments.presentation.labels import Labels
from cases.assessments.reports.answers import Given
from natoassess.web.formats import typst_charts
from natoassess.web.formats.document import (
    Block,
    Bullets,
    Cell,
    Column,
    Figure,
    Heading,
    Paragraph,
    Run,
    Runs,
    Table,
    cell,
    drawn,
    said,
)
from natoassess.web.presentation import charts, words

CONFIDENCES = ("high", "moderate", "low")


def blocks(evaluation: Mapping[str, Any], result: Result, given: list[Given]) -> Iterator[Block]:
    """Legality first, then legitimacy, then what the evidence bears."""
    yield Heading(2, _("Uncertainty"), "uncertainty")
    labels = result.labels
    if result.parts is not None:
        yield from _legal(evaluation["legality"], result.parts, labels)
        if evaluation["legitimacy"]["index"] is None:
            yield Heading(3, _("How sure the index of legitimacy is"))
            yield Paragraph(said(_("Nothing is rated yet: the index is open from 0 to 100.")))
        else:
            yield from _interval(evaluation["legitimacy"])
            yield from _tornado(evaluation["legitimacy"], labels)
        yield from _shifts(result.parts)
    yield from _weak(evaluation, given)


def _legal(legality: Mapping[str, Any], parts: Parts, labels: Labels) -> Iterator[Block]:
    yield Heading(3, _("What would change the legal answer"))
    if legality["flips"]:
        columns = (Column(_("If it were so that"), 3.4), Column(_("the conduct would be"), 1))
        rows = tuple(
            (
                Cell(tuple(_change(change, labels) for change in flip["changes"])),
                cell(words.word(words.VERDICTS, flip["verdict"]), strong=True),
            )
            for flip in legality["flips"]
        )
        caption = _(
            "Every smallest set of up to three facts that reaches another verdict on the prevailing reading"
        )
        yield Table(caption, columns, rows)
    else:
        yield Paragraph(said(_("No set of up to three facts reaches another verdict.")))
    readings = [*parts.changes.readings, *parts.changes.more_readings]
    if readings:
        yield Bullets(
            tuple(
                (
                    Run(words.capitalise(words.word(words.VERDICTS, item.verdict)), strong=True),
                    Run(f" {item.price}."),
                )
                for item in readings
            )
        )
    if parts.changes.periods:
        yield from _periods(parts)
    yield Heading(3, _("What is not known"))
    yield from _unknowns(parts)


def _change(change: Mapping[str, Any], labels: Labels) -> Runs:
    named = {
        "fact": labels.fact(change["fact"]),
        "to": words.word(words.FACT_VALUES, change["to"]),
        "before": words.word(words.FACT_VALUES, change["from"]),
    }
    return said(_("%(fact)s: %(to)s (answered %(before)s)") % named)


def _periods(parts: Parts) -> Iterator[Block]:
    columns = (Column(_("Judged by the law of"), 1.6), Column(_("Verdict"), 0.9), Column(_("Because"), 3))
    rows = []
    for period in parts.changes.periods:
        days = (Run(period.days, strong=period.today),)
        here = said(_("the day judged is among them")) if period.today else ()
        because = []
        for reason in period.reasons:
            named = ", ".join(law.label for law in reason.laws)
            because.append(said(f"{reason.text} {named}".strip()))
        verdict = cell(words.word(words.VERDICTS, period.verdict), strong=True)
        rows.append((Cell((days, here)), verdict, Cell(tuple(because))))
    yield Table(_("The same conduct under the law of other days"), columns, tuple(rows))


def _unknowns(parts: Parts) -> Iterator[Block]:
    if parts.decisive:
        yield Paragraph(said(_("Not known, and able to decide the legal answer, in the order worth asking:")))
        yield Bullets(
            tuple((Run(f"{fact.label}. ", strong=True), Run(fact.question)) for fact in parts.decisive),
            numbered=True,
        )
    else:
        yield Paragraph(said(_("No unknown fact could change the legal answer.")))
    if parts.settled:
        names = "; ".join(fact.label for fact in parts.settled)
        yield Paragraph(said(_("Not known, but without effect on it: %(names)s.") % {"names": names}))


def _interval(legitimacy: Mapping[str, Any]) -> Iterator[Block]:
    yield Heading(3, _("How sure the index of legitimacy is"))
    view = charts.distribution(legitimacy)
    if view is None:
        yield Paragraph(said(_("No draws were made, so there is no interval to give.")))
        return
    yield Figure(
        _("The draws on the scale from 0 to 100: nine in ten fall within the line"),
        f"{view.bar.sentence}.",
        typst_charts.bar(view.bar, slim=False),
    )
    ends = ((_("5 % lie below"), view.p05), (_("Half lie below"), view.p50), (_("95 % lie below"), view.p95))
    yield Table(
        _("The draws of the index"),
        tuple(Column(name, is_number=True) for name, _value in ends),
        (tuple(cell(words.number(value)) for _name, value in ends),),
    )
    columns = (Column(_("Band"), 1.4), Column(_("Chance"), is_number=True), Column(_("In words"), 2))
    rows = tuple(
        (cell(item.word), cell(words.percent(item.share)), cell(item.words)) for item in view.chances
    )
    yield Table(_("The chance of each band, in the words of ICD 203"), columns, rows)
    told = _("%(draws)s draws, seed %(seed)s.") % {"draws": f"{view.draws or 0:,}", "seed": view.seed}
    yield Paragraph(said(told), quiet=True)


def _tornado(legitimacy: Mapping[str, Any], labels: Labels) -> Iterator[Block]:
    view = charts.tornado(legitimacy, labels.criterion_titles)
    if view is None:
        return
    yield Heading(3, _("Which ratings it hangs on"))
    widest = view.rows[0]
    named = {"title": widest.title, "low": words.number(widest.low), "high": words.number(widest.high)}
    yield Paragraph(
        said(_("Most on “%(title)s”: within its doubt it moves the index from %(low)s to %(high)s.") % named)
    )
    columns = (
        Column(_("Criterion"), 2.4),
        Column("", 2, is_drawing=True),
        Column(_("Index from"), is_number=True),
        Column(_("to"), 0.8, is_number=True),
        Column(_("Of the variance"), 1.1, is_number=True),
    )
    rows = tuple(
        (
            cell(row.title),
            drawn(typst_charts.bar(row.bar)),
            cell(words.number(row.low)),
            cell(words.number(row.high)),
            cell(words.portion(row.share) if row.share is not None else words.EN_DASH),
        )
        for row in view.rows
    )
    yield Table(
        _("Each rating set to its 5 % and its 95 % level, the others left as they are"), columns, rows
    )
    if view.weights_share is not None:
        share = words.percent(view.weights_share)
        yield Paragraph(said(_("Of the variance %(share)s comes from the weights alone.") % {"share": share}))


def _shifts(parts: Parts) -> Iterator[Block]:
    weights = [*parts.changes.weights, *parts.changes.more_weights]
    if not weights and not parts.changes.ratings:
        return
    yield Heading(3, _("What would change the band"))
    if weights:
        yield _weights(weights)
    if parts.changes.ratings:
        columns = (Column(_("If the ratings were"), 3.4), Column(_("the band would be"), 1))
        rows = tuple(
            (
                Cell(tuple(said(f"{title}: {before} → {after}") for title, before, after in item.changes)),
                cell(words.word(words.BANDS, item.band), strong=True),
            )
            for item in parts.changes.ratings
        )
        yield Table(_("The least changes of one or two ratings that reach another band"), columns, rows)


def _weights(weights: list[WeightShown]) -> Table:
    columns = (
        Column(_("If the weight of"), 2.4),
        Column(_("went from"), is_number=True),
        Column(_("to"), is_number=True),
        Column(_("the band would be"), 1.2),
    )
    rows = tuple(
        (
            Cell(
                (said(item.title), said(_("within %(home)s") % {"home": item.within} if item.within else ""))
            ),
            cell(item.before),
            cell(item.after),
            cell(words.word(words.BANDS, item.band), strong=True),
        )
        for item in weights
    )
    return Table(_("The nearest weight at which the band is another"), columns, rows)


def _weak(evaluation: Mapping[str, Any], given: list[Given]) -> Iterator[Block]:
    """Ratings whose evidence bears less than their stated confidence, and facts that decide on weak evidence."""
    yield Heading(3, _("Weak evidence, and what it does"))
    yield Paragraph(
        said(
            _(
                "A rating counts for no more confidence than its best graded evidence bears: moderate at best on C or "
                "3, low on D, E, 4 or 5; where nothing can be judged (F or 6) the bounds leave it open. Less "
                "confidence spreads the level further and makes the interval wider. Evidence never moves a fact by "
                "itself."
            )
        ),
        quiet=True,
    )
    ends = {row["criterion"]: row for row in evaluation["legitimacy"].get("tornado") or ()}
    lowered = [item for item in given if _is_lowered(item)]
    if lowered:
        columns = (
            Column(_("Rating"), 2.4),
            Column(_("Stated")),
            Column(_("Best grade"), 0.9),
            Column(_("Counts as")),
            Column(_("Moves the index"), 1.2, is_number=True),
        )
        rows = tuple(
            (
                cell(item.label),
                cell(words.word(words.CONFIDENCES, _stated(item))),
                cell(min(item.evidence, key=lambda used: used.grade).grade),
                cell(words.word(words.CONFIDENCES, item.allowed) if item.allowed else _("cannot be judged")),
                cell(
                    words.span(ends[item.code]["low"], ends[item.code]["high"])
                    if item.code in ends
                    else words.EN_DASH
                ),
            )
            for item in lowered
        )
        yield Table(_("Ratings whose evidence bears less than was stated"), columns, rows)
    else:
        yield Paragraph(said(_("No rating is held with more confidence than its evidence bears.")))
    yield from _bare(evaluation, given)


def _stated(item: Given) -> str:
    """The confidence stated; moderate where none was (docs/scoring.md, section 4)."""
    return item.confidence or "moderate"


def _is_lowered(item: Given) -> bool:
    if item.kind != FindingKind.RATING or not item.value.isdigit() or not item.evidence:
        return False
    return item.allowed is None or CONFIDENCES.index(item.allowed) > CONFIDENCES.index(_stated(item))


def _bare(evaluation: Mapping[str, Any], given: list[Given]) -> Iterator[Block]:
    turned = {change["fact"] for flip in evaluation["legality"]["flips"] for change in flip["changes"]}
    answered = [item for item in given if item.value != "unknown"]
    weak = [
        item.label
        for item in answered
        if item.kind == FindingKind.FACT and item.code in turned and item.evidence and _is_weak(item)
    ]
    bare = [item.label for item in answered if not item.evidence]
    if weak:
        yield Paragraph(
            said(
                _("Facts that could turn the verdict and rest on weak evidence alone: %(names)s.")
                % {"names": "; ".join(weak)}
            )
        )
    if bare:
        yield Paragraph(said(_("Answered without evidence: %(names)s.") % {"names": "; ".join(bare)}))


def _is_weak(item: Given) -> bool:
    return all(words.grade_is_weak(used.reliability, used.credibility) for used in item.evidence)
