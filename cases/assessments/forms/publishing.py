"""What is asked before a publication is withdrawn."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.assessments.publishing import LONGEST_REASON, SHORTEST_REASON


class RetractForm(forms.Form):
    """The reason, for every reader of the tombstone, and a word that it is meant."""

    reason = forms.CharField(
        label=_("Why it is withdrawn"),
        help_text=_(
            "Everyone who follows the number reads this. Say what is wrong and whether a correction follows."
        ),
        min_length=SHORTEST_REASON,
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={
            "required": _("Say why: the reason is all that readers will find."),
            "min_length": _("Say more: the reason takes at least %(limit_value)d characters."),
        },
    )
    confirm = forms.BooleanField(
        label=_("I understand that nothing undoes this."),
        error_messages={"required": _("Tick the box: a retraction cannot be taken back.")},
    )
