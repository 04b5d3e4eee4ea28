"""The world server: simulates Google, Overpass and websites on loopback, from one folder (a world)."""

from inkscout_local.simulator.model import GoogleFault, World, WorldError
from inkscout_local.simulator.server import WorldServer, serve_world

__all__ = ["GoogleFault", "World", "WorldError", "WorldServer", "serve_world"]
