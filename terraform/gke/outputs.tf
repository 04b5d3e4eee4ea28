output "identity_issuer" {
  description = "Issuer of the pods' tokens: parameter IdentityIssuer of infra/federation.yaml."
  value       = "container.googleapis.com/v1/${google_container_cluster.inkscout.id}"
}

output "registry" {
  description = "Where images are pushed to: image.registry of the chart's values."
  value       = "${var.region}-docker.pkg.dev/${var.project}/${google_artifact_registry_repository.images.repository_id}"
}

output "egress_address" {
  description = "Address that websites see."
  value       = google_compute_address.egress.address
}

output "cluster" {
  description = "Name of the cluster, for gcloud container clusters get-credentials."
  value       = google_container_cluster.inkscout.name
}
