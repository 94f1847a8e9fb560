// Licences writes docs/LICENCES.md, the list of the libraries that the program
// and its tests are built from with the licence of each, as go-licenses finds
// it. It fails for a licence that is not allowed, or not known, so that a new
// module is looked at by a person.
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
	libraries, err := list()
	if err != nil {
		return err
	}
	if err := refused(libraries); err != nil {
		return err
	}
	want := render(libraries)
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

// library is what stands under one licence file: a module, or a part of one.
type library struct {
	name, version, licence string
	shipped                bool // part of the program, not of its tests alone
}

// platforms are those the program is released for: what is built in differs.
var platforms = []string{"linux/amd64", "linux/arm64", "windows/amd64", "darwin/arm64"}

// allowed are permissive; MPL-2.0 is for tests, whose files stay apart.
var allowed = []string{"MIT", "BSD-2-Clause", "BSD-3-Clause", "ISC", "Apache-2.0", "MPL-2.0"}

// row is how go-licenses is asked to write a library.
const row = "{{range .}}{{.Name}}|{{.Version}}|{{.LicenseName}}\n{{end}}"

// list asks go-licenses for the libraries of the program and of its tests, by name.
func list() ([]library, error) {
	scanner, err := output(exec.Command("go", "-C", "tools/licences/scanner", "tool", "-n", "go-licenses"))
	if err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp("", "licences-")
	if err != nil {
		return nil, err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	template := filepath.Join(dir, "row")
	if err := os.WriteFile(template, []byte(row), 0o600); err != nil {
		return nil, err
	}
	found := map[string]library{}
	for _, platform := range platforms {
		for _, args := range [][]string{{"."}, {"--include_tests", "./..."}} {
			cmd := exec.Command(strings.TrimSpace(string(scanner)), append([]string{"report", "--template", template}, args...)...) //nolint:gosec // the arguments are above
			goos, goarch, _ := strings.Cut(platform, "/")
			cmd.Env = append(os.Environ(), "GOOS="+goos, "GOARCH="+goarch, "CGO_ENABLED=0")
			out, err := output(cmd)
			if err != nil {
				return nil, fmt.Errorf("%s: %w", platform, err)
			}
			gather(found, string(out), args[0] == ".")
		}
	}
	var out []library
	for _, l := range found {
		out = append(out, l)
	}
	slices.SortFunc(out, func(a, b library) int { return strings.Compare(a.name, b.name) })
	return out, nil
}

// output runs a command, whose complaints are shown where it fails: go-licenses
// warns of every file of assembly.
func output(cmd *exec.Cmd) ([]byte, error) {
	var errs bytes.Buffer
	cmd.Stderr = &errs
	out, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("%s: %w\n%s", filepath.Base(cmd.Path), err, errs.Bytes())
	}
	return out, nil
}

// gather takes in what go-licenses wrote; our own packages are left out.
func gather(found map[string]library, out string, shipped bool) {
	for line := range strings.Lines(out) {
		f := strings.Split(strings.TrimSpace(line), "|")
		if len(f) != 3 || f[0] == "liubao" || strings.HasPrefix(f[0], "liubao/") {
			continue
		}
		l := library{name: f[0], version: f[1], licence: f[2], shipped: shipped || found[f[0]].shipped}
		if had := found[l.name].licence; had != "" && !strings.Contains(had, l.licence) {
			l.licence = had + ", " + l.licence // under two
		} else if had != "" {
			l.licence = had
		}
		found[l.name] = l
	}
}

// refused returns an error for each library whose licence is not allowed.
func refused(libraries []library) error {
	var errs []error
	for _, l := range libraries {
		for name := range strings.SplitSeq(l.licence, ", ") {
			if !slices.Contains(allowed, name) {
				errs = append(errs, fmt.Errorf("%s is under %q, which is not among %s", l.name, name, strings.Join(allowed, ", ")))
			}
		}
	}
	return errors.Join(errs...)
}

func render(libraries []library) []byte {
	var b bytes.Buffer
	b.WriteString("# Third-party licences\n\n" +
		"Written by `go run ./tools/licences`; do not edit. liubao itself is under the MIT licence.\n")
	for _, part := range []struct {
		title   string
		shipped bool
	}{{"In the program", true}, {"In tests and tools only", false}} {
		fmt.Fprintf(&b, "\n## %s\n\n| library | version | licence |\n| --- | --- | --- |\n", part.title)
		for _, l := range libraries {
			if l.shipped == part.shipped {
				fmt.Fprintf(&b, "| %s | %s | %s |\n", l.name, l.version, l.licence)
			}
		}
	}
	b.WriteString("\n## Fonts and tables\n\n" +
		"The embedded fonts are under the SIL Open Font License 1.1; its text stands beside them.\n" +
		"The Go toolchain's zone table is public domain, its standard library BSD-3-Clause.\n")
	return b.Bytes()
}
