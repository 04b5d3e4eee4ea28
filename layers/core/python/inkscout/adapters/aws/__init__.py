"""Adapters of AWS services, one module or sub-package per service."""
