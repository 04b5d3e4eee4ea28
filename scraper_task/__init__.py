"""The Playwright worker that drains the scraping queue."""
