"""Deploying to an AWS account: stages, what has to be built, and change sets shown before they act."""
