"""What people make of a phase: assessments, findings, evidence, evaluations."""
