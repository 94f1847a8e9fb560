package conversations

import (
	"strings"
	"time"

	"liubao/plan"
)

// ReadAsked reads when something is wanted out of a sentence that asks for it:
// “明天上午报各单位消费券发放数” is wanted by noon of tomorrow, and rest is
// “报各单位消费券发放数”. The longest words that name a time count, wherever they
// stand. A day without an hour ends at the hour given. ok is false where the sentence
// names no time; at may lie before now, and what then is for the caller to say. A
// festival counts where nothing else names a time.
func ReadAsked(sentence string, now time.Time, end plan.Clock) (at time.Time, rest string, ok bool) {
	if at, rest, ok = readAsked(sentence, now, end); ok {
		return at, rest, ok
	}
	day, rest, ok := festivalAsked(sentence, plan.DateOf(now))
	return day.At(end, now.Location()), rest, ok
}

func readAsked(sentence string, now time.Time, end plan.Clock) (at time.Time, rest string, ok bool) {
	runes := []rune(strings.TrimSpace(sentence))
	best := 0
	for i := range runes {
		if i >= nearEnds && i < len(runes)-nearEnds {
			continue
		}
		for j := min(len(runes), i+longestTime); j-i > best && j-i > 1; j-- {
			t, is := namedTime(string(runes[i:j]), now, end)
			if !is {
				continue
			}
			at, ok, best = t, true, j-i
			rest = joined(string(runes[:i]), string(runes[j:]))
			break
		}
	}
	if !ok {
		return at, strings.TrimSpace(sentence), false
	}
	return at, rest, true
}

// nearEnds is how far from the beginning or the end of what was asked a time may begin:
// each place is read twenty ways, and what is asked may be as long as a message.
const nearEnds = 150

// longestTime is the most characters that a time is named with: 下下周星期一下午三点半.
const longestTime = 20

// namedTime reads words that are a time from the first to the last.
func namedTime(words string, now time.Time, end plan.Clock) (time.Time, bool) {
	if strings.ContainsAny(words, "，。,；;、 ") {
		return time.Time{}, false
	}
	s := squeeze(words)
	return momentOf(s, now, end)
}

// joined puts together what stood before and behind the time, without the marks and
// the words that belonged to it: 请于, 之前, 前.
func joined(before, behind string) string {
	before = strings.TrimRight(before, " 　，,、")
	for _, w := range []string{"于", "在"} {
		before = strings.TrimSuffix(before, w)
	}
	behind = strings.TrimLeft(behind, " 　")
	for _, w := range []string{"之前", "以前", "前", "之内", "内"} {
		if r, ok := strings.CutPrefix(behind, w); ok {
			behind = r
			break
		}
	}
	behind = strings.TrimLeft(behind, " 　，,、")
	if before == "" || behind == "" {
		return before + behind
	}
	return before + "，" + behind
}
