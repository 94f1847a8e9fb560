package reports

import (
	"regexp"
	"strings"
)

// TextDifficulty is set before words of a difficulty that follow others.
const TextDifficulty = "存在困难："

// difficulty finds where the words on a task go over to what is difficult.
var difficulty = regexp.MustCompile(`(?:^|[。；;\n])\s*((?:但)?(?:目前|当前|工作中)?(?:还|仍)?(?:存在的?(?:主要|突出)?(?:困难|问题)|主要(?:困难|问题)|困难|问题)(?:和问题|和困难)?(?:是|有|为)?\s*[:：]\s*)`)

// Parted parts the words on a task that is in difficulty: what was done, and
// what is difficult. Where they do not say where that begins, all of them are.
func Parted(words string) (done, hard string) {
	m := difficulty.FindStringSubmatchIndex(words)
	if m == nil {
		return "", words
	}
	done = strings.TrimRight(strings.TrimSpace(words[:m[2]]), "；;")
	if hard = strings.TrimSpace(words[m[3]:]); hard == "" {
		return "", words
	}
	return done, hard
}
