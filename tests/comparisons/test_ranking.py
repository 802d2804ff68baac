"""Who is ahead on legitimacy: one framework for all columns, the page, and the same numbers in every file."""

from __future__ import annotations

import csv
import dataclasses
import io
import re
from pathlib import Path

import numpy as np
import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from pypdf import PdfReader

from cases.comparisons.comparison import Comparison
from cases.comparisons.exports import FORMATS
from cases.comparisons.items import ItemsInvalid
from cases.comparisons.ranking import framework_choices, framework_named, labels, newest_doctrine, ranking_of
from frameworks.comparing import Ranking
from frameworks.compile import compile_framework
from frameworks.scoring import Row
from frameworks.scoring.comparing import _Phase
from frameworks.scoring.legitimacy import Scale, arranged
from frameworks.scoring.robustness import Noise, noise_for
from frameworks.selectors import framework_get
from frameworks.services import findings_parse
from natoassess.web.presentation.ranks import rank_rows
from tests.comparisons.conftest import KOSOVO, LATER, LIBYA
from tests.support.queries import count

ADDRESS = f"/compare/?item={KOSOVO}&item={LIBYA}&item={LATER}"


@pytest.fixture
def ranking(comparison: Comparison) -> Ranking:
    """That of Kosovo and both phases of Libya."""
    assert comparison.ranking is not None
    return comparison.ranking


def plain(html: str) -> str:
    """What a page says, without its marks."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


def test_the_newest_doctrine_among_the_columns_ranks_them(comparison: Comparison, ranking: Ranking) -> None:
    assert ranking.framework.code == "nato-2022"
    older = list(comparison.columns[:2])
    for column, code in zip(older, ("nato-1991", "nato-1999"), strict=True):
        column.assessment.framework = framework_get(code)
    assert newest_doctrine(older).code == "nato-1999"
    assert ranking_of(older).framework.code == "nato-1999"
    assert ranking_of(older, framework_get("nato-2010")).framework.code == "nato-2010"


def test_a_framework_that_does_not_exist_is_refused_with_those_there_are(library: None) -> None:
    assert framework_named(AnonymousUser(), "") is None
    with pytest.raises(ItemsInvalid, match=r"nato-2021.*nato-1991.*nato-2022"):
        framework_named(AnonymousUser(), "nato-2021")
    codes = [framework.code for framework in framework_choices(AnonymousUser())]
    assert len(codes) == len(set(codes))


def test_a_report_ranks_by_its_own_dimensions_and_says_what_it_sets_aside(
    comparison: Comparison, library: None, client: Client
) -> None:
    """The six criteria of ICISS: no rating is lost without a word."""
    found = ranking_of(comparison.columns, framework_get("iciss-2001"))
    assert found.numbers is not None
    assert set(found.numbers["weights"]) <= set(found.dimensions)
    rated = {code for column in comparison.columns for code in column.findings["ratings"]}
    asked = {criterion.code for criterion in compile_framework(found.framework).criteria}
    assert set(found.set_aside) == rated - asked != set()
    said = plain(client.get(f"{ADDRESS}&framework=iciss-2001").content.decode())
    assert f"{len(found.set_aside)} criteria that are rated are not asked by this framework" in said
    assert "asked by this framework" not in plain(client.get(ADDRESS).content.decode())


def test_two_columns_of_one_name_are_told_apart(comparison: Comparison) -> None:
    first, second, third = comparison.columns
    assert labels([first, dataclasses.replace(second, label=first.label), third]) == [
        "Kosovo 1999 (1)",
        "Kosovo 1999 (2)",
        "Libya, later 2011",
    ]


def test_what_the_framework_cannot_score_is_named(comparison: Comparison) -> None:
    """A finding that cannot stand leaves its column out, with the reason; the others are ranked all the same."""
    first, second, third = comparison.columns
    broken = dataclasses.replace(second, findings={**second.findings, "facts": {"uses_forse": "yes"}})
    found = ranking_of([first, broken, third])
    assert list(found.refused) == [1]
    assert "did you mean uses_force?" in found.refused[1]
    assert found.numbers is not None
    assert [place["position"] for place in found.numbers["places"]] == [0, 2]
    assert [(pair.leader, pair.other) for pair in found.pairs] == [(0, 2)]
    assert [pair.other for pair in found.alike] == [2]
    alone = ranking_of([broken, third])
    assert (alone.numbers, alone.pairs, alone.alike) == (None, (), ())


def test_the_table_stands_from_best_to_last_and_bars_are_the_shares(ranking: Ranking) -> None:
    rows = rank_rows(ranking.order, ranking.labels)
    means = [sum(cell.rank * cell.share for cell in row.cells) for row in rows]
    assert means == sorted(means)
    for row in rows:
        assert sum(cell.share for cell in row.cells) == pytest.approx(1, abs=1e-5)
        assert [cell.bar.rects[1].width for cell in row.cells] == [round(100 * c.share, 2) for c in row.cells]
        assert max(row.cells, key=lambda cell: cell.share).is_likeliest


def test_neighbours_come_first_and_no_pair_is_lost(ranking: Ranking) -> None:
    neighbours, others = ranking.neighbours_first()
    assert len(neighbours) == len(ranking.order) - 1
    assert sorted(neighbours + others) == sorted(ranking.pairs)
    assert all(pair.share >= 0.5 for pair in ranking.pairs)


def test_the_page_says_who_is_ahead_and_under_what(library: None, client: Client, ranking: Ranking) -> None:
    html = client.get(ADDRESS).content.decode()
    said = plain(html)
    assert "Which is ahead on legitimacy, and how surely" in said
    assert "nato-2022, version 1: the newest doctrine among them" in said
    assert "the cost to sovereignty has no draws" in said
    for pair in ranking.pairs:
        assert " ".join(pair.sentence.split()) in said
    for row in rank_rows(ranking.order, ranking.labels):
        for cell in row.cells:
            assert f'width="{cell.bar.rects[1].width}%"' in html
    assert "What would make Kosovo 1999 like the others in law" in said


def test_the_reader_chooses_the_framework_and_links_keep_it(library: None, client: Client) -> None:
    html = client.get(f"{ADDRESS}&framework=nato-1999").content.decode()
    assert "under nato-1999, version 1, as you chose" in plain(html)
    assert '<option value="nato-1999" selected>' in html
    assert html.count("framework=nato-1999") >= 7  # both files, three to take out, two to move
    assert client.get(f"{ADDRESS}&framework=").status_code == 200
    refused = client.get(f"{ADDRESS}&framework=nato-2021")
    assert refused.status_code == 400
    assert "There is no framework nato-2021" in refused.content.decode()


def test_the_order_of_the_columns_does_not_change_the_ranking(library: None, client: Client) -> None:
    """The seed follows from the ratings alone, so that a moved column finds the same numbers."""
    one = plain(client.get(f"/compare/?item={KOSOVO}&item={LIBYA}").content.decode())
    other = plain(client.get(f"/compare/?item={LIBYA}&item={KOSOVO}").content.decode())
    seeds = [re.search(r"draws, seed (\d+)", text) for text in (one, other)]
    assert seeds[0] and seeds[1] and seeds[0].group(1) == seeds[1].group(1)
    leads = [re.search(r"is ahead of [^(]*\(in [\d.]+\s% of draws\)", text) for text in (one, other)]
    assert leads[0] and leads[1] and leads[0].group() == leads[1].group()


def test_ranking_costs_no_query_a_column(library: None, client: Client) -> None:
    client.get(ADDRESS)
    two = count(lambda: client.get(f"/compare/?item={KOSOVO}&item={LIBYA}&framework=nato-1999"))
    assert count(lambda: client.get(f"{ADDRESS}&framework=nato-1999")) == two


def test_csv_has_the_numbers_of_the_ranking(comparison: Comparison, ranking: Ranking) -> None:
    text = FORMATS["csv"].render(comparison).decode("utf-8-sig")
    rows = {row["code"]: row for row in csv.DictReader(io.StringIO(text)) if row["part"] == "ranking"}
    assert ranking.numbers is not None
    for i, place in enumerate(ranking.numbers["places"]):
        label = ranking.labels[place["position"]]
        for rank, share in enumerate(place["acceptability"], start=1):
            assert float(rows[f"rank.{rank}"][label]) == share
        for j in range(3):
            assert float(rows[f"ahead.{j + 1}"][label]) == ranking.numbers["ahead"][i][j]
        confidence = rows["confidence"][label]
        assert (float(confidence) if confidence else None) == place["confidence"]
        assert rows["seed"][label] == str(ranking.numbers["seed"])
        assert ranking.about[place["position"]][0].text in rows["in_words"][label]


def test_pdf_has_the_sentences_of_the_ranking(comparison: Comparison, ranking: Ranking) -> None:
    reader = PdfReader(io.BytesIO(FORMATS["pdf"].render(comparison)))
    text = " ".join(" ".join(page.extract_text() for page in reader.pages).split())
    for pair in ranking.pairs:
        assert " ".join(pair.sentence.split()) in text
    assert f"seed {ranking.numbers and ranking.numbers['seed']}" in text
    assert "What would make Kosovo 1999 like the others in law" in text


def test_pdf_takes_a_name_as_text_in_the_ranking_too(comparison: Comparison) -> None:
    label = "#panic(1) *x* $y$ @z"
    first, *others = comparison.columns
    columns = (dataclasses.replace(first, label=label), *others)
    changed = dataclasses.replace(comparison, columns=columns, ranking=ranking_of(columns))
    reader = PdfReader(io.BytesIO(FORMATS["pdf"].render(changed)))
    text = " ".join(" ".join(page.extract_text() for page in reader.pages).split())
    assert f"{label} is ahead of Libya, March 2011" in text


def test_the_documentation_says_what_common_numbers_do(comparison: Comparison, ranking: Ranking) -> None:
    """docs/scoring.md gives the lead of Kosovo as drawn, and as it would be if every rating erred on its own."""
    documented = (Path(__file__).parents[2] / "docs" / "scoring.md").read_text(encoding="utf-8")
    assert ranking.numbers is not None
    scale = Scale(compile_framework(ranking.framework))
    noise = noise_for(scale, 20_000, 1)
    apart = []
    for number, column in enumerate(comparison.columns[:2]):
        given = findings_parse(framework=ranking.framework, body=column.findings)
        own = Noise(noise.gammas, np.random.default_rng(number).random(noise.uniforms.shape))
        row = Row(given, column.assessment.as_of)
        apart.append(_Phase.drawn(scale, row, arranged(scale, given.ratings), own).index)
    common, alone = ranking.numbers["ahead"][0][1], float((apart[0] > apart[1]).mean())
    lead = r"is ahead of Libya, March 2011, in about (\d+) % of draws, and would be in about (\d+) %"
    said = re.search(lead, " ".join(documented.split()))
    assert said is not None
    assert [common, alone] == pytest.approx([int(share) / 100 for share in said.groups()], abs=0.02)
