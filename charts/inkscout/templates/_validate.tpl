{{/* One sentence for each value that is missing or wrong; the schema beside it refuses unknown names and wrong types. */}}
{{- define "inkscout.validate" -}}
{{- $v := .Values -}}
{{- if not (regexMatch "^[^@\\s]+@[^@\\s]+\\.[^@\\s]+$|^https?://\\S+$" $v.crawler.contact) }}{{ fail "crawler.contact must be an address that owners of websites can write to, such as you@example.org." }}{{ end -}}
{{- if not (regexMatch "^[a-z0-9.-]+(:[0-9]+)?(/[a-z0-9._/-]+)*$" $v.image.registry) }}{{ fail "image.registry must be a registry and its path without a scheme, such as ghcr.io/your-organisation." }}{{ end -}}
{{- if eq ($v.image.tag | default $.Chart.AppVersion) "latest" }}{{ fail "image.tag must be a version: nobody can roll back to \"latest\"." }}{{ end -}}
{{- if not (regexMatch "^[0-9]{12}$" (include "inkscout.account" .)) }}{{ fail "aws.accountId must be the twelve digits of the account, in quotes where the first is a zero." }}{{ end -}}
{{- range $name := list "stores.jobsQueueUrl" "api.publicUrl" }}
{{- $parts := splitList "." $name -}}
{{- $url := index $v (index $parts 0) (index $parts 1) -}}
{{- if and $url (not (regexMatch "^https?://[^/\\s]+" $url)) }}{{ fail (printf "%s must be a URL with http:// or https://, not %q." $name $url) }}{{ end -}}
{{- end -}}
{{- if $v.alone.enabled }}
{{- if $v.search.url }}{{ fail "search.url must be empty where alone.enabled brings an OpenSearch of its own." }}{{ end -}}
{{- else if not (regexMatch "^https?://[^/\\s]+(/\\S*)?$" $v.search.url) }}{{ fail (printf "search.url must be the URL of an OpenSearch that the cluster reaches, such as https://search.example.org, not %q." $v.search.url) }}{{ end -}}
{{- if and (eq $v.identity.kind "webIdentity") (not $v.alone.enabled) }}
{{- range $component := list "api" "worker" "schedule" }}
{{- $used := or (eq $component "api") (and (eq $component "worker") (ne $v.worker.scaler "none")) (and (eq $component "schedule") $v.schedule.enabled) }}
{{- if and $used (not (index $v.aws.roles $component)) }}{{ fail (printf "aws.roles.%s must be the ARN of the role that the pods' token is exchanged for, the output External%sRoleArn of the stack federation." $component (title $component)) }}{{ end -}}
{{- end -}}
{{- end -}}
{{- if and (eq $v.identity.kind "keys") (not $v.identity.keysSecret) (not $v.alone.enabled) }}{{ fail "identity.keysSecret must name the Secret with access-key-id and secret-access-key." }}{{ end -}}
{{- if and (eq $v.secrets.kind "values") (lt (len $v.secrets.cursorKey) 16) }}{{ fail "secrets.cursorKey must have at least 16 characters; `openssl rand -hex 32` makes one." }}{{ end -}}
{{- if and (eq $v.secrets.kind "external") (not (and $v.secrets.external.storeName $v.secrets.external.remoteKey)) }}{{ fail "secrets.external needs storeName and remoteKey." }}{{ end -}}
{{- if and $v.api.ingress.enabled (not $v.api.ingress.host) }}{{ fail "api.ingress.host must name the host of the API." }}{{ end -}}
{{- if and $v.api.gateway.enabled (not (and $v.api.gateway.host $v.api.gateway.parentRefs)) }}{{ fail "api.gateway needs host and parentRefs." }}{{ end -}}
{{- if and $v.api.ingress.enabled $v.api.gateway.enabled }}{{ fail "Choose api.ingress or api.gateway: each brings the API's host of its own." }}{{ end -}}
{{- if lt (int $v.api.maxReplicas) (int $v.api.minReplicas) }}{{ fail "api.maxReplicas must not be below api.minReplicas." }}{{ end -}}
{{- if and $v.schedule.enabled (not $v.schedule.regions) }}{{ fail "schedule.regions must name at least one region, such as [\"Leeds, UK\"]." }}{{ end -}}
{{- if and $v.backup.enabled (not $v.alone.enabled) }}{{ fail "backup.enabled is for alone.enabled: AWS keeps its own backups by infra/backup.yaml." }}{{ end -}}
{{- if and $v.backup.enabled (not $v.backup.keySecret) }}{{ fail "backup.keySecret must name a Secret with a passphrase: a backup without the denylist's key cannot be restored into an empty platform." }}{{ end -}}
{{- if gt (int $v.worker.maxSeconds) (int $v.worker.deadlineSeconds) }}{{ fail "worker.maxSeconds must not be above worker.deadlineSeconds, which ends a worker in the middle of a job." }}{{ end -}}
{{- end -}}
