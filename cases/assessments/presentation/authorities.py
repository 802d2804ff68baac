"""What authorities held, in a line."""

from __future__ import annotations

from django.utils.translation import gettext as _

from cases.studies.authorities import Authorities
from natoassess.web.presentation import words


def authorities_words(authorities: Authorities) -> str:
    """ "lawful (UN Security Council)", "divided: unlawful (…), arguable (…)", or that nobody ruled."""
    if not authorities.holdings:
        return _("no ruling recorded")
    said = ", ".join(
        _("%(ruling)s (%(who)s)")
        % {"ruling": words.word(words.VERDICTS, holding.legality), "who": holding.who}
        for holding in authorities.holdings
    )
    return _("divided: %(said)s") % {"said": said} if authorities.hold == "divided" else said
