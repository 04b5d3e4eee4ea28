# Every habit is one command; continuous integration calls the same ones.
SHELL := bash
.DEFAULT_GOAL := help
PYTHON ?= python3
# A Python that somebody chose is the one that is taken; else the fastest of the same version is.
EXACTLY := $(if $(filter file,$(origin PYTHON)),,--exactly)
# Images of containers often set this; every one of dozens of processes would compile its modules anew.
unexport PYTHONDONTWRITEBYTECODE
# uv trusts certificates of its own; pip, and a machine behind a proxy that has its own, those of the system.
export UV_SYSTEM_CERTS ?= $(if $(wildcard /etc/ssl/certs/ca-certificates.crt /etc/pki/tls/certs/ca-bundle.crt),1,0)
VENV := .venv
BIN := $(VENV)/bin
UV := $(BIN)/uv
INSTALL := $(UV) pip install --quiet --python $(BIN)/python --require-hashes --build-constraints requirements.lock
# What the command needs; what tests and checks need beside it; a Chromium, or the knowledge that there is none.
RUN := $(VENV)/.installed
DEV := $(VENV)/.installed-dev
BROWSER := $(VENV)/.browser
# scikit-learn and LightGBM, which only training the judge of people needs.
TRAINING := $(VENV)-train
PART ?= all

.PHONY: help setup run up test test-slow check check-infra check-chart manifests check-sam check-web check-api bench bench-soak train-judge folds lock clean

help: ## Show the commands
	@awk -F':.*## ' '/^[a-z-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: $(RUN) ## Install what the command needs into .venv, and find or fetch a Chromium
	@$(BIN)/python -m inkscout_local.chromium
	@touch $(BROWSER)
	@echo "Installed. The command is ./inkscout; for example: ./inkscout run"

$(RUN): requirements.lock pyproject.toml tools/make_venv.py
	@$(PYTHON) tools/make_venv.py $(VENV) $(EXACTLY)
	@$(INSTALL) -r requirements.lock
	@$(UV) pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation -e .
	@touch $@

$(DEV): requirements-dev.lock $(RUN)
	@$(INSTALL) --compile-bytecode -r requirements.lock -r requirements-dev.lock
	@$(BIN)/python -m compileall -q -j 2 layers functions scraper_task inkscout_cli inkscout_deploy inkscout_local tests/support
	@touch $@

$(BROWSER): $(RUN)
	@$(BIN)/python -m inkscout_local.chromium
	@touch $@

run: $(BROWSER) ## Run the pipeline on the bundled demo world and show the result
	@./inkscout run

up: $(BROWSER) ## Start the platform and keep it up
	@./inkscout up

test: $(DEV) $(BROWSER) ## Run the tests
	@$(BIN)/python -m pytest -n 5 --dist loadfile --no-loadscope-reorder -m "not slow" tests

test-slow: $(DEV) $(BROWSER) ## Run the tests that take minutes each: random kills, the hostile world, every role
	@$(BIN)/python -m pytest -m slow tests

check: $(DEV) ## Types, lint, formatting and import boundaries
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/cfn-lint infra/*.yaml

check-infra: $(DEV) ## Templates, roles, manifests and workflow against their own validators, in an environment of their own
	@$(UV) venv --quiet --allow-existing $(VENV)-infra
	@$(UV) pip install --quiet --python $(VENV)-infra/bin/python checkov check-jsonschema kubernetes-validate
	@$(UV) venv --quiet --allow-existing $(VENV)-policies
	@$(UV) pip install --quiet --python $(VENV)-policies/bin/python parliament policy_sentry "setuptools<81" # checkov wants an older policy_sentry; parliament imports pkg_resources
	@$(BIN)/cfn-lint infra/*.yaml infra/examples/*.yaml
	@$(VENV)-infra/bin/checkov -d infra --config-file .checkov.yaml
	@$(BIN)/python -m pytest -q -rs tests/infra/test_terraform.py
	@if command -v tflint >/dev/null; then for part in terraform/*/; do tflint --chdir=$$part || exit 1; done; else echo "tflint is not installed here: terraform/ was not linted"; fi
	@$(BIN)/python -m tests.support.role_policies $(VENV)-policies/roles
	@$(VENV)-policies/bin/python -W ignore tools/check_policies.py $(VENV)-policies/roles tests/infra/action_resources.json
	@$(BIN)/python -m pytest -q tests/infra/test_resource_types.py
	@$(VENV)-infra/bin/check-jsonschema --builtin-schema vendor.compose-spec docker-compose.yml
	@$(VENV)-infra/bin/check-jsonschema --builtin-schema vendor.github-workflows .github/workflows/*.yml
	@$(VENV)-infra/bin/python tools/check_manifests.py charts/inkscout/rendered/*.yaml
	@BUILD_LAYERS=1 $(BIN)/python -m pytest -q tests/integration/platform/test_layers.py

check-chart: $(DEV) ## The Helm chart by Helm: linted, rendered, refusing, packaged, pushed and pulled (builds Helm once if there is none; KEDA's types need npm)
	@$(BIN)/python tools/chart.py check
	@$(BIN)/python -m pytest -q tests/chart/test_helm.py

manifests: $(RUN) ## Render the Helm chart for kubectl apply: all that are checked in, or PLACE=gke VALUES="mine.yaml" to standard output
	@$(BIN)/python tools/chart.py $(if $(PLACE),print $(PLACE) $(VALUES),render)

check-sam: $(RUN) ## Every template by SAM's own validator, and what SAM builds for both architectures
	@$(UV) venv --quiet --allow-existing $(VENV)-sam
	@$(UV) pip install --quiet --python $(VENV)-sam/bin/python aws-sam-cli
	@mkdir -p .aws-sam; set -e; export SAM_CLI_TELEMETRY=0 AWS_DEFAULT_REGION=eu-west-1 PATH="$(CURDIR)/$(BIN):$$PATH"; \
	for template in infra/*.yaml; do $(VENV)-sam/bin/sam validate --lint --template $$template >/dev/null || { echo "$$template"; exit 1; }; done; \
	for architecture in arm64 x86_64; do for template in $$(grep -l AWS::Serverless infra/*.yaml); do \
	ARCHITECTURE=$$architecture $(VENV)-sam/bin/sam build --template $$template --build-dir .aws-sam/$$architecture \
	--parameter-overrides Architecture=$$architecture >/dev/null 2>.aws-sam/log || { cat .aws-sam/log; exit 1; }; \
	echo "$$architecture $$template: $$(du -sm .aws-sam/$$architecture | cut -f1) MB"; done; done

check-web: $(RUN) ## Lighthouse over a running website: make check-web SITE=http://127.0.0.1:PORT (needs npm; a quiet machine)
	@$(BIN)/python tools/check_web.py $(SITE)

check-api: $(RUN) ## The API's document by two linters, and generated clients against a running demo: make check-api [SITE=ADDRESS] (needs npm)
	@$(BIN)/python tools/check_api.py $(SITE)

bench: $(DEV) $(BROWSER) ## Measure speed and memory against what a user would pick instead
	@$(BIN)/python -m bench

bench-soak: $(DEV) $(BROWSER) ## Measure memory over 2,000 page visits
	@$(BIN)/python -m bench soak

$(TRAINING): Makefile $(RUN)
	@$(UV) pip install --quiet --python $(BIN)/python --target $(TRAINING) lightgbm==4.7.0 scikit-learn==1.9.1 numpy==2.4.6 scipy==1.17.1
	@touch $@

train-judge: $(DEV) $(BROWSER) $(TRAINING) ## Train the judge of people anew: WORLDS="DIR ..." without their held-out third, WHOLE="DIR ..."
	@PYTHONPATH=$(TRAINING):. $(BIN)/python -W ignore tools/train_judge.py $(WORLDS) --whole $(WHOLE)

folds: $(DEV) $(BROWSER) $(TRAINING) ## Cross-validate the judge of people: WORLDS="DIR ...", PART=read without the held-out third
	@PYTHONPATH=$(TRAINING) ./inkscout evaluate $(WORLDS) --render --folds 5 --part $(PART)

lock: $(RUN) ## Resolve the dependencies anew
	@$(BIN)/python tools/lock.py

clean: ## Remove the environment and the local state
	@rm -rf $(VENV) $(VENV)-infra $(VENV)-policies $(VENV)-sam $(VENV)-api $(VENV)-helm $(TRAINING) .aws-sam .inkscout .pytest_cache .mypy_cache .ruff_cache
