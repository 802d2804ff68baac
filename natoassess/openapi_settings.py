"""What the OpenAPI document is made with: settings of drf-spectacular, and the names of its enumerations."""

from __future__ import annotations

from typing import Any

SPECTACULAR: dict[str, Any] = {
    "TITLE": "natoassess",
    "VERSION": "1.0.0",
    "DESCRIPTION": (
        "The law, the cases and the assessments of natoassess, and its scoring service. "
        "Not legal advice; not affiliated with NATO or the United Nations."
    ),
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "SCHEMA_PATH_PREFIX": r"/api/v1",
    "COMPONENT_SPLIT_REQUEST": True,
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "natoassess.web.openapi.share_problems",
        "natoassess.web.openapi_examples.add_examples",
    ],
    "ENUM_NAME_OVERRIDES": {
        "ColumnKindEnum": "cases.research.codebook.TYPES",
        "PublicListEnum": "cases.research.codebook.TABLES",
        "VerdictEnum": "frameworks.api.evaluation_schema.VERDICTS",
        "RulingEnum": "frameworks.api.flips_schema.RULINGS",
        "PeriodVerdictEnum": "frameworks.api.flips_schema.VERDICTS",
        "AnswerEnum": "frameworks.api.evaluation_schema.ANSWERS",
        "BandEnum": "frameworks.api.evaluation_schema.BANDS",
        "StandpointEnum": "frameworks.api.request_schema.STANDPOINTS",
        "NatureEnum": "frameworks.models.instrument.Nature",
        "ActorKindEnum": "frameworks.models.actor.ActorKind",
        "FrameworkKindEnum": "frameworks.models.framework.FrameworkKind",
        "CaseKindEnum": "cases.studies.models.case.CaseKind",
        "JobStateEnum": "natoassess.web.jobs.models.State",
        "BatchFormEnum": "cases.research.batches.models.Form",
        "OnFaultEnum": "cases.research.batches.models.OnFault",
        "QuestionPartEnum": "cases.assessments.api.agreement.QUESTION_PARTS",
        "SecondCodingStateEnum": "cases.assessments.models.second_coding.CodingState",
        "TeamRoleEnum": "natoassess.accounts.models.Role",
        "StatusEnum": "cases.assessments.models.assessment.Status",
        "LookupStatusEnum": "cases.research.api.lookup.STATUSES",
    },
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "SWAGGER_UI_SETTINGS": {"deepLinking": True, "persistAuthorization": False},
}
