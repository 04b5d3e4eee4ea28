"""MapClusters: clusters of artists in a map's box, by zoom level."""

from inkscout.contracts.api.parameters import MapParameters
from inkscout.contracts.api.search import Cluster, ClusterCollection, ClusterProperties, PointGeometry
from inkscout.domain.geo import Box
from inkscout.errors import IndexUnavailable
from inkscout.ports import Clock, IndexReader
from inkscout.search.aggregates import clusters_body, read_clusters, total
from inkscout.search.criteria import Attempt, Criteria, Reading
from inkscout.search.definition import Kind
from inkscout.search.query import query
from inkscout.stale_cache import StaleCache
from inkscout.usecases.search.search_criteria import parse_box, parse_styles

CLUSTERS_SECONDS = 60.0


class MapClusters:
    """Serves ``GET /v1/map``.

    While the index is unavailable, returns the last result of a view or an empty one.
    """

    def __init__(self, index: IndexReader, clock: Clock) -> None:
        self._index = index
        self._views: StaleCache[ClusterCollection] = StaleCache(clock, ttl_seconds=CLUSTERS_SECONDS)

    def __call__(self, asked: MapParameters) -> ClusterCollection:
        """Returns the clusters in a box, at the centre of their artists; they count artists, not studios.

        Raises:
            InvalidParameter: the box or a style is invalid.
        """
        box, zoom, styles = parse_box(asked.bbox), asked.zoom, parse_styles(tuple(asked.style))
        key = (box, zoom, styles)
        try:
            clusters = self._views.get(key, lambda: self._load(box, zoom, styles))
        except IndexUnavailable:
            return ClusterCollection(features=[], total=0, degraded=True)
        return clusters.model_copy(update={"degraded": True}) if self._views.is_stale(key) else clusters

    def _load(self, box: Box, zoom: int, styles: tuple[str, ...]) -> ClusterCollection:
        attempt = Attempt(criteria=Criteria(styles=styles), reading=Reading())
        answer = self._index.search([(Kind.ARTISTS.value, clusters_body(box, zoom, query(attempt)))])[0]
        features = [
            Cluster(
                geometry=PointGeometry(coordinates=(round(middle.lng, 6), round(middle.lat, 6))),
                properties=ClusterProperties(count=count, tile=tile),
            )
            for tile, count, middle in read_clusters(answer)
        ]
        return ClusterCollection(features=features, total=total(answer))
