"""Archives of backups in a folder or a bucket."""
