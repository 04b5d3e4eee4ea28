"""Browser automation with Chromium: pool, navigation, request blocking and limits."""
