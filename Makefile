.PHONY: run test setup lock clean
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.ready

run: setup
	@scripts/run-example

test: setup
	@scripts/test

setup: $(STAMP)

$(STAMP): pyproject.toml requirements.lock web/package-lock.json $(shell find web/src web/index.html web/*.ts -type f 2>/dev/null)
	@scripts/setup

lock:
	$(BIN)/uv pip compile -q --python-version 3.11 --universal --group dev --no-header pyproject.toml -o requirements.lock

clean:
	rm -rf $(VENV) build brief.html
