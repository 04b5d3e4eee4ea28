"""URLs and ARNs of a platform's parts, by their names for people."""

from inkscout_local.platform.connection import Connection


def addresses(connection: Connection) -> dict[str, str]:
    """Returns the URLs and ARNs of the platform's parts by their names for people; omits missing ones."""
    world = connection.record.get("world_addresses") or {}
    found = {
        "Website": connection.website,
        "HTTP API": f"{connection.website}/v1" if connection.website else connection.api_url,
        "Operators' API": connection.api_url,
        "Documentation": f"{connection.website}/docs" if connection.website else "",
        "AWS endpoint": connection.endpoint,
        "Search index": connection.search_url,
        "State machine": connection.outputs.get("DirectoryPipelineArn", ""),
        "World, Google": str(world.get("google_url", "")),
        "World, websites (proxy)": str(world.get("proxy_url", "")),
    }
    return {name: address for name, address in found.items() if address}
