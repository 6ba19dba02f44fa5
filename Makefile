# Everything a newcomer needs: `make demo` shows the product, `make test` proves it.
GO      ?= go
TOOL    := $(GO) tool -modfile=go.tools.mod
DEMO    ?= demo
ORDERS  ?= 20000
SEED    ?= 7
FROM    ?= 2024-07-01
DAYS    ?= 90
export CGO_ENABLED ?= 0

.DEFAULT_GOAL := help

.PHONY: help
help: ## list the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F':.*## ' '{printf "  %-8s %s\n", $$1, $$2}'

.PHONY: build
build: ## build bin/ozpayout
	$(GO) build -trimpath -o bin/ozpayout ./cmd/ozpayout

.PHONY: demo
demo: build ## build, generate a realistic shop, run the batch, say where the outputs are
	rm -rf $(DEMO)
	bin/ozpayout demo --orders $(ORDERS) --seed $(SEED) --from $(FROM) --days $(DAYS) $(DEMO)
	bin/ozpayout run --in $(DEMO)/in --out $(DEMO)/out --lang en,zh,ru

.PHONY: test
test: ## all tests
	$(GO) test ./...

.PHONY: check
check: fmt-check vet lint test ## what every commit passes: format, vet, lint, fixes, tests
	@test -z "$$($(GO) fix -diff ./... 2>/dev/null)" || { $(GO) fix -diff ./...; echo 'run: go fix ./...'; exit 1; }

.PHONY: fmt-check
fmt-check: ## fail on files that gofumpt would change
	@files=$$($(TOOL) gofumpt -l .); test -z "$$files" || { echo "gofumpt: $$files"; exit 1; }

.PHONY: vet
vet: ## go vet
	$(GO) vet ./...

.PHONY: lint
lint: ## golangci-lint with the walls of .golangci.yml
	$(TOOL) golangci-lint run

.PHONY: race
race: ## tests under the race detector, and once with arrow's own assertions
	CGO_ENABLED=1 $(GO) test -race ./...
	$(GO) test -tags assert ./...

.PHONY: bench
bench: ## Go benchmarks of scanner, XLSX reader, join, stages and Parquet writer
	$(GO) test -run '^$$' -bench . -benchmem ./pipeline/... ./stages/... ./cmd/...

.PHONY: fuzz
fuzz: ## every fuzz target for 30 seconds
	@for dir in $$($(GO) list -f '{{.Dir}}' ./...); do \
		for target in $$(grep -hoE '^func Fuzz[A-Za-z0-9_]+' $$dir/*_test.go 2>/dev/null | sed 's/func //'); do \
			echo "$$dir $$target"; (cd $$dir && $(GO) test -run '^$$' -fuzz "^$$target$$" -fuzztime 30s .) || exit 1; \
		done; \
	done

.PHONY: docs
docs: ## print data dictionary, graph and lineage from the declarations
	$(GO) test ./stages -run TestDocs -update
