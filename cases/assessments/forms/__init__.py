"""The forms of filing: describing what is assessed, and answering the questions."""

from cases.assessments.forms.answers import QuestionForm, posted_forms
from cases.assessments.forms.describe import AssessForm, DescribeForm

__all__ = ["AssessForm", "DescribeForm", "QuestionForm", "posted_forms"]
