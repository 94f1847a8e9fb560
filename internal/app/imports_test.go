package app

import (
	"encoding/json"
	"errors"
	"go/ast"
	"go/parser"
	"go/token"
	"io"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"liubao/internal/app/service"
)

// mayImport is the folder table of docs/architecture.md: who may import whom
// of ours. A folder stands for itself and what lies under it, the longest
// match counting. .golangci.yml says the same with reasons.
var mayImport = map[string][]string{
	"main":                {"internal/app"},
	"plan":                {"plan", "internal/numbers"},
	"schedules":           {"plan"},
	"reports":             {"plan", "reports", "internal/numbers"},
	"conversations":       {"conversations", "plan", "reports", "internal/numbers"},
	"storage":             {"conversations", "reports", "plan", "storage"},
	"bot":                 {"reports", "storage"},
	"bot/spine":           {"bot", "reports", "storage"},
	"bot/desk":            {"conversations", "schedules", "reports", "plan", "storage", "bot", "internal/numbers"},
	"bot/telegram":        {"bot", "reports"},
	"bot/desk/standing":   {"schedules", "reports", "plan", "storage"},
	"bot/desk/rules":      {"conversations/report", "schedules", "reports", "plan", "storage", "bot/desk/standing"},
	"bot/desk/desktest":   {"bot", "conversations", "internal", "plan", "reports", "sandbox", "schedules", "storage"},
	"bot/desk/orders":     {"bot", "reports", "storage"},
	"bot/desk/reporttext": {"bot/desk/rules", "bot/desk/standing", "conversations", "schedules", "reports", "plan", "storage"},
	"bot/desk/codec":      {"reports", "plan"},
	"bot/desk/batch":      {"reports", "storage"},
	"bot/desk/uploads":    {"bot", "reports", "plan", "storage"},
	"bot/desk/staff":      {"reports", "plan", "storage"},
	"bot/desk/gate":       {"bot", "bot/desk/orders", "bot/desk/rules", "bot/desk/staff", "reports", "plan", "storage"},
	"sandbox":             {"bot/telegram", "sandbox"},
	"internal/clock":      {},
	"internal/numbers":    {},
	"internal/transcript": {},
	"internal/app":        {"bot", "conversations", "internal", "plan", "reports", "sandbox", "schedules", "storage"},
	"bench":               {"internal", "sandbox", "storage", "bot", "plan", "schedules", "reports", "conversations", "bench"},
	"tools":               {"tools", "internal/app/scenes"},
}

// alone lists modules that one folder alone may import.
var alone = map[string]string{
	"github.com/go-telegram/bot": "bot/telegram",
	"go.etcd.io/bbolt":           "storage/bolt",
	"go.etcd.io/etcd/client/v3":  "storage/etcd",
	"github.com/minio/minio-go":  "storage/s3",
	"github.com/alecthomas/kong": "internal/app",
}

// pure packages compute and nothing else.
var pure = []string{"internal/numbers", "plan", "schedules", "reports", "conversations", "conversations/contribution", "conversations/problem", "conversations/report", "conversations/report/form", "conversations/report/screen"}

// outside is what a pure package never imports, with what lies under it.
var outside = []string{"context", "crypto/rand", "io/fs", "log", "math/rand", "net", "os", "path/filepath", "sync", "syscall"}

// listed is a package as the go command lists it.
type listed struct {
	ImportPath string
	Dir        string
	GoFiles    []string
	Imports    []string
	Deps       []string
}

func (l listed) folder() string {
	if l.ImportPath == "liubao" {
		return "main"
	}
	return strings.TrimPrefix(l.ImportPath, "liubao/")
}

func under(path, folder string) bool { return path == folder || strings.HasPrefix(path, folder+"/") }

func packages(t *testing.T) []listed {
	t.Helper()
	cmd := exec.Command("go", "list", "-json=ImportPath,Dir,GoFiles,Imports,Deps", "./...")
	cmd.Dir = "../.."
	var stderr strings.Builder
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	require.NoError(t, err, stderr.String())
	var all []listed
	for dec := json.NewDecoder(strings.NewReader(string(out))); ; {
		var l listed
		if err := dec.Decode(&l); errors.Is(err, io.EOF) {
			return all
		} else if err != nil {
			t.Fatal(err)
		}
		all = append(all, l)
	}
}

func TestFolderTable(t *testing.T) {
	all := packages(t)
	require.Greater(t, len(all), 5)
	for _, l := range all {
		row := ""
		for folder := range mayImport {
			if under(l.folder(), folder) && len(folder) > len(row) {
				row = folder
			}
		}
		if !assert.NotEmpty(t, row, "%s stands in no row of the folder table", l.ImportPath) {
			continue
		}
		for _, path := range l.Imports {
			if ours, ok := strings.CutPrefix(path, "liubao/"); ok {
				assert.False(t, betweenFeatures(l.folder(), ours), "%s must not import %s: features do not know one another, nor does the frame know them", l.ImportPath, path)
				allowed := slices.ContainsFunc(mayImport[row], func(f string) bool { return under(ours, f) })
				assert.True(t, allowed, "%s must not import %s", l.ImportPath, path)
			}
			for module, folder := range alone {
				assert.False(t, under(path, module) && !under(l.folder(), folder), "%s must not import %s: only %s may", l.ImportPath, path, folder)
			}
		}
		if slices.Contains(pure, l.folder()) {
			assert.NotContains(t, l.Deps, "liubao/storage", "%s is pure", l.ImportPath)
			for _, path := range l.Imports {
				reach := slices.ContainsFunc(outside, func(o string) bool { return under(path, o) })
				assert.False(t, reach, "%s is pure and must not import %s", l.ImportPath, path)
			}
		}
	}
}

// rooms are the folders of the desk that are no features: features and the frame
// stand on them, and they know neither.
var rooms = []string{"standing", "rules", "orders", "reporttext", "codec", "batch", "uploads", "staff", "gate"}

// betweenFeatures reports whether a folder of the desk imports a feature that is
// not itself. The frame, the rooms and the stage for tests are none.
func betweenFeatures(folder, imports string) bool {
	feature := func(path string) string {
		name, ok := strings.CutPrefix(path, "bot/desk/")
		if !ok || name == "desktest" || slices.Contains(rooms, name) {
			return ""
		}
		name, _, _ = strings.Cut(name, "/")
		return name
	}
	other := feature(imports)
	return under(folder, "bot/desk") && !under(folder, "bot/desk/desktest") && other != "" && other != feature(folder)
}

// TestNoFeatureCallsAnotherByName looks for a feature's name, or the name of its
// buttons, questions and timers, handed to the frame by another feature.
func TestNoFeatureCallsAnotherByName(t *testing.T) {
	owner := map[string]string{} // by name
	for _, f := range service.Features() {
		owner[f.Name] = f.Name
		for _, x := range f.Commands {
			owner[x.Name] = f.Name
		}
		for _, x := range f.Asks {
			owner[x.What] = f.Name
		}
		for _, x := range f.Timers {
			owner[x.What] = f.Name
		}
	}
	checked := 0
	for _, l := range packages(t) {
		feature, ok := strings.CutPrefix(l.folder(), "bot/desk/")
		if !ok || feature == "desktest" {
			continue
		}
		for _, name := range l.GoFiles {
			set := token.NewFileSet()
			f, err := parser.ParseFile(set, filepath.Join(l.Dir, name), nil, parser.SkipObjectResolution)
			require.NoError(t, err)
			checked++
			ast.Inspect(f, func(n ast.Node) bool {
				call, ok := n.(*ast.CallExpr)
				if !ok || !ofFrame(call.Fun) {
					return true
				}
				for _, arg := range call.Args {
					if lit, ok := arg.(*ast.BasicLit); ok && lit.Kind == token.STRING {
						by := owner[strings.Trim(lit.Value, "\"`")]
						assert.True(t, by == "" || by == feature, "%s: %s calls %s by name", set.Position(lit.Pos()), feature, by)
					}
				}
				return true
			})
		}
	}
	require.Greater(t, checked, 20)
}

// ofFrame reports whether what is called is the desk's, a turn's or the frame's own.
func ofFrame(fun ast.Expr) bool {
	sel, ok := fun.(*ast.SelectorExpr)
	if !ok {
		return false
	}
	x, ok := sel.X.(*ast.Ident)
	return ok && (x.Name == "t" || x.Name == "d" || x.Name == "desk")
}

// TestPurePackagesAskForNoTime looks for goroutines and for the functions that
// read the machine's clock.
func TestPurePackagesAskForNoTime(t *testing.T) {
	clocks := []string{"Now", "Since", "Until", "Sleep", "After", "AfterFunc", "Tick", "NewTicker", "NewTimer"}
	checked := 0
	for _, l := range packages(t) {
		if !slices.Contains(pure, l.folder()) {
			continue
		}
		for _, name := range l.GoFiles {
			set := token.NewFileSet()
			f, err := parser.ParseFile(set, filepath.Join(l.Dir, name), nil, parser.SkipObjectResolution)
			require.NoError(t, err)
			checked++
			ast.Inspect(f, func(n ast.Node) bool {
				switch n := n.(type) {
				case *ast.GoStmt:
					assert.Fail(t, "a pure package starts no goroutine", set.Position(n.Pos()))
				case *ast.SelectorExpr:
					x, ok := n.X.(*ast.Ident)
					read := ok && x.Name == "time" && slices.Contains(clocks, n.Sel.Name)
					assert.False(t, read, "%s: a pure package takes the time as an argument", set.Position(n.Pos()))
				}
				return true
			})
		}
	}
	require.Greater(t, checked, 10)
}
