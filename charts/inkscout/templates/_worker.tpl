{{/* Job of one worker, which a ScaledJob or a CronJob makes. */}}
{{- define "inkscout.workerJob" -}}
{{- $at := dict "root" . "component" "worker" "image" "worker" "user" 1001 -}}
parallelism: 1
completions: 1
backoffLimit: 2
activeDeadlineSeconds: {{ .Values.worker.deadlineSeconds }}
ttlSecondsAfterFinished: 3600
podFailurePolicy:
  rules:
    # EX_CONFIG: a setting or the identity is wrong, and no second try mends it.
    - { action: FailJob, onExitCodes: { containerName: scraper, operator: In, values: [78] } }
    # EX_TEMPFAIL: it was told to stop and has put back what was left.
    - { action: Ignore, onExitCodes: { containerName: scraper, operator: In, values: [75] } }
    - { action: Ignore, onPodConditions: [{ type: DisruptionTarget, status: "True" }] }
template:
  metadata:
    labels: {{- include "inkscout.labels" $at | nindent 6 }}
    annotations:
      {{- include "inkscout.checksum" $at | nindent 6 }}
      # A worker that is moved loses the site it reads; these keep autoscalers of nodes from moving it.
      cluster-autoscaler.kubernetes.io/safe-to-evict: "false"
      karpenter.sh/do-not-disrupt: "true"
  spec:
    serviceAccountName: {{ .Values.serviceAccounts.worker }}
    automountServiceAccountToken: false
    enableServiceLinks: false
    restartPolicy: Never
    {{- include "inkscout.pullSecrets" . | nindent 4 }}
    {{- include "inkscout.priority" $at | nindent 4 }}
    {{- with .Values.worker.runtimeClassName }}
    runtimeClassName: {{ . }}
    {{- end }}
    # A worker puts back what it has not done; two minutes, as Fargate gives it.
    terminationGracePeriodSeconds: {{ add .Values.worker.stopGraceSeconds 20 }}
    securityContext: {{- include "inkscout.podSecurity" $at | nindent 6 }}
    {{- include "inkscout.placement" .Values.worker | nindent 4 }}
    containers:
      - name: scraper
        image: {{ include "inkscout.image" $at }}
        imagePullPolicy: {{ .Values.image.pullPolicy }}
        command: [tini, --, python, -m, scraper_task]
        envFrom: [{ configMapRef: { name: {{ include "inkscout.fullname" . }}-worker } }]
        {{- with include "inkscout.identityEnv" $at }}
        env: {{- . | nindent 10 }}
        {{- end }}
        resources: {{- toYaml .Values.worker.resources | nindent 10 }}
        securityContext: {{- include "inkscout.containerSecurity" . | nindent 10 }}
        livenessProbe:
          exec: { command: [python, -m, scraper_task.health] }
          initialDelaySeconds: 60
          periodSeconds: 30
          timeoutSeconds: 15
        volumeMounts:
          - { name: scratch, mountPath: /tmp }
          - { name: shm, mountPath: /dev/shm }
          {{- include "inkscout.identityMount" $at | nindent 10 }}
    volumes:
      - { name: scratch, emptyDir: { sizeLimit: 10Gi } }
      - { name: shm, emptyDir: { medium: Memory, sizeLimit: 512Mi } }
      {{- include "inkscout.identityVolume" $at | nindent 6 }}
{{- end -}}
