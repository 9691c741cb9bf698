# `make` lists the tasks. Two commands matter: `make demo` and `make test`.

CARGO ?= cargo
WEB_BUILT := web/dist/index.html

.PHONY: help setup build test lint bless bench demo fuzz
.DEFAULT_GOAL := help

help: ## list the tasks
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 10

demo: build ## make a town of 50,000 invented voters, score it and serve its map
	target="$${CARGO_TARGET_DIR:-target}"; "$$target/release/arpent" demo $(ARGS)

build: $(WEB_BUILT) ## build the program with the map app inside
	$(CARGO) build --release --locked

setup: ## install what the tests need: Chromium, PostGIS
	scripts/setup.sh

test: setup $(WEB_BUILT) ## run every test: Rust, web units, the browser
	scripts/test.sh

lint: $(WEB_BUILT) ## formatting, clippy and web checks; warnings are errors
	$(CARGO) fmt --check
	$(CARGO) clippy --locked --all-targets -- -D warnings
	npm --prefix web run check

bless: ## accept the outputs of tests/cases as they are now; then read the diff
	ARPENT_BLESS=1 $(CARGO) test --locked

bench: ## time the main paths against a bound, in one run
	tests/bench/run.sh

fuzz: ## throw random bytes at every parser, MINUTES=1 a target
	tests/fuzz/run.sh

$(WEB_BUILT): $(shell find web/src web/public web/index.html web/*.ts web/package-lock.json tiles/style.json -type f 2>/dev/null)
	npm --prefix web ci --no-audit --no-fund
	npm --prefix web run build
