{{/* Settings of each program, as the ConfigMap of its pods; pods carry the checksum, so that a change replaces them. */}}

{{- define "inkscout.config.aws" -}}
AWS_REGION: {{ .Values.aws.region | quote }}
AWS_DEFAULT_REGION: {{ .Values.aws.region | quote }}
{{- if .Values.alone.enabled }}
AWS_ENDPOINT_URL: {{ include "inkscout.emulatorUrl" . | quote }}
{{- end }}
{{- end -}}

{{- define "inkscout.queueUrl" -}}
{{- $aws := .Values.aws -}}
{{- if .Values.stores.jobsQueueUrl }}{{ .Values.stores.jobsQueueUrl }}
{{- else if .Values.alone.enabled }}{{ include "inkscout.emulatorUrl" . }}/{{ include "inkscout.account" . }}/inkscout-{{ $aws.stage }}-jobs
{{- else }}https://sqs.{{ $aws.region }}.amazonaws.com/{{ include "inkscout.account" . }}/inkscout-{{ $aws.stage }}-jobs{{ end -}}
{{- end -}}

{{- define "inkscout.config.stores" -}}
{{- $aws := .Values.aws -}}
{{- $stores := .Values.stores -}}
{{- $prefix := printf "inkscout-%s" $aws.stage -}}
DIRECTORY_TABLE: {{ $stores.directoryTable | default (printf "%s-directory" $prefix) | quote }}
OPERATIONS_TABLE: {{ $stores.operationsTable | default (printf "%s-operations" $prefix) | quote }}
DENYLIST_TABLE: {{ $stores.denylistTable | default (printf "%s-denylist" $prefix) | quote }}
DENYLIST_SECRET_ARN: {{ $stores.denylistSecretArn | default (printf "inkscout/%s/denylist" $aws.stage) | quote }}
DATA_BUCKET: {{ $stores.dataBucket | default (printf "%s-data-%s-%s" $prefix (include "inkscout.account" .) $aws.region) | quote }}
JOBS_QUEUE_URL: {{ include "inkscout.queueUrl" . | quote }}
{{- end -}}

{{- define "inkscout.config.api" -}}
{{- $aws := .Values.aws -}}
{{- $stores := .Values.stores -}}
{{- $prefix := printf "inkscout-%s" $aws.stage -}}
{{- $machine := printf "arn:%s:states:%s:%s:stateMachine:%s" $aws.partition $aws.region (include "inkscout.account" .) $prefix -}}
{{ include "inkscout.config.aws" . }}
{{ include "inkscout.config.stores" . }}
RECORDS_TABLE: {{ $stores.recordsTable | default (printf "%s-records" $prefix) | quote }}
FEEDS_BUCKET: {{ $stores.feedsBucket | default (printf "%s-feeds-%s-%s" $prefix (include "inkscout.account" .) $aws.region) | quote }}
OPENSEARCH_URL: {{ include "inkscout.searchUrl" . | quote }}
OPENSEARCH_SECRET_ARN: {{ .Values.search.secretArn | quote }}
DIRECTORY_PIPELINE_ARN: {{ printf "%s-directory-pipeline" $machine | quote }}
SCAN_STUDIO_ARN: {{ printf "%s-scan-studio" $machine | quote }}
REMOVE_ARTIST_ARN: {{ printf "%s-remove-artist" $machine | quote }}
FETCH_FEED_FUNCTION_ARN: {{ printf "arn:%s:lambda:%s:%s:function:%s-fetch-feed" $aws.partition $aws.region (include "inkscout.account" .) $prefix | quote }}
CORS_ORIGINS: {{ .Values.api.corsOrigins | quote }}
PUBLIC_API_URL: {{ .Values.api.publicUrl | quote }}
REMOVAL_MAIL_FROM: {{ .Values.api.removalMailFrom | quote }}
REMOVAL_REQUESTS_PER_HOUR: {{ .Values.api.removalRequestsPerHour | quote }}
BIND_HOST: "0.0.0.0"
PORT: "8080"
INTERNAL_PORT: "9090"
THREADS: {{ .Values.api.threads | quote }}
PROCESSES: {{ .Values.api.processes | quote }}
RATE_PER_SECOND: {{ .Values.api.ratePerSecond | quote }}
TRUSTED_PROXIES: {{ .Values.api.trustedProxies | quote }}
DRAIN_SECONDS: {{ .Values.api.drainSeconds | quote }}
{{- end -}}

{{- define "inkscout.config.worker" -}}
{{ include "inkscout.config.aws" . }}
{{ include "inkscout.config.stores" . }}
CRAWLER_CONTACT: {{ .Values.crawler.contact | quote }}
MIN_DELAY_SECONDS: {{ .Values.crawler.minDelaySeconds | quote }}
PUBLISH_CONFIDENCE: {{ .Values.crawler.publishConfidence | quote }}
UPSTREAM_PROXY_SECRET_ARN: {{ .Values.crawler.upstreamProxySecretArn | quote }}
INSTAGRAM_SECRET_ARN: {{ .Values.crawler.instagramSecretArn | quote }}
MAX_SECONDS: {{ .Values.worker.maxSeconds | quote }}
SERVICE_IDLE_SECONDS: {{ .Values.worker.idleSeconds | quote }}
STOP_GRACE_SECONDS: {{ .Values.worker.stopGraceSeconds | quote }}
{{- end -}}

{{- define "inkscout.config.schedule" -}}
{{- $aws := .Values.aws -}}
{{ include "inkscout.config.aws" . }}
DIRECTORY_PIPELINE_ARN: {{ printf "arn:%s:states:%s:%s:stateMachine:inkscout-%s-directory-pipeline" $aws.partition $aws.region (include "inkscout.account" .) $aws.stage | quote }}
REGIONS: {{ .Values.schedule.regions | toJson | quote }}
{{- end -}}

{{- define "inkscout.config.emulator" -}}
GATEWAY_PORT: "4566"
BIND_HOST: "0.0.0.0"
MINISTACK_REGION: {{ .Values.aws.region | quote }}
AWS_REGION: {{ .Values.aws.region | quote }}
AWS_DEFAULT_REGION: {{ .Values.aws.region | quote }}
# Functions of the emulator ask the emulator of the same pod.
AWS_ENDPOINT_URL: {{ include "inkscout.emulatorUrl" . | quote }}
PERSIST_STATE: "1"
STATE_DIR: /data/state
S3_PERSIST: "1"
S3_DATA_DIR: /data/objects
SFTP_ENABLED: "0"
IOT_MTLS_ENABLED: "0"
# It starts no containers: workers of the chart do the jobs of a run.
DOCKER_HOST: unix:///nonexistent/docker.sock
EMULATOR_HOSTS: {{ printf "%s-emulator" (include "inkscout.fullname" .) | quote }}
{{- end -}}

{{- define "inkscout.config.deploy" -}}
{{ include "inkscout.config.aws" . }}
OPENSEARCH_URL: {{ include "inkscout.searchUrl" . | quote }}
CRAWLER_CONTACT: {{ .Values.crawler.contact | quote }}
{{- end -}}

{{- define "inkscout.config.backup" -}}
{{ include "inkscout.config.aws" . }}
BACKUP_DAYS: {{ .Values.backup.days | quote }}
{{- end -}}

{{- define "inkscout.checksum" -}}
checksum/config: {{ include (printf "inkscout.config.%s" .component) .root | sha256sum }}
{{- end -}}
