"""The world server: Google, Overpass and the web as one folder describes them, on loopback."""

from local.world.model import GoogleFault, World, WorldError
from local.world.server import WorldServer, serve_world

__all__ = ["GoogleFault", "World", "WorldError", "WorldServer", "serve_world"]
