"""A report with everything that was read out of it, for eyes: terminal, HTML page, plain data."""

from app.claims.explain.model import ReportView
from app.claims.explain.page import html_page
from app.claims.explain.terminal import print_report
from app.claims.explain.view import view_of

__all__ = ["ReportView", "html_page", "print_report", "view_of"]
