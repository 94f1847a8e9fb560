// Licences writes docs/LICENCES.md, the list of the modules that the program
// and its tests are built from with the licence of each, from the module
// cache. It fails for a licence it does not know or that is not allowed, so
// that a new module is looked at by a person.
//
//	go run ./tools/licences            writes docs/LICENCES.md
//	go run ./tools/licences -check     fails when the file is not current
package main

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

func main() {
	check := flag.Bool("check", false, "fail when the file is not current instead of writing it")
	file := flag.String("file", "docs/LICENCES.md", "the file to write")
	flag.Parse()
	if err := run(*file, *check); err != nil {
		fmt.Fprintln(os.Stderr, "licences:", err)
		os.Exit(1)
	}
}

func run(file string, check bool) error {
	modules, err := list()
	if err != nil {
		return err
	}
	var errs []error
	for i := range modules {
		if err := modules[i].classify(); err != nil {
			errs = append(errs, err)
		}
	}
	if err := errors.Join(errs...); err != nil {
		return err
	}
	want := render(modules)
	if !check {
		return os.WriteFile(file, want, 0o644) //nolint:gosec // a document for everybody to read
	}
	got, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	if !bytes.Equal(got, want) {
		return fmt.Errorf("%s is not current: run go run ./tools/licences", file)
	}
	return nil
}

// module is one module that packages of ours are built from.
type module struct {
	path, version, dir string
	shipped            bool // part of the program, not of its tests alone
	licence            string
}

// platforms are those the program is released for: what is built in differs.
var platforms = []string{"linux/amd64", "linux/arm64", "windows/amd64", "darwin/arm64"}

// list returns the modules of the program and of its tests, by path.
func list() ([]module, error) {
	found := map[string]module{}
	for _, platform := range platforms {
		for _, shipped := range []bool{true, false} {
			args := []string{"list", "-deps", "-f", "{{with .Module}}{{if not .Main}}{{.Path}}|{{.Version}}|{{.Dir}}{{end}}{{end}}"}
			if shipped {
				args = append(args, ".")
			} else {
				args = append(args, "-test", "./...")
			}
			cmd := exec.Command("go", args...) //nolint:gosec // the arguments are above
			goos, goarch, _ := strings.Cut(platform, "/")
			cmd.Env = append(os.Environ(), "GOOS="+goos, "GOARCH="+goarch, "CGO_ENABLED=0")
			cmd.Stderr = os.Stderr
			out, err := cmd.Output()
			if err != nil {
				return nil, fmt.Errorf("go list for %s: %w", platform, err)
			}
			for line := range strings.Lines(string(out)) {
				if f := strings.Split(strings.TrimSpace(line), "|"); len(f) == 3 {
					m := module{path: f[0], version: f[1], dir: f[2]}
					m.shipped = shipped || found[m.path].shipped
					found[m.path] = m
				}
			}
		}
	}
	var out []module
	for _, m := range found {
		out = append(out, m)
	}
	slices.SortFunc(out, func(a, b module) int { return strings.Compare(a.path, b.path) })
	return out, nil
}

// licences are those allowed, by words that stand in their text, the more
// particular first. All are permissive.
var licences = []struct{ name, words string }{
	{"Apache-2.0", "Apache License Version 2.0"},
	{"MPL-2.0", "Mozilla Public License Version 2.0"},
	{"BSD-3-Clause", "Neither the name of"},
	{"BSD-2-Clause", "Redistributions in binary form must reproduce"},
	{"MIT", "Permission is hereby granted, free of charge, to any person obtaining a copy"},
	{"ISC", "Permission to use, copy, modify, and/or distribute this software for any purpose"},
}

// refused stands in the text of licences that would reach our own program.
var refused = []string{"GNU GENERAL PUBLIC", "GNU AFFERO", "GNU LESSER", "Server Side Public License", "Business Source License"}

// classify reads the module's licence files.
func (m *module) classify() error {
	text, err := licenceText(m.dir)
	if err != nil {
		return fmt.Errorf("%s: %w", m.path, err)
	}
	for _, words := range refused {
		// GNU licences shout their titles; MPL names them in passing.
		if strings.Contains(text, words) {
			return fmt.Errorf("%s: its licence has the words %q, which is not allowed here", m.path, words)
		}
	}
	var names []string
	for _, l := range licences {
		if strings.Contains(text, l.words) && (l.name != "BSD-2-Clause" || !slices.Contains(names, "BSD-3-Clause")) {
			names = append(names, l.name)
		}
	}
	if len(names) == 0 {
		return fmt.Errorf("%s: none of the known licences in %s", m.path, m.dir)
	}
	m.licence = strings.Join(names, ", ")
	return nil
}

// licenceText returns the licence files of a module with blanks made single.
func licenceText(dir string) (string, error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return "", err
	}
	var text strings.Builder
	for _, e := range entries {
		name := strings.ToUpper(e.Name())
		if e.IsDir() || !strings.HasPrefix(name, "LICEN") && !strings.HasPrefix(name, "COPYING") {
			continue
		}
		data, err := os.ReadFile(filepath.Join(dir, e.Name()))
		if err != nil {
			return "", err
		}
		text.WriteString(strings.Join(strings.Fields(string(data)), " ") + "\n")
	}
	if text.Len() == 0 {
		return "", errors.New("has no licence file")
	}
	return text.String(), nil
}

func render(modules []module) []byte {
	var b bytes.Buffer
	b.WriteString("# Third-party licences\n\n" +
		"Written by `go run ./tools/licences`; do not edit. liubao itself is under the MIT licence.\n")
	for _, part := range []struct {
		title   string
		shipped bool
	}{{"In the program", true}, {"In tests and tools only", false}} {
		fmt.Fprintf(&b, "\n## %s\n\n| module | version | licence |\n| --- | --- | --- |\n", part.title)
		for _, m := range modules {
			if m.shipped == part.shipped {
				fmt.Fprintf(&b, "| %s | %s | %s |\n", m.path, m.version, m.licence)
			}
		}
	}
	b.WriteString("\n## Fonts and tables\n\n" +
		"The embedded fonts are under the SIL Open Font License 1.1; its text stands beside them.\n" +
		"The Go toolchain's zone table is public domain, its standard library BSD-3-Clause.\n")
	return b.Bytes()
}
