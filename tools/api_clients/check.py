"""Searches a running API by the client that openapi-python-client makes: ``python check.py ADDRESS``."""

import sys

from inkscout_client import Client
from inkscout_client.api.search import get_artist, map_clusters, search_artists, suggest
from inkscout_client.models import ArtistPage, Problem


def main(address: str) -> None:
    """Asks the public routes; raises AssertionError, or the client's own error where an answer is wrong."""
    client = Client(base_url=address, raise_on_unexpected_status=True)
    page = search_artists.sync(client=client, q="fine line leeds", limit=5)
    _hold(isinstance(page, ArtistPage))
    first = page.items[0]
    profile = get_artist.sync(first.artist_id, client=client)
    _hold(profile.name == first.name)
    _hold(profile.studio_contact.address)
    names = suggest.sync(client=client, q=first.name[:4]).artists
    _hold(names)
    clusters = map_clusters.sync(client=client, bbox="-1.9,53.7,-1.3,53.95", zoom=11)
    _hold(clusters.total == sum(one.properties.count for one in clusters.features))
    refused = search_artists.sync(client=client, limit=0)
    _hold(isinstance(refused, Problem))
    _hold(refused.invalid_params[0].name == "limit")
    print(f"{page.total} artists; {first.name}, {', '.join(first.style_names)}; {clusters.total} on the map")


def _hold(fact: object) -> None:
    if not fact:
        raise AssertionError("the answer is not what the document says")


if __name__ == "__main__":
    main(sys.argv[1])
