"""Objects in the data bucket: raw lake, manifests, exports."""
