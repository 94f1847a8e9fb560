package main

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestReport(t *testing.T) {
	const pass = `{"Action":"run","Package":"p","Test":"TestA"}
{"Action":"output","Package":"p","Test":"TestA","Output":"=== RUN   TestA\n"}
{"Action":"pass","Package":"p","Test":"TestA"}
{"Action":"output","Package":"p","Output":"PASS\n"}
{"Action":"output","Package":"p","Output":"ok  \tp\t0.1s\n"}
{"Action":"pass","Package":"p"}
{"Action":"output","Package":"q","Output":"?   \tq\t[no test files]\n"}
{"Action":"skip","Package":"q"}
`
	for name, c := range map[string]struct {
		in, out string
		good    bool
	}{
		"passed": {pass, "ok  \tp\t0.1s\n?   \tq\t[no test files]\n1 passed, 0 failed, 0 skipped\n", true},
		"skipped": {
			pass + `{"Action":"output","Package":"p","Test":"TestB","Output":"no browser\n"}` + "\n" + `{"Action":"skip","Package":"p","Test":"TestB"}`,
			"ok  \tp\t0.1s\n?   \tq\t[no test files]\nno browser\nskipped: p.TestB\n1 passed, 0 failed, 1 skipped\n", false,
		},
		"failed": {
			`{"Action":"output","Package":"p","Test":"TestB","Output":"wrong\n"}` + "\n" + `{"Action":"fail","Package":"p","Test":"TestB"}` + "\n" + `{"Action":"fail","Package":"p"}`,
			"wrong\n0 passed, 2 failed, 0 skipped\n", false,
		},
		"did not end": {
			pass + `{"Action":"output","Package":"p","Test":"TestC","Output":"panic\n"}`,
			"ok  \tp\t0.1s\n?   \tq\t[no test files]\ndid not end: p.TestC\npanic\n1 passed, 0 failed, 0 skipped\n", false,
		},
		"did not compile": {"# p\np.go:1: no\n" + `{"Action":"fail","Package":"p"}`, "# p\np.go:1: no\n0 passed, 1 failed, 0 skipped\n", false},
		"nothing ran":     {"", "0 passed, 0 failed, 0 skipped\n", false},
	} {
		t.Run(name, func(t *testing.T) {
			var out strings.Builder
			assert.Equal(t, c.good, report(strings.NewReader(c.in), &out))
			assert.Equal(t, c.out, out.String())
		})
	}
}
