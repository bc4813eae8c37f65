"""Entity tags for pages that are the same for everybody: a browser that has one is told so in an empty answer.

The tag is the hash of the page, so it changes with whatever the page shows. Addresses with a query may hold a mood and
are never kept; nor is anything else that no view says this of.
"""

from flask import Flask, Response, request

from moviefy.web.guards.policy import current_policy

REVALIDATED = "private, no-cache"
"""A browser may keep the page, and asks each time whether it is still the same."""


def revalidate_pages(app: Flask) -> None:
    """Tag the pages whose policy is ``revalidated``. Register it after compression: empty answers then stay empty."""

    @app.after_request
    def tag(response: Response) -> Response:
        if current_policy().revalidated and response.status_code == 200 and not request.query_string:
            response.headers["Cache-Control"] = REVALIDATED
            response.add_etag(weak=True)
            response.make_conditional(request)
        return response
