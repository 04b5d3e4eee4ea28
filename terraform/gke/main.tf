# A network of its own, whose addresses reach websites through one gateway with one known address.

resource "google_compute_network" "inkscout" {
  name                    = var.name
  auto_create_subnetworks = false
}

resource "google_compute_subnetwork" "nodes" {
  name                     = "${var.name}-nodes"
  network                  = google_compute_network.inkscout.id
  ip_cidr_range            = "10.44.0.0/20"
  private_ip_google_access = true

  secondary_ip_range {
    range_name    = "pods"
    ip_cidr_range = "10.48.0.0/16"
  }
  secondary_ip_range {
    range_name    = "services"
    ip_cidr_range = "10.52.0.0/20"
  }
}

resource "google_compute_address" "egress" {
  name = "${var.name}-egress"
}

resource "google_compute_router" "egress" {
  name    = "${var.name}-egress"
  network = google_compute_network.inkscout.id
}

resource "google_compute_router_nat" "egress" {
  name                               = "${var.name}-egress"
  router                             = google_compute_router.egress.name
  nat_ip_allocate_option             = "MANUAL_ONLY"
  nat_ips                            = [google_compute_address.egress.self_link]
  source_subnetwork_ip_ranges_to_nat = "ALL_SUBNETWORKS_ALL_IP_RANGES"
  # A worker opens many short connections to many hosts.
  enable_dynamic_port_allocation = true
  min_ports_per_vm               = 128
  max_ports_per_vm               = 8192

  log_config {
    enable = true
    filter = "ERRORS_ONLY"
  }
}

# Autopilot: nodes come and go with the pods, and what stands still costs the cluster's fee alone.
resource "google_container_cluster" "inkscout" {
  name                = var.name
  location            = var.region
  enable_autopilot    = true
  network             = google_compute_network.inkscout.id
  subnetwork          = google_compute_subnetwork.nodes.id
  deletion_protection = var.deletion_protection

  ip_allocation_policy {
    cluster_secondary_range_name  = "pods"
    services_secondary_range_name = "services"
  }
  private_cluster_config {
    enable_private_nodes = true
  }
  master_authorized_networks_config {
    dynamic "cidr_blocks" {
      for_each = var.admin_ranges
      content {
        cidr_block = cidr_blocks.value
      }
    }
  }
  release_channel {
    channel = "REGULAR"
  }
}

resource "google_artifact_registry_repository" "images" {
  repository_id = var.name
  location      = var.region
  format        = "DOCKER"
  description   = "Images of workers and API."
}

resource "helm_release" "keda" {
  count            = var.install ? 1 : 0
  name             = "keda"
  repository       = "https://kedacore.github.io/charts"
  chart            = "keda"
  version          = "2.17.2"
  namespace        = "keda"
  create_namespace = true
}

resource "helm_release" "inkscout" {
  count      = var.install ? 1 : 0
  name       = "inkscout"
  chart      = var.chart
  namespace  = "inkscout"
  values     = [for file in var.values_files : file(file)]
  depends_on = [helm_release.keda]
}
