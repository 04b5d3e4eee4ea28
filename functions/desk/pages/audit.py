"""Audit trail: who did what on the desk, when, on what, and how it ended."""

from functions.desk.asking import DeskAnswer, DeskRequest
from functions.desk.rendering import page
from inkscout.bootstrap import desk

_PAGE = 50


def show(asked: DeskRequest) -> DeskAnswer:
    """Returns one page of the trail, newest first."""
    before = asked.request.one("before")[:120]
    entries = desk.list_audit_entries()(_PAGE + 1, before)
    older = entries[_PAGE - 1].position if len(entries) > _PAGE else ""
    return page(
        asked,
        "audit.html",
        title="Audit trail",
        section="/desk/audit",
        entries=entries[:_PAGE],
        older=older,
        before=before,
    )
