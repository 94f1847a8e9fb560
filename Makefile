.PHONY: build test lint ci demo licences image

VERSION := $(shell git describe --tags --always --dirty 2>/dev/null || echo devel)

build: ## the program, static and reproducible, in dist/
	CGO_ENABLED=0 go build -buildvcs=false -trimpath -ldflags "-s -w -X main.version=$(VERSION)" -o dist/liubao .

test:
	go test -race ./...

lint:
	.ci/run format lint

ci: ## everything CI runs
	.ci/run

demo:
	go run . demo

licences: ## docs/LICENCES.md, after a change of modules
	go run ./tools/licences

image:
	docker build --build-arg VERSION=$(VERSION) -t liubao:$(VERSION) .
