# What can be done with the sources. Continuous integration runs these same targets.

# -race needs a C compiler; go env says which one Go would call.
CC_OF_GO = $(shell go env CC)
FUZZTIME ?= 20s
# Where make screenshots puts them.
SCREENSHOTS ?= .cache/screenshots
# Extra flags for go test, such as -v.
TESTFLAGS ?=

.DEFAULT_GOAL := help

.PHONY: help
help: ## show this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | awk -F ':.*## ' '{ printf "  %-11s %s\n", $$1, $$2 }'

.PHONY: compiler
compiler:
	@command -v $(CC_OF_GO) >/dev/null 2>&1 || { \
		[ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1 && \
		echo "installing gcc, which the race detector needs" && apt-get -q update >/dev/null && \
		DEBIAN_FRONTEND=noninteractive apt-get -q install --yes --no-install-recommends gcc libc6-dev >/dev/null; } || { \
		echo "the race detector needs a C compiler: install gcc (Debian: sudo apt-get install gcc libc6-dev; macOS: xcode-select --install)" >&2; \
		exit 1; }

.PHONY: postgres
postgres:
	@go run ./adapters/embeddedpg/ensure >/dev/null

.PHONY: solver
solver:
	@command -v glpsol >/dev/null 2>&1 || { \
		[ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1 && \
		echo "installing glpk-utils, with which figures are attacked" && apt-get -q update >/dev/null && \
		DEBIAN_FRONTEND=noninteractive apt-get -q install --yes --no-install-recommends glpk-utils >/dev/null; } || { \
		echo "the attacks on figures need GLPK: install it (Debian: sudo apt-get install glpk-utils; macOS: brew install glpk)" >&2; \
		exit 1; }

# The tests of signing in run against an OpenID Connect provider that is an npm package; those of pages drive a browser with one.
.PHONY: node
node:
	@command -v npm >/dev/null 2>&1 || { \
		[ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1 && \
		echo "installing Node.js, which the tests of signing in need" && apt-get -q update >/dev/null && \
		DEBIAN_FRONTEND=noninteractive apt-get -q install --yes --no-install-recommends nodejs npm >/dev/null; } || { \
		echo "the tests of signing in need Node.js 18 or later with npm: install it (Debian: sudo apt-get install nodejs npm; macOS: brew install node)" >&2; \
		exit 1; }

# The tests of pages look at them in Chromium.
.PHONY: browser
browser:
	@command -v chromium >/dev/null 2>&1 || command -v google-chrome >/dev/null 2>&1 || { \
		[ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1 && \
		echo "installing chromium, in which the pages are looked at" && apt-get -q update >/dev/null && \
		DEBIAN_FRONTEND=noninteractive apt-get -q install --yes --no-install-recommends chromium fonts-liberation >/dev/null; } || { \
		echo "the tests of pages need Chromium: install it (Debian: sudo apt-get install chromium; macOS: brew install chromium, or set RUGGENSTEUN_TEST_CHROMIUM)" >&2; \
		exit 1; }

# A test fails here rather than skip where one of these is missing.
REQUIRED = RUGGENSTEUN_TEST_POSTGRES=required RUGGENSTEUN_TEST_SOLVER=required RUGGENSTEUN_TEST_PROVIDER=required RUGGENSTEUN_TEST_BROWSER=required
# What asks tens of thousands of questions or drives a browser skips itself under the race detector, and runs after it.
UNRACED = LeakMatrix|OnEveryRoad|ThePlanted|EveryIdOfAnother|NothingGetsInByAQuestion|NoRoadShows|InABrowser|OnPages|ADayOfWhoeverReports|WithoutAScript|ThroughPages|PicturesOfReadme|InEveryState|LeavesThoughItIsKilled

# Vet comes first because it is quick.
.PHONY: test
test: compiler postgres solver node browser ## run everything: race detector, shuffled, real PostgreSQL (installed when missing)
	go vet ./...
	CGO_ENABLED=1 $(REQUIRED) go test -race -shuffle=on -count=1 -timeout 45m $(TESTFLAGS) ./...
	go test -count=1 $(TESTFLAGS) -run TwoHundredBackTests ./projections/trend
	$(REQUIRED) go test -count=1 -timeout 45m $(TESTFLAGS) -run '$(UNRACED)' ./adapters/api ./cmd/ruggensteun

.PHONY: test-fast
test-fast: ## run the quick tests only
	go test -short ./...

.PHONY: year
year: ## simulate a year of 5,000 cases with planted lapses
	go test -count=1 -timeout 30m -v -run AYear ./projections/worklist/clocks -args -cases 5000

.PHONY: published
published: postgres ## publish figures, correct 10,000 times, forget 50 persons: they stay what they were
	go test -count=1 -timeout 60m -v -run PublishedFigures ./cmd/ruggensteun -args -corrections 10000 -erasures 50

.PHONY: leave
leave: postgres ## let an employer leave while the program is killed at any moment: nothing of it is left
	go test -count=1 -timeout 60m -v -run LeavesThoughItIsKilled ./cmd/ruggensteun -args -leave-killed

# Go fuzzes one target of one package at a time. What it finds is made smaller in ten tries: with the
# usual minute each it came to no second find.
.PHONY: fuzz
fuzz: ## fuzz each target for FUZZTIME (20s), and try every injection on every route
	go test -count=1 ./adapters/api -run NothingGetsInByAQuestion -args -whole
	@set -e; for package in $$(go list ./...); do \
		targets=$$(go test -list '^Fuzz' $$package | grep '^Fuzz' || true); \
		for target in $$targets; do \
			echo "$$package $$target"; \
			go test -run '^$$' -fuzz "^$$target\$$" -fuzztime $(FUZZTIME) -fuzzminimizetime 10x $$package; \
		done; \
	done

.PHONY: lint
lint: ## check form: gofmt, vet, staticcheck
	@unformatted=$$(gofmt -l .); [ -z "$$unformatted" ] || { echo "gofmt -w these files:"; echo "$$unformatted"; exit 1; }
	go vet ./...
	go tool staticcheck ./...

.PHONY: audit
audit: ## look up known vulnerabilities in what we use (needs the internet, or AUDITDB=file:///…; not part of CI)
	go run golang.org/x/vuln/cmd/govulncheck@v1.9.0 $(if $(AUDITDB),-db $(AUDITDB)) -test ./...

.PHONY: generate
generate: ## make generated files anew
	go generate ./...

# Compares with a snapshot, not with the last commit, so that it can be used in the middle of work.
.PHONY: verify
verify: ## check that go.mod is tidy and generated files are up to date
	go mod tidy -diff
	@before=$$(git diff | git hash-object --stdin; git status --porcelain); $(MAKE) --no-print-directory generate; \
	after=$$(git diff | git hash-object --stdin; git status --porcelain); \
	[ "$$before" = "$$after" ] || { echo "generated files were out of date: commit what make generate changed"; exit 1; }

.PHONY: assets
assets: node ## copy what the pages are styled with anew, from the npm packages of the lock
	RUGGENSTEUN_TEST_BROWSER=required go test -count=1 ./adapters/web -run Embedded -args -write

.PHONY: screenshots
screenshots: postgres node browser ## look at every page, at the width of a phone and of a desk, in SCREENSHOTS
	mkdir -p $(SCREENSHOTS)
	RUGGENSTEUN_TEST_BROWSER=required go test -count=1 -v ./cmd/ruggensteun -run PagesInABrowser -args -page-pictures $(abspath $(SCREENSHOTS)) -page-incidents 5000 -page-states

.PHONY: test-full
test-full: postgres node browser ## judge every page, filled, empty and refused, in every language, theme and width
	RUGGENSTEUN_TEST_POSTGRES=required RUGGENSTEUN_TEST_BROWSER=required go test -count=1 -timeout 90m -v ./cmd/ruggensteun -run EveryPageInEveryState -args -every-page-and-state

.PHONY: pictures
pictures: postgres node browser ## make the pictures of README anew, from the invented world
	RUGGENSTEUN_TEST_BROWSER=required go test -count=1 -v ./cmd/ruggensteun -run PicturesOfReadmeAreMade -args -readme-pictures -page-incidents 5000

.PHONY: pace
pace: postgres node browser ## print how fast each page is on a slow telephone, how heavy, and how long the server takes
	RUGGENSTEUN_TEST_BROWSER=required go test -count=1 -timeout 30m -v ./cmd/ruggensteun -run 'PagesInABrowser/how_fast' -args -page-incidents 5000

.PHONY: bench
bench: postgres ## measure speed and memory against the goals
	go run ./cmd/ruggensteun bench

.PHONY: demo
demo: ## try it: a private database with invented incidents, on 127.0.0.1:8080
	go run ./cmd/ruggensteun demo
