"""Programs beside an emulator that runs as a server, for Docker Compose and Kubernetes."""
