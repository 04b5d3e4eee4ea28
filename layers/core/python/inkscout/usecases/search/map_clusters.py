"""MapClusters: clusters of the artists that a search finds in a map's box, by zoom level."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from inkscout.contracts.api.parameters import ArtistParameters, MapParameters
from inkscout.contracts.api.search import (
    ArtistRef,
    Cluster,
    ClusterCollection,
    ClusterProperties,
    PointGeometry,
)
from inkscout.errors import IndexUnavailable, TransientError
from inkscout.ports import Clock, IndexReader, JsonMap
from inkscout.search.aggregates import (
    TileCluster,
    artists_body,
    clusters_body,
    read_clusters,
    tile_bounds,
    total,
)
from inkscout.search.criteria import Criteria
from inkscout.search.definition import Kind
from inkscout.search.query import query
from inkscout.search.understand import Vocabulary
from inkscout.stale_cache import StaleCache
from inkscout.usecases.directory.denylist_filter import DenylistFilter
from inkscout.usecases.search.search_criteria import criteria, parse_box
from inkscout.usecases.search.search_results import Search

CLUSTERS_SECONDS = 60.0

MOST_NAMED = 100
"""Maximum number of artists in a view that are named, since each is checked against the denylist."""


@dataclass(frozen=True, slots=True)
class _ClusterView:
    """Clusters of a box, and the documents of the artists who are alone in theirs."""

    clusters: Sequence[TileCluster]
    total: int
    singles: Sequence[JsonMap] = ()


class MapClusters:
    """Serves ``GET /v1/map``.

    While the index is unavailable, returns the last result of a view or an empty one.
    """

    def __init__(
        self,
        index: IndexReader,
        search: Search,
        vocabulary: Callable[[], Vocabulary],
        denylist_filter: DenylistFilter,
        clock: Clock,
    ) -> None:
        self._index = index
        self._search = search
        self._vocabulary = vocabulary
        self._denylist_filter = denylist_filter
        self._views: StaleCache[_ClusterView] = StaleCache(clock, ttl_seconds=CLUSTERS_SECONDS)

    def __call__(self, asked: MapParameters) -> ClusterCollection:
        """Returns the clusters in a box, at the centre of their artists; they count artists, not studios.

        The search is interpreted and relaxed as by ``GET /v1/artists``, so that map and list agree.

        Raises:
            InvalidParameter: the box or a filter is invalid.
        """
        zoom = asked.zoom
        given = asked.model_dump(exclude={"zoom"})
        vocabulary = self._vocabulary()
        wanted = criteria(ArtistParameters.model_validate(given), Kind.ARTISTS, vocabulary)
        key = (wanted, zoom)
        try:
            view = self._views.get(key, lambda: self._load(wanted, zoom, vocabulary))
        except IndexUnavailable:
            return ClusterCollection(features=[], total=0, degraded=True)
        named = self._named(view)
        return ClusterCollection(
            features=[_feature(cluster, named.get(cluster.artist_id)) for cluster in view.clusters],
            total=view.total,
            degraded=self._views.is_stale(key),
        )

    def _load(self, wanted: Criteria, zoom: int, vocabulary: Vocabulary) -> _ClusterView:
        box = wanted.box or parse_box("-180,-90,180,90")
        attempt = self._search.settle(wanted, vocabulary)
        answer = self._index.search([(Kind.ARTISTS.value, clusters_body(box, zoom, query(attempt)))])[0]
        clusters = read_clusters(answer)
        alone = [cluster.artist_id for cluster in clusters if cluster.artist_id]
        if not 0 < len(alone) <= MOST_NAMED:
            return _ClusterView(clusters, total(answer))
        found = self._index.search([(Kind.ARTISTS.value, artists_body(alone))])[0]
        return _ClusterView(clusters, total(answer), [hit["_source"] for hit in found["hits"]["hits"]])

    def _named(self, view: _ClusterView) -> dict[str, ArtistRef]:
        """Returns the artists of a view who may be named, by id; nobody while the denylist is away."""
        try:
            shown = self._denylist_filter.documents(view.singles)
        except TransientError:
            return {}
        return {one["artist_id"]: ArtistRef(artist_id=one["artist_id"], name=one["name"]) for one in shown}


def _feature(cluster: TileCluster, artist: ArtistRef | None) -> Cluster:
    middle = cluster.middle
    return Cluster(
        geometry=PointGeometry(coordinates=(round(middle.lng, 6), round(middle.lat, 6))),
        properties=ClusterProperties(
            count=cluster.count, tile=cluster.tile, bounds=tile_bounds(cluster.tile), artist=artist
        ),
    )
