"""Use cases of the API's searches, profiles, suggestions, maps and analytics."""
