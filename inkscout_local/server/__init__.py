"""Parts of the platform as separate server programs, for Docker Compose and Kubernetes."""
