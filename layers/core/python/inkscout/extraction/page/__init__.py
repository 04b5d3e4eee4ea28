"""Parses one page: element tree, visible text lines, zones, links, images and embedded data."""
