variable "subscription" {
  description = "Id of the subscription."
  type        = string
}

variable "region" {
  description = "Region of the cluster; the nearer to the stage's region on AWS, the better."
  type        = string
  default     = "uksouth"
}

variable "name" {
  description = "Name of the cluster, and first part of every other name."
  type        = string
  default     = "inkscout"
}

variable "registry_name" {
  description = "Name of the container registry, letters and digits, unique among all of Azure."
  type        = string
}

variable "node_size" {
  description = "Size of the nodes; a worker takes one vCPU and two GiB."
  type        = string
  default     = "Standard_D2as_v5"
}

variable "most_worker_nodes" {
  description = "Most nodes of the spot pool, which has none while no worker runs."
  type        = number
  default     = 5
}

variable "admin_ranges" {
  description = "Ranges of addresses that may reach the cluster's own API, such as [\"203.0.113.7/32\"]; the machine that applies this is among them."
  type        = list(string)
}

variable "install" {
  description = "Whether KEDA and the chart are installed; false makes the cluster alone, whose issuer the roles on AWS need."
  type        = bool
  default     = false
}

variable "chart" {
  description = "Chart to install: a folder, or an address that begins with oci://."
  type        = string
  default     = "../../charts/inkscout"
}

variable "values_files" {
  description = "Files of values for the chart, the later before the earlier: charts/inkscout/values/aks.yaml and one of your own."
  type        = list(string)
  default     = ["../../charts/inkscout/values/aks.yaml"]
}
