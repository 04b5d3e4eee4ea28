output "roles" {
  description = "ARNs of the roles: aws.roles of the chart's values."
  value = {
    worker   = aws_cloudformation_stack.federation.outputs["ExternalWorkerRoleArn"]
    api      = aws_cloudformation_stack.federation.outputs["ExternalApiRoleArn"]
    schedule = aws_cloudformation_stack.federation.outputs["ExternalScheduleRoleArn"]
  }
}
