# Two commands: `make run` serves the live version, `make test` runs every test. The rest are their parts.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 5000
export PORT

.PHONY: run test install install-test lock words browser screenshots lint bench train notebooks clean

run: install
	$(BIN)/python app.py

# Browsers and streams leave the processor waiting at times, so three workers are quicker than two on two cores. Each runs
# whole modules, so that their fixtures are made once; tests/conftest.py says in which order. What Python compiles is kept,
# for all of them and for the programs that tests start.
test: export PYTHONDONTWRITEBYTECODE :=
# The workers fill the cores: more threads in each of them only wait for one another.
test: export OMP_NUM_THREADS := 1
test: export OPENCV_FOR_THREADS_NUM := 1
test: export TF_NUM_INTRAOP_THREADS := 1
test: export TF_NUM_INTEROP_THREADS := 1
test: install-test browser
	$(BIN)/python -m pytest -n 3 --dist loadfile --no-loadscope-reorder

install: $(VENV)/.installed $(VENV)/.detector $(VENV)/.browser-files
install-test: $(VENV)/.installed-test $(VENV)/.detector $(VENV)/.browser-files

$(BIN)/python:
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --upgrade pip

$(VENV)/.installed: requirements.txt requirements.in pyproject.toml | $(BIN)/python
	$(BIN)/pip install --quiet --require-hashes -r requirements.txt
	$(BIN)/pip install --quiet -e ".[evaluate]"
	touch $@

# Faces are found without it too, but far fewer of those that are tilted or in the dark. Tried once, and never in the way:
# `moviefy models fetch` tries again.
$(VENV)/.detector: moviefy/expression/network/model_files.py | $(VENV)/.installed
	-$(BIN)/moviefy models fetch --best-effort
	touch $@

# With these files browsers read faces themselves. Tried once for each model and each version of the packages.
$(VENV)/.browser-files: models/expression.json bin/browser-runtime/package-lock.json | $(VENV)/.detector
	-$(BIN)/moviefy browser-files --best-effort
	touch $@

$(VENV)/.installed-test: requirements.txt requirements.in pyproject.toml | $(VENV)/.installed
	$(BIN)/pip install --quiet -e ".[train,test,dev]"
	touch $@

# Writes requirements.txt: every package that requirements.in needs, for every platform and Python from 3.11, with
# checksums. Versions that are there stay; `make lock UPGRADE=--upgrade` takes the newest ones that fit.
lock: $(BIN)/python
	$(BIN)/pip install --quiet uv==0.13.9
	$(BIN)/uv pip compile --no-config --quiet --universal --fork-strategy fewest --python-version 3.11 --generate-hashes \
	  --custom-compile-command "make lock" $(UPGRADE) --output-file requirements.txt requirements.in

# Collects the words of pages, scripts and errors into the catalogs of all languages: new ones come empty, those that are
# gone leave. CONTRIBUTING.md says how a language is added.
words: $(VENV)/.installed
	mkdir -p build
	$(BIN)/pybabel --quiet extract --mapping-file pyproject.toml --no-location --sort-output --project Moviefy --output-file build/words.pot .
	$(BIN)/pybabel --quiet update --input-file build/words.pot --output-dir moviefy/wording/translations --no-wrap --no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date

# The browser tests drive the system's Chromium, best without windows; they skip, and say so, where there is none.
APT_INSTALL := DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends fonts-dejavu-core
browser:
	@command -v chromium-headless-shell >/dev/null || command -v chromium >/dev/null || \
	  command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null || \
	  { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && apt-get update -qq && \
	    { $(APT_INSTALL) chromium-headless-shell || $(APT_INSTALL) chromium; }; } || \
	  echo "No Chromium and no right to install it: the browser tests will be skipped."

# Every page in both themes at three widths, into build/screenshots; PAGES=start,films takes those alone. The pictures of
# README.md: $(BIN)/python tools/pictures/readme.py
screenshots: install-test browser
	$(BIN)/python tools/pictures/screenshots.py $(if $(PAGES),--pages $(PAGES))

# npm and its node come from the extra `dev`; what npm installs stays in tools/js/node_modules.
lint: export PATH := $(CURDIR)/$(BIN):$(PATH)
lint: install-test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/bandit --quiet --recursive moviefy app.py app_1.py local_web_app gunicorn.conf.py
	$(BIN)/npm --prefix tools/js run --silent check

bench: install
	$(BIN)/moviefy bench

train: install-test
	$(BIN)/moviefy train expression --data $(FER2013) --votes $(VOTES)

notebooks: install-test
	$(BIN)/jupytext --sync model_train_notebooks/*.py

clean:
	rm -rf $(VENV) build *.egg-info .pytest_cache .mypy_cache .ruff_cache tools/js/node_modules
