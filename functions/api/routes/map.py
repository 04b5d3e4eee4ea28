"""Route ``/v1/map``: artists clustered for a map."""

from aws_lambda_powertools.event_handler import Response

from functions.api.routes import parameters as p
from functions.api.routes.answers import cached, documented, new_router
from inkscout.bootstrap import api
from inkscout.contracts.api.parameters import MapParameters
from inkscout.contracts.api.search import ClusterCollection

router = new_router()


@router.get(
    "/v1/map",
    summary="Clusters for a map",
    tags=["search"],
    operation_id="mapClusters",
    responses=documented(ok="A GeoJSON feature collection."),
)
@p.takes(MapParameters)
def map_clusters(asked: MapParameters) -> Response[ClusterCollection]:
    """Returns the artists inside a box, clustered for a zoom level; at most 1,000 clusters."""
    clusters = api.map_clusters()(asked)
    return cached(clusters, 60, degraded=clusters.degraded, people=True)
