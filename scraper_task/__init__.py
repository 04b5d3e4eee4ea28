"""The scraping worker: reads websites with a browser (Playwright), as jobs from a queue."""
