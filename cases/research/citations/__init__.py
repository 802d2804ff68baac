"""What can be cited, each kind found by the id that its record gives as its key, of what a person may see."""

from cases.research.citations.finding import MOST_NAMED, Unciteable, citations_named
from cases.research.citations.releases import release_cited

__all__ = ["MOST_NAMED", "Unciteable", "citations_named", "release_cited"]
