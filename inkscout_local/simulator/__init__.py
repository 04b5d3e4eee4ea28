"""The world server: simulates Google, Overpass, websites and JSON APIs on loopback, from a world's folder."""

from inkscout_local.simulator.apis.settings import ApiFault
from inkscout_local.simulator.model import GoogleFault, World, WorldError
from inkscout_local.simulator.server import WorldServer, serve_world

__all__ = ["ApiFault", "GoogleFault", "World", "WorldError", "WorldServer", "serve_world"]
