"""Assessments as API."""
