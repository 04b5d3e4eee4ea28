"""The world server: Google, Overpass and the web as one folder describes them, on loopback."""

from inkscout_local.simulator.model import GoogleFault, World, WorldError
from inkscout_local.simulator.server import WorldServer, serve_world

__all__ = ["GoogleFault", "World", "WorldError", "WorldServer", "serve_world"]
