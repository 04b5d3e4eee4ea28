// API and workers on Azure Container Apps: az deployment group create --resource-group inkscout --template-file main.bicep
targetScope = 'resourceGroup'

@description('Region of everything here; the nearer to the stage on AWS, the better.')
param location string = resourceGroup().location
@description('Registry and path of the images, such as NAME.azurecr.io/inkscout.')
param registry string
@description('Tag of the images.')
param tag string
@description('Region of the stage on AWS.')
param awsRegion string = 'eu-west-1'
@description('Roles on AWS: outputs ExternalApiRoleArn and ExternalWorkerRoleArn of the stack federation.')
param apiRoleArn string
param workerRoleArn string
@description('Audience of the tokens: the application id URI that the stack federation was deployed with.')
param audience string
@description('Names of the stores, as `./inkscout worker --stage prod --print-environment` prints them.')
param stores object
@description('OpenSearch that Azure reaches.')
param searchUrl string
@description('Address that owners of websites can write to.')
param contact string
@secure()
@description('Any text of 16 characters or more.')
param cursorKey string

resource apiIdentity 'Microsoft.ManagedIdentity/userAssignedIdentities@2023-01-31' = {
  name: 'inkscout-api'
  location: location
}

resource workerIdentity 'Microsoft.ManagedIdentity/userAssignedIdentities@2023-01-31' = {
  name: 'inkscout-worker'
  location: location
}

resource environment 'Microsoft.App/managedEnvironments@2024-03-01' = {
  name: 'inkscout'
  location: location
  properties: {}
}

// boto3 asks `python -m inkscout.identity` for credentials; no key is stored.
var aws = [
  { name: 'AWS_CONFIG_FILE', value: '/app/inkscout/identity.ini' }
  { name: 'AWS_REGION', value: awsRegion }
  { name: 'AWS_DEFAULT_REGION', value: awsRegion }
  { name: 'IDENTITY_PLACE', value: 'azure' }
  { name: 'IDENTITY_AUDIENCE', value: audience }
  { name: 'DIRECTORY_TABLE', value: stores.DIRECTORY_TABLE }
  { name: 'OPERATIONS_TABLE', value: stores.OPERATIONS_TABLE }
  { name: 'DENYLIST_TABLE', value: stores.DENYLIST_TABLE }
  { name: 'DENYLIST_SECRET_ARN', value: stores.DENYLIST_SECRET_ARN }
  { name: 'DATA_BUCKET', value: stores.DATA_BUCKET }
  { name: 'JOBS_QUEUE_URL', value: stores.JOBS_QUEUE_URL }
]

resource api 'Microsoft.App/containerApps@2024-03-01' = {
  name: 'inkscout-api'
  location: location
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: { '${apiIdentity.id}': {} }
  }
  properties: {
    managedEnvironmentId: environment.id
    configuration: {
      ingress: {
        external: true
        targetPort: 8080
        // The depth of the queue, within the environment alone.
        additionalPortMappings: [ { external: false, targetPort: 9090, exposedPort: 9090 } ]
      }
      secrets: [ { name: 'cursor-key', value: cursorKey } ]
    }
    template: {
      // The workers' rule asks the API, so one stays up.
      scale: {
        minReplicas: 1
        maxReplicas: 20
        rules: [ { name: 'requests', http: { metadata: { concurrentRequests: '40' } } } ]
      }
      containers: [
        {
          name: 'api'
          image: '${registry}/inkscout-api:${tag}'
          resources: { cpu: json('0.5'), memory: '1Gi' }
          probes: [
            { type: 'Startup', httpGet: { path: '/health/live', port: 8080 }, periodSeconds: 2, failureThreshold: 10 }
            { type: 'Liveness', httpGet: { path: '/health/live', port: 8080 } }
            { type: 'Readiness', httpGet: { path: '/health/ready', port: 8080 } }
          ]
          env: concat(aws, [
            { name: 'AWS_ROLE_ARN', value: apiRoleArn }
            { name: 'AZURE_CLIENT_ID', value: apiIdentity.properties.clientId }
            { name: 'RECORDS_TABLE', value: stores.RECORDS_TABLE }
            { name: 'FEEDS_BUCKET', value: stores.FEEDS_BUCKET }
            { name: 'OPENSEARCH_URL', value: searchUrl }
            { name: 'TRUSTED_PROXIES', value: '1' }
            { name: 'CURSOR_KEY', secretRef: 'cursor-key' }
          ])
        }
      ]
    }
  }
}

resource worker 'Microsoft.App/jobs@2024-03-01' = {
  name: 'inkscout-worker'
  location: location
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: { '${workerIdentity.id}': {} }
  }
  properties: {
    environmentId: environment.id
    configuration: {
      triggerType: 'Event'
      replicaTimeout: 7200
      // What it had not done comes back to the queue by itself.
      replicaRetryLimit: 0
      eventTriggerConfig: {
        parallelism: 1
        replicaCompletionCount: 1
        scale: {
          pollingInterval: 30
          minExecutions: 0
          maxExecutions: 10
          rules: [
            {
              name: 'queue'
              type: 'metrics-api'
              metadata: { url: 'http://inkscout-api:9090/queue', valueLocation: 'jobs.all', targetValue: '5' }
            }
          ]
        }
      }
    }
    template: {
      containers: [
        {
          name: 'worker'
          image: '${registry}/inkscout-scraper:${tag}'
          resources: { cpu: json('1'), memory: '2Gi' }
          env: concat(aws, [
            { name: 'AWS_ROLE_ARN', value: workerRoleArn }
            { name: 'AZURE_CLIENT_ID', value: workerIdentity.properties.clientId }
            { name: 'CRAWLER_CONTACT', value: contact }
            { name: 'MAX_SECONDS', value: '3600' }
            { name: 'SERVICE_IDLE_SECONDS', value: '20' }
          ])
        }
      ]
    }
  }
}

@description('Subjects of the tokens: ApiSubject and WorkerSubject of the stack federation.')
output apiSubject string = apiIdentity.properties.principalId
output workerSubject string = workerIdentity.properties.principalId
output apiAddress string = 'https://${api.properties.configuration.ingress.fqdn}'
