"""Asking the search of the public site, as a page and as JSON."""


def ask(client, question, path="/search/", **more):
    """The answer of the page."""
    return client.get(path, {"q": question, **more})


def titles(client, question, path="/search/"):
    """The titles found, in order."""
    return [hit["title"] for hit in ask(client, question, path, format="json").json()["results"]]
