"""A browser without scripts on the desk of a local platform."""

from typing import Any
from urllib.parse import urljoin

import requests
from lxml import html

from inkscout_local.platform import desk_link
from inkscout_local.platform.state import StateFolder
from tests.support.patience import PATIENCE_SECONDS


class DeskClient:
    """Somebody who entered the desk by a one-time link."""

    def __init__(self, state: StateFolder) -> None:
        self._session = requests.Session()
        link = desk_link.make(state)
        self.site = link.partition("/desk/")[0]
        assert self._session.get(link, timeout=PATIENCE_SECONDS).ok

    def page(self, path: str) -> Any:
        """The page at a path, as a tree."""
        answer = self._session.get(urljoin(self.site, path), timeout=PATIENCE_SECONDS)
        assert answer.ok, f"{path}: {answer.status_code} {said(html.document_fromstring(answer.content))}"
        return html.document_fromstring(answer.content)

    def status(self, path: str) -> int:
        """The status of the answer at a path."""
        return self._session.get(urljoin(self.site, path), timeout=PATIENCE_SECONDS).status_code

    def confirm(self, path: str, **filled: str) -> str:
        """Confirms the action at a path, with some fields filled in; returns the path that it leads to."""
        form = self.page(path).xpath("//main//form[@method='post']")[0]
        fields = {one.get("name"): one.get("value", "") for one in form.xpath(".//input[@type!='checkbox']")}
        fields |= {one.get("name"): one.text or "" for one in form.xpath(".//textarea")}
        answer = self._session.post(
            urljoin(self.site, path.partition("?")[0]),
            data={**fields, **filled},
            headers={"Sec-Fetch-Site": "same-origin"},
            allow_redirects=False,
            timeout=PATIENCE_SECONDS,
        )
        assert answer.status_code == 303, said(html.document_fromstring(answer.content))
        return str(answer.headers["Location"])


def said(page: Any) -> str:
    """The text of a page's main part, with single blanks."""
    return " ".join(page.xpath("//main")[0].text_content().split())
