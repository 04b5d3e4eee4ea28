"""MapClusters: clusters of the artists that a search finds in a map's box, by zoom level."""

from collections.abc import Callable

from inkscout.contracts.api.parameters import ArtistParameters, MapParameters
from inkscout.contracts.api.search import Cluster, ClusterCollection, ClusterProperties, PointGeometry
from inkscout.errors import IndexUnavailable
from inkscout.ports import Clock, IndexReader
from inkscout.search.aggregates import clusters_body, read_clusters, total
from inkscout.search.criteria import Criteria
from inkscout.search.definition import Kind
from inkscout.search.query import query
from inkscout.search.understand import Vocabulary
from inkscout.stale_cache import StaleCache
from inkscout.usecases.search.search_criteria import criteria, parse_box
from inkscout.usecases.search.search_results import Search

CLUSTERS_SECONDS = 60.0


class MapClusters:
    """Serves ``GET /v1/map``.

    While the index is unavailable, returns the last result of a view or an empty one.
    """

    def __init__(
        self, index: IndexReader, search: Search, vocabulary: Callable[[], Vocabulary], clock: Clock
    ) -> None:
        self._index = index
        self._search = search
        self._vocabulary = vocabulary
        self._views: StaleCache[ClusterCollection] = StaleCache(clock, ttl_seconds=CLUSTERS_SECONDS)

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
            clusters = self._views.get(key, lambda: self._load(wanted, zoom, vocabulary))
        except IndexUnavailable:
            return ClusterCollection(features=[], total=0, degraded=True)
        return clusters.model_copy(update={"degraded": True}) if self._views.is_stale(key) else clusters

    def _load(self, wanted: Criteria, zoom: int, vocabulary: Vocabulary) -> ClusterCollection:
        box = wanted.box or parse_box("-180,-90,180,90")
        attempt = self._search.settle(wanted, vocabulary)
        answer = self._index.search([(Kind.ARTISTS.value, clusters_body(box, zoom, query(attempt)))])[0]
        features = [
            Cluster(
                geometry=PointGeometry(coordinates=(round(middle.lng, 6), round(middle.lat, 6))),
                properties=ClusterProperties(count=count, tile=tile),
            )
            for tile, count, middle in read_clusters(answer)
        ]
        return ClusterCollection(features=features, total=total(answer))
