package app

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/alecthomas/kong"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"liubao/internal/app/lang"
)

// TestHelpIsInBothLanguages: every command and flag has a Chinese help.
func TestHelpIsInBothLanguages(t *testing.T) {
	checked := 0
	require.NoError(t, kong.Visit(newParser(lang.English).Model, func(n kong.Visitable, next kong.Next) error {
		help := ""
		switch n := n.(type) {
		case *kong.Application:
			help = n.Help
		case *kong.Node:
			help = n.Help
		case *kong.Flag:
			help = n.Help
		case *kong.Positional:
			help = n.Help
		}
		if help != "" {
			checked++
			assert.True(t, lang.Known(help), "package lang lacks %q", help)
		}
		return next(nil)
	}))
	assert.Greater(t, checked, 40)
}

// TestEverySentenceIsInBothLanguages reads the sentences out of the sources of
// the packages that look at what an operator writes: constants named text…,
// and formats given to the functions by which mistakes are told.
func TestEverySentenceIsInBothLanguages(t *testing.T) {
	tell := map[string]int{"bad": 1, "fail": 1, "Mistake": 1, "Errorf": 0, "New": 0} // which argument is the format
	found := 0
	for _, dir := range []string{"ops", "service"} { // what is wrong with the bot
		for _, s := range sentencesOf(t, dir, map[string]int{"problem": 0, "warn": 0}) {
			found++
			assert.True(t, lang.Known(s), "package lang lacks %q", s)
		}
	}
	for _, dir := range []string{".", "config", "places", "../../plan", "../../plan/tomlfile"} {
		for _, s := range sentencesOf(t, dir, tell) {
			found++
			if onlyPlace.MatchString(s) {
				continue // a place in front of another's sentence, or arguments alone
			}
			assert.True(t, lang.Known(s), "package lang lacks %q", s)
		}
	}
	assert.Greater(t, found, 200)
}

// onlyPlace is what stands in front of a sentence; and the plan's words for
// the chat are no sentences of the command line.
var onlyPlace = regexp.MustCompile(`^([a-z_.]* ?[a-z_.]*: ?|%s(: [a-z]+)?: | )?%[wsv]$|^%s: reminders: %w$|^[\p{Han}]+$`)

// sentencesOf returns the English sentences that the folder's sources hold.
func sentencesOf(t *testing.T, dir string, tell map[string]int) []string {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(dir, "*.go"))
	require.NoError(t, err)
	var out []string
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		f, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.SkipObjectResolution)
		require.NoError(t, err)
		ast.Inspect(f, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.ValueSpec:
				for i, id := range n.Names {
					if i >= len(n.Values) {
						continue
					}
					if s := literal(n.Values[i]); strings.HasPrefix(id.Name, "text") || len(s) == 1 && strings.Contains(s[0], " since %s") {
						out = append(out, s...)
					}
				}
			case *ast.CallExpr:
				sel, ok := n.Fun.(*ast.SelectorExpr)
				if !ok {
					return true
				}
				if i, ok := tell[sel.Sel.Name]; ok && i < len(n.Args) {
					out = append(out, literal(n.Args[i])...)
				}
			}
			return true
		})
	}
	return out
}

// literal returns the text of a string literal, none of anything else.
func literal(e ast.Expr) []string {
	lit, ok := e.(*ast.BasicLit)
	if !ok || lit.Kind != token.STRING {
		return nil
	}
	s, err := strconv.Unquote(lit.Value)
	if err != nil {
		return nil
	}
	return []string{s}
}
