package app_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// forbidden are words that no native official would write, or second words for
// one thing, with what is written instead.
var forbidden = map[string]string{
	"静默":    "暂停提醒",
	"好经验":   "经验做法",
	"下一步打算": "下步打算",
	"未设目标":  "未定 (as a target), 目标未定 (as a judgement)",
	"达标":    "达到",
	"再改改":   "修改",
	"不到1分钟": "1分钟",
	"请重试":   "请稍后再试",
	"操作成功":  "what was done",
	"操作失败":  "what could not be done",
	"您没有权限": "这项功能没有对您开放",
	"用户":    "a person by their part: 联络员, 主任",
	"点击":    "点",
}

// inTexts are words that what people write may hold, and only texts.go may not.
var inTexts = map[string]string{"！": "no exclamation marks", "你": "您"}

// readers are packages whose words are what people write to the bot, not what it says.
var readers = []string{
	"reports/intake", "reports/roster", "internal/numbers", "conversations/words", "internal/app/scenes", "internal/app/demo", "internal/app/lang", "internal/app/config",
}

// Every text that people read is a string in the code: none holds a forbidden word.
func TestForbiddenWords(t *testing.T) {
	root := filepath.Join("..", "..")
	seen := 0
	for _, dir := range []string{"bot", "conversations", "reports", "plan", "internal/app/papers", "internal/app/service"} {
		err := filepath.WalkDir(filepath.Join(root, dir), func(path string, d fs.DirEntry, err error) error {
			rel, _ := filepath.Rel(root, path)
			if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") || reads(filepath.ToSlash(rel)) {
				return err
			}
			file, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
			if err != nil {
				return err
			}
			words := maps.Clone(forbidden)
			if strings.HasPrefix(d.Name(), "texts") {
				maps.Copy(words, inTexts)
			}
			ast.Inspect(file, func(n ast.Node) bool {
				lit, ok := n.(*ast.BasicLit)
				if !ok || lit.Kind != token.STRING {
					return true
				}
				s, err := strconv.Unquote(lit.Value)
				if err != nil {
					t.Errorf("%s: %v", rel, err)
				}
				seen++
				for word, instead := range words {
					if strings.Contains(s, word) {
						t.Errorf("%s: %q says %s, which is %s", rel, s, word, instead)
					}
				}
				return true
			})
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if seen < 2000 {
		t.Errorf("only %d texts were read", seen)
	}
}

func reads(path string) bool {
	for _, p := range readers {
		if strings.HasPrefix(path, p) {
			return true
		}
	}
	return false
}
