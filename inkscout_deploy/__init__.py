"""Deployment to an AWS account: stages, build artifacts, and change sets that need approval."""
