"""Parses one page: element tree, visible lines, zones, links, images and embedded data."""
