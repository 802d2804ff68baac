"""Situations and what people make of them: studies, assessments, comparisons, research, teaching."""
