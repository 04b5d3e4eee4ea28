"""Drives Chromium: pool, navigation, request blocking and limits."""
