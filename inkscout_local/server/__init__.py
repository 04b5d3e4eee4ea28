"""The parts of the platform as servers of their own, for Docker Compose and Kubernetes."""
