// Testlog reads what go test -json writes and prints it as go test would,
// with the output of failed tests only. It fails when a test failed, when a
// test was skipped (a skipped test proves nothing), and when none ran.
//
//	go test -json ./... | go run ./tools/testlog
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"
	"strings"
)

func main() {
	if !report(os.Stdin, os.Stdout) {
		os.Exit(1)
	}
}

// event is one line of go test -json; see go doc test2json.
type event struct {
	Action  string `json:"Action"`
	Package string `json:"Package"`
	Test    string `json:"Test"`
	Output  string `json:"Output"`
}

// tally is what a run came to.
type tally struct {
	passed, failed int
	skipped        []string
	output         map[string][]string // of tests that have not ended
	out            io.Writer
}

// report prints the run and tells whether everything ran and passed.
func report(in io.Reader, out io.Writer) bool {
	t := tally{output: map[string][]string{}, out: out}
	lines := bufio.NewReader(in)
	for {
		line, err := lines.ReadBytes('\n')
		var e event
		if json.Unmarshal(line, &e) == nil && e.Action != "" {
			t.take(e)
		} else if len(line) > 0 {
			fmt.Fprintf(out, "%s", line) // what the compiler says is no JSON
		}
		if err != nil {
			return t.close()
		}
	}
}

func (t *tally) take(e event) {
	name := e.Package + "." + e.Test
	switch e.Action {
	case "output", "build-output":
		if e.Test == "" {
			// The package's own lines: ok, FAIL, no test files, panics, data races.
			if e.Output != "PASS\n" {
				fmt.Fprint(t.out, e.Output)
			}
			return
		}
		t.output[name] = append(t.output[name], e.Output)
	case "pass", "skip", "fail":
		if e.Test == "" {
			if e.Action == "fail" {
				t.failed++
			}
			return
		}
		t.ended(e.Action, name)
	}
}

func (t *tally) ended(action, name string) {
	switch action {
	case "pass":
		t.passed++
	case "skip":
		t.skipped = append(t.skipped, name)
	case "fail":
		t.failed++
	}
	if action != "pass" {
		fmt.Fprint(t.out, strings.Join(t.output[name], ""))
	}
	delete(t.output, name)
}

func (t *tally) close() bool {
	for _, name := range slices.Sorted(maps.Keys(t.output)) {
		fmt.Fprintf(t.out, "did not end: %s\n%s", name, strings.Join(t.output[name], ""))
	}
	for _, name := range t.skipped {
		fmt.Fprintf(t.out, "skipped: %s\n", name)
	}
	fmt.Fprintf(t.out, "%d passed, %d failed, %d skipped\n", t.passed, t.failed, len(t.skipped))
	return t.passed > 0 && t.failed == 0 && len(t.skipped) == 0 && len(t.output) == 0
}
