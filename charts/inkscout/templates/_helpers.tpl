{{/* Names and labels. */}}
{{- define "inkscout.fullname" -}}
{{- if contains .Chart.Name .Release.Name }}{{ .Release.Name | trunc 40 | trimSuffix "-" }}{{ else }}{{ printf "%s-%s" .Release.Name .Chart.Name | trunc 40 | trimSuffix "-" }}{{ end -}}
{{- end -}}

{{/* Arguments of the helpers below: (dict "root" $ "component" "api"). */}}
{{- define "inkscout.selector" -}}
app.kubernetes.io/name: {{ .root.Chart.Name }}
app.kubernetes.io/instance: {{ .root.Release.Name }}
app.kubernetes.io/component: {{ .component }}
{{- end -}}

{{- define "inkscout.labels" -}}
{{ include "inkscout.selector" . }}
app.kubernetes.io/version: {{ .root.Chart.AppVersion | quote }}
app.kubernetes.io/part-of: inkscout
app.kubernetes.io/managed-by: {{ .root.Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .root.Chart.Name .root.Chart.Version }}
{{- end -}}

{{- define "inkscout.meta" -}}
name: {{ include "inkscout.fullname" .root }}-{{ .name | default .component }}
namespace: {{ .root.Release.Namespace }}
labels:
  {{- include "inkscout.labels" . | nindent 2 }}
{{- end -}}

{{/* An image by its digest, else by its tag, else by the product's version. */}}
{{- define "inkscout.image" -}}
{{- $names := dict "api" "inkscout-api" "worker" "inkscout-scraper" "platform" "inkscout-platform" -}}
{{- $image := .root.Values.image -}}
{{- $digest := index $image.digests .image -}}
{{- $name := printf "%s/%s" (trimSuffix "/" $image.registry) (index $names .image) -}}
{{- if $digest }}{{ $name }}@{{ $digest }}{{ else }}{{ $name }}:{{ $image.tag | default .root.Chart.AppVersion }}{{ end -}}
{{- end -}}

{{/* Restrictions of a pod and of a container, under which Pod Security "restricted" admits them. */}}
{{- define "inkscout.podSecurity" -}}
runAsNonRoot: true
runAsUser: {{ .user }}
runAsGroup: {{ .user }}
fsGroup: {{ .user }}
seccompProfile: { type: RuntimeDefault }
{{- end -}}

{{- define "inkscout.containerSecurity" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities: { drop: [ALL] }
{{- end -}}

{{- define "inkscout.pullSecrets" -}}
{{- with .Values.image.pullSecrets }}
imagePullSecrets:
  {{- range . }}
  - name: {{ . }}
  {{- end }}
{{- end }}
{{- end -}}

{{- define "inkscout.placement" -}}
{{- with .nodeSelector }}
nodeSelector:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .tolerations }}
tolerations:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- end -}}

{{/* Class of a component's pods: the one that is named, else the chart's own where it makes them. */}}
{{- define "inkscout.priority" -}}
{{- $named := (index .root.Values .component).priorityClassName -}}
{{- if $named }}
priorityClassName: {{ $named }}
{{- else if .root.Values.priorityClasses.create }}
priorityClassName: {{ include "inkscout.fullname" .root }}-{{ .component }}
{{- end }}
{{- end -}}

{{/* The account's number as text, also where YAML or --set made it a number. */}}
{{- define "inkscout.account" -}}
{{- $account := .Values.aws.accountId -}}
{{- if kindIs "string" $account }}{{ $account }}{{ else }}{{ $account | int64 }}{{ end -}}
{{- end -}}

{{/* Identity on AWS: variables that boto3 reads, the volume of the token, and its mount. */}}
{{- define "inkscout.identityEnv" -}}
{{- $values := .root.Values -}}
{{- if $values.alone.enabled }}
- { name: AWS_ACCESS_KEY_ID, value: test }
- { name: AWS_SECRET_ACCESS_KEY, value: test }
- { name: AWS_EC2_METADATA_DISABLED, value: "true" }
{{- else if eq $values.identity.kind "webIdentity" }}
- name: AWS_ROLE_ARN
  value: {{ index $values.aws.roles .component }}
- { name: AWS_WEB_IDENTITY_TOKEN_FILE, value: /var/run/secrets/inkscout/token }
- { name: AWS_STS_REGIONAL_ENDPOINTS, value: regional }
- { name: AWS_EC2_METADATA_DISABLED, value: "true" }
- name: AWS_ROLE_SESSION_NAME
  valueFrom: { fieldRef: { fieldPath: metadata.name } }
{{- else if eq $values.identity.kind "keys" }}
- { name: AWS_ACCESS_KEY_ID, valueFrom: { secretKeyRef: { name: {{ $values.identity.keysSecret }}, key: access-key-id } } }
- { name: AWS_SECRET_ACCESS_KEY, valueFrom: { secretKeyRef: { name: {{ $values.identity.keysSecret }}, key: secret-access-key } } }
- { name: AWS_EC2_METADATA_DISABLED, value: "true" }
{{- end }}
{{- end -}}

{{- define "inkscout.hasToken" -}}
{{- if and (not .Values.alone.enabled) (eq .Values.identity.kind "webIdentity") }}true{{ end -}}
{{- end -}}

{{- define "inkscout.identityVolume" -}}
{{- if include "inkscout.hasToken" .root }}
- name: identity
  projected:
    sources:
      - serviceAccountToken:
          path: token
          audience: {{ .root.Values.identity.audience }}
          expirationSeconds: {{ .root.Values.identity.tokenSeconds }}
{{- end }}
{{- end -}}

{{- define "inkscout.identityMount" -}}
{{- if include "inkscout.hasToken" .root }}
- { name: identity, mountPath: /var/run/secrets/inkscout, readOnly: true }
{{- end }}
{{- end -}}

{{/* Secret with the key of cursors and the operators' token. */}}
{{- define "inkscout.secretName" -}}
{{- .Values.secrets.name | default (printf "%s-api" (include "inkscout.fullname" .)) -}}
{{- end -}}

{{- define "inkscout.emulatorUrl" -}}
http://{{ include "inkscout.fullname" . }}-emulator:4566
{{- end -}}

{{- define "inkscout.searchUrl" -}}
{{- if .Values.alone.enabled }}http://{{ include "inkscout.fullname" . }}-search:9200{{ else }}{{ .Values.search.url }}{{ end -}}
{{- end -}}
