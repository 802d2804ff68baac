"""The drafts of the result tests."""

from tests.result.conftest import file_draft

__all__ = ["file_draft"]
