resource "azurerm_resource_group" "inkscout" {
  name     = var.name
  location = var.region
}

# Pods reach websites through one managed gateway, whose address is an output.
resource "azurerm_kubernetes_cluster" "inkscout" {
  name                      = var.name
  location                  = azurerm_resource_group.inkscout.location
  resource_group_name       = azurerm_resource_group.inkscout.name
  dns_prefix                = var.name
  sku_tier                  = "Free"
  oidc_issuer_enabled       = true
  automatic_upgrade_channel = "stable"
  node_os_upgrade_channel   = "NodeImage"

  default_node_pool {
    name                        = "system"
    vm_size                     = var.node_size
    auto_scaling_enabled        = true
    min_count                   = 1
    max_count                   = 4
    temporary_name_for_rotation = "systemtmp"
    upgrade_settings {
      max_surge = "33%"
    }
  }
  identity {
    type = "SystemAssigned"
  }
  network_profile {
    network_plugin      = "azure"
    network_plugin_mode = "overlay"
    network_data_plane  = "cilium"
    network_policy      = "cilium"
    outbound_type       = "managedNATGateway"
    nat_gateway_profile {
      managed_outbound_ip_count = 1
      idle_timeout_in_minutes   = 4
    }
  }
  api_server_access_profile {
    authorized_ip_ranges = var.admin_ranges
  }
  web_app_routing {
    dns_zone_ids = []
  }
}

# Workers: Spot, tainted so that nothing else comes here, and no node while the queue is empty.
resource "azurerm_kubernetes_cluster_node_pool" "workers" {
  name                  = "workers"
  kubernetes_cluster_id = azurerm_kubernetes_cluster.inkscout.id
  vm_size               = var.node_size
  priority              = "Spot"
  eviction_policy       = "Delete"
  spot_max_price        = -1
  auto_scaling_enabled  = true
  min_count             = 0
  max_count             = var.most_worker_nodes
  node_labels           = { "kubernetes.azure.com/scalesetpriority" = "spot" }
  node_taints           = ["kubernetes.azure.com/scalesetpriority=spot:NoSchedule"]
}

resource "azurerm_container_registry" "images" {
  name                = var.registry_name
  resource_group_name = azurerm_resource_group.inkscout.name
  location            = azurerm_resource_group.inkscout.location
  sku                 = "Basic"
  admin_enabled       = false
}

resource "azurerm_role_assignment" "pull" {
  scope                            = azurerm_container_registry.images.id
  role_definition_name             = "AcrPull"
  principal_id                     = azurerm_kubernetes_cluster.inkscout.kubelet_identity[0].object_id
  skip_service_principal_aad_check = true
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
