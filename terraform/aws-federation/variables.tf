variable "region" {
  description = "AWS region of the stage."
  type        = string
}

variable "stage" {
  description = "Name of the stage, as it was deployed by inkscout deploy."
  type        = string
  default     = "prod"
}

variable "identity_issuer" {
  description = "Issuer of the tokens without https://: output identity_issuer of terraform/gke or terraform/aks, or accounts.google.com."
  type        = string
}

variable "identity_audience" {
  description = "Audience of the tokens."
  type        = string
  default     = "sts.amazonaws.com"
}

variable "existing_identity_provider_arn" {
  description = "Provider of this issuer that the account has already; empty makes one."
  type        = string
  default     = ""
}

variable "subjects" {
  description = "Subject of each role's tokens; the default is the chart's service accounts in the namespace inkscout."
  type        = object({ worker = string, api = string, schedule = string })
  default = {
    worker   = "system:serviceaccount:inkscout:worker"
    api      = "system:serviceaccount:inkscout:api"
    schedule = "system:serviceaccount:inkscout:schedule"
  }
}
