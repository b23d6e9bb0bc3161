# Everything a person does with this project, by one word. `make` alone lists them.

SHELL := bash
.DEFAULT_GOAL := help
.PHONY: help demo test lint ui contracts bench fuzz screenshots clean tools

help: ## list these targets
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{ printf "  make %-12s %s\n", $$1, $$2 }'

demo: tools ui ## build everything and run the demonstration on 127.0.0.1:8080
	cargo build --release
	target/release/huifang demo

test: ## run every test; installs what the tests need on Debian as root
	@scripts/test.sh

lint: tools web/node_modules/.package-lock.json ## format, lints and the rules of the house, without the tests
	cargo fmt --check
	cargo clippy --all-targets -- -D warnings
	cargo test --test tidy
	npm --prefix web run typecheck
	npm --prefix web run lint

ui: web/dist/index.html ## build the pages that the program embeds

contracts: web/node_modules/.package-lock.json ## write openapi.json and the front-end types anew
	cargo build
	target/debug/huifang openapi > openapi.json.new && mv openapi.json.new openapi.json
	npm --prefix web run types

bench: ## measure durable intake on both databases
	@scripts/install-test-tools.sh postgresql
	scripts/postgres.sh durable cargo bench --bench inbox

# About three minutes on two processors.
FUZZ_CASES ?= 6000

fuzz: ## try hostile files, scripts and conditions for minutes; FUZZ_CASES=n cases of each
	HUIFANG_TEST_FUZZ_CASES=$(FUZZ_CASES) cargo test --test fuzz

screenshots: tools ui ## take pictures of every page into screenshots/
	@scripts/install-test-tools.sh chromium fonts-noto-cjk
	cargo build
	SHOTS_DIR=screenshots scripts/e2e.sh

clean: ## remove what was built; data/ and recordings/ stay
	cargo clean
	rm -rf web/dist web/node_modules

tools:
	@scripts/check-tools.sh

# Only what changed is built again.
web/node_modules/.package-lock.json: web/package.json web/package-lock.json | tools
	npm --prefix web ci --no-audit --no-fund
	@touch $@

WEB_SOURCES := $(shell find web/src web/public -type f 2>/dev/null) \
	$(wildcard web/index.html web/vite.config.ts web/tsconfig.json)

web/dist/index.html: web/node_modules/.package-lock.json $(WEB_SOURCES)
	npm --prefix web run build
	@touch $@
