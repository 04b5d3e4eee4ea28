variable "project" {
  description = "Project of Google Cloud, with billing on."
  type        = string
}

variable "region" {
  description = "Region of the cluster; the nearer to the stage's region on AWS, the better."
  type        = string
  default     = "europe-west2"
}

variable "name" {
  description = "Name of the cluster, and first part of every other name."
  type        = string
  default     = "inkscout"
}

variable "deletion_protection" {
  description = "Whether terraform refuses to destroy the cluster."
  type        = bool
  default     = true
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
  description = "Files of values for the chart, the later before the earlier: charts/inkscout/values/gke.yaml and one of your own."
  type        = list(string)
  default     = ["../../charts/inkscout/values/gke.yaml"]
}
