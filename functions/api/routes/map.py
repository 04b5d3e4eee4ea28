"""``/v1/map``."""

from typing import Annotated

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Query

from functions.api.routes import parameters as p
from functions.api.routes.answers import cached, documented, new_router
from inkscout.bootstrap import api
from inkscout.contracts.api.search import ClusterCollection

router = new_router()

Zoom = Annotated[int, Query(ge=0, le=20, description="the map's zoom level")]


@router.get(
    "/v1/map",
    summary="Clusters for a map",
    tags=["search"],
    operation_id="mapClusters",
    responses=documented(ok="A GeoJSON feature collection."),
)
def map_clusters(
    bbox: p.RequiredBbox,
    zoom: Zoom = 6,
    style: p.Styles = [],  # noqa: B006 - as in artists
) -> Response[ClusterCollection]:
    """Artists inside a box, clustered for a zoom level; at most 1,000 clusters."""
    clusters = api.map_clusters()(bbox, zoom, tuple(style))
    return cached(clusters, 60, degraded=clusters.degraded)
