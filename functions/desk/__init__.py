"""The operator's desk below ``/desk``, rendered in Python from the use cases that the commands call too.

==================  ==================================================================================
module              is
==================  ==================================================================================
``registry.py``     the list of routes: a page is a module of ``pages/`` and a line there
``application.py``  finds the route, asks for a session, checks the form, answers errors with pages
``gate.py``         the one check of who may see or do what; a route that says nothing else is closed
``asking.py``       a request with its session and the parts of its path, as pages get it
``rendering.py``    templates; ``page()`` makes an answer from one
``acting.py``       actions: the page of confirmation, the check of the expected state, the audit entry
``pages/``          a module for a page or for the actions on one thing
``templates/``      markup; every page extends ``desk.html``, which takes the website's styles and fonts
``static/``         the desk's own styles and script, at an address that changes with them
==================  ==================================================================================

A page is a function ``show(asked: DeskRequest) -> WebAnswer``. It takes parameters from ``asked.request``
(``one``, ``all``, ``written`` for fields of a form), parts of the path from ``asked.parts``, calls use cases
of ``inkscout.bootstrap``, and returns ``rendering.page(asked, "name.html", title=..., ...)``. It raises
``NotFound`` for what does not exist. A page that is polled has an element with ``data-poll="2"`` and an id:
the script asks for the same address again after that many seconds and puts the new element in place of the
old one, until it has no ``data-poll``.

The package of the website goes along as a library, for its requests, answers, maps and words.
"""
