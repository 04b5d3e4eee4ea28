# The template that `inkscout deploy --with federation` deploys, so that there is one text of the roles and their trust.

locals {
  stacks  = toset(["fleet", "api-access", "pipeline", "security"])
  outputs = merge([for stack in data.aws_cloudformation_stack.stage : stack.outputs]...)
}

data "aws_cloudformation_stack" "stage" {
  for_each = local.stacks
  name     = "inkscout-${var.stage}-${each.key}"
}

resource "aws_cloudformation_stack" "federation" {
  name          = "inkscout-${var.stage}-federation"
  template_body = file("${path.module}/../../infra/federation.yaml")
  capabilities  = ["CAPABILITY_IAM"]

  parameters = {
    Stage                       = var.stage
    IdentityIssuer              = var.identity_issuer
    IdentityAudience            = var.identity_audience
    ExistingIdentityProviderArn = var.existing_identity_provider_arn
    WorkerSubject               = var.subjects.worker
    ApiSubject                  = var.subjects.api
    ScheduleSubject             = var.subjects.schedule
    WorkerPolicyArn             = local.outputs["WorkerPolicyArn"]
    ApiPolicyArn                = local.outputs["ApiPolicyArn"]
    JobsQueueArn                = local.outputs["JobsQueueArn"]
    DirectoryPipelineArn        = local.outputs["DirectoryPipelineArn"]
    PermissionsBoundaryArn      = local.outputs["PermissionsBoundaryArn"]
  }
}
