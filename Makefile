.PHONY: build release test lint ci demo licences image

VERSION := $(shell git describe --tags --always --dirty 2>/dev/null || echo devel)

BUILD := CGO_ENABLED=0 go build -buildvcs=false -trimpath -ldflags "-s -w -X main.version=$(VERSION)"
PLATFORMS := linux-amd64 linux-arm64 darwin-amd64 darwin-arm64 windows-amd64
RELEASE := dist/liubao-$(VERSION)

build: ## the program, static and reproducible, in dist/
	$(BUILD) -o dist/liubao .

release: ## programs for every platform, the example, and checksums, in dist/liubao-VERSION
	rm -rf $(RELEASE) && mkdir -p $(RELEASE)
	for p in $(PLATFORMS); do \
		exe=; case $$p in windows-*) exe=.exe ;; esac; \
		echo $$p; GOOS=$${p%-*} GOARCH=$${p#*-} $(BUILD) -o $(RELEASE)/liubao-$$p$$exe . || exit 1; \
	done
	cp config.example.toml LICENSE docs/LICENCES.md CHANGELOG.md $(RELEASE)
	cd $(RELEASE) && { command -v sha256sum >/dev/null && sha256sum * || shasum -a 256 *; } >../SHA256SUMS && mv ../SHA256SUMS .

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
