output "identity_issuer" {
  description = "Issuer of the pods' tokens, its last slash included: parameter IdentityIssuer of infra/federation.yaml."
  value       = trimprefix(azurerm_kubernetes_cluster.inkscout.oidc_issuer_url, "https://")
}

output "registry" {
  description = "Where images are pushed to: image.registry of the chart's values."
  value       = azurerm_container_registry.images.login_server
}

output "egress_addresses" {
  description = "Ids of the addresses that websites see."
  value       = azurerm_kubernetes_cluster.inkscout.network_profile[0].nat_gateway_profile[0].effective_outbound_ips
}

output "resource_group" {
  description = "Resource group of everything here, for az aks get-credentials."
  value       = azurerm_resource_group.inkscout.name
}
