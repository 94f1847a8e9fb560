package conversations

import (
	"regexp"
	"strconv"
	"strings"
	"time"

	"liubao/internal/numbers"
	"liubao/plan"
)

// “好的，今天下午报” is no content and no refusal: it is a promise, the same that the
// reminder's button 收到，稍后报 makes. Only a sentence that is a promise from its first
// word to its last is read as one; 今天下午召开推进会 is progress.

// ReadPromise reads a promise to report. at is when, in now's zone; it is zero where
// no time is named (稍后报) or the one that is named has passed, and then the caller
// asks for one. A day without an hour ends at the hour given, that of the deadline.
func ReadPromise(text string, now time.Time, end plan.Clock) (at time.Time, ok bool) {
	s := squeeze(text)
	if len([]rune(s)) > longestPromise {
		return time.Time{}, false
	}
	m := promisePattern.FindStringSubmatch(s)
	if m == nil {
		return time.Time{}, false
	}
	when := m[promisePattern.SubexpIndex("when")]
	at, ok = promisedTime(when, now, end)
	if ok && !at.After(now) {
		at = time.Time{}
	}
	return at, ok
}

const longestPromise = 40

// promisePattern is: courtesy or why not now, who, when, how, the verb, and to whom.
var promisePattern = regexp.MustCompile(`^(?:领导出差|领导在?开会|领导不在|在开会|正在开会|还?在等数据|数据还没出来?|正在汇总|还?在汇总|收到|好的?|嗯+|ok|明白了?|知道了|行|可以|没问题|不好意思|抱歉|谢谢|主任|领导|您好|你好)*` +
	`(?:我们?|我单位|我局|我委|本单位|这边|我这边|单位)*(?:会|将|力争|争取|尽量|计划|准备|打算|保证|一定|大概|大约|可能|应该|预计)*(?:在|于)?` +
	`(?P<when>.+?)` +
	`(?:就|再|才|给您|给你|给办公室|把(?:材料|报告|数据|进展)|一定|会|能|可以|之内|以内|内|之前|以前|前|左右|抽空|统一|补)*` +
	`(?:报送|上报|填报|补报|报上去|报上来|报过来|报给您|报给你|报完|报齐|报|上交|提交|交上去|交上来|交|填完|填好|填上|填|发给您|发您|发过来|发|送过来|送|弄好|弄完|弄|写好|写完|补上|补齐|处理|完成)` +
	`(?:给您|给你|给办公室|上去|上来|过来|过去|材料|报告|数据|好|完)*(?:吧|哈|啊|呢|的|了|哦|噢|可以吗|行吗|好吗|谢谢|请放心|放心)*$`)

var (
	laterPattern = regexp.MustCompile(`^(?:马|这|稍候|等领导签完?字|等领导审完?|等数据出来?|稍后|稍晚|稍等|晚点|晚些|晚一点|晚些时候|待会儿?|等会儿?|等一会儿?|等一下|等下|一会儿?|过会儿?|马上|现在|这就|立刻|立即|尽快|抓紧|随后|回头|忙完|忙完就?|开完会|开会后|会后|回去|回办公室|到单位|下来|抽时间|有空|这两天|这几天)$`)
	agoPattern   = regexp.MustCompile(`^(?:过)?(半|\d{1,3})(?:个)?(小时|钟头|分钟|刻钟)(?:半)?(?:之后|以后|后)?$`)
	clockPattern = regexp.MustCompile(`^(\d{1,2})(?::|点|时)(半|\d{1,2}|一刻|三刻)?分?(?:钟|整)?$`)
)

// dayParts is until when a part of the day lasts, and whether an hour in it is one of
// the afternoon.
var dayParts = map[string]struct {
	until     plan.Clock
	afternoon bool
}{
	"早上": {plan.Clock{Hour: 9, Minute: 30}, false}, "早晨": {plan.Clock{Hour: 9, Minute: 30}, false}, "一早": {plan.Clock{Hour: 9, Minute: 30}, false},
	"上班": {plan.Clock{Hour: 9, Minute: 30}, false}, "一上班": {plan.Clock{Hour: 9, Minute: 30}, false},
	"上午": {plan.Clock{Hour: 12}, false}, "中午": {plan.Clock{Hour: 13}, true}, "傍晚": {plan.Clock{Hour: 19}, true},
	"晚上": {plan.Clock{Hour: 21}, true}, "晚": {plan.Clock{Hour: 21}, true}, "夜里": {plan.Clock{Hour: 21}, true}, "天黑": {plan.Clock{Hour: 18}, true},
}

// promisedTime reads when something is promised for. A zero time is a promise
// without one.
func promisedTime(when string, now time.Time, end plan.Clock) (time.Time, bool) {
	when = strings.TrimRight(when, "就再前内")
	when = strings.TrimSuffix(strings.TrimSuffix(when, "之"), "以")
	if laterPattern.MatchString(when) {
		return time.Time{}, true
	}
	return momentOf(when, now, end)
}

// momentOf reads squeezed words that are a time and nothing else: "2小时后", "明天上午",
// "15日16点". end is the hour at which a day's work ends.
func momentOf(s string, now time.Time, end plan.Clock) (time.Time, bool) {
	if m := agoPattern.FindStringSubmatch(s); m != nil {
		return now.Add(span(m[1], m[2])), true
	}
	day, rest, named := leadingDay(s, plan.DateOf(now))
	part, rest := leadingPart(rest)
	clock, hasClock := readClock(rest, part, now, named)
	switch {
	case rest != "" && !hasClock, !named && part == "" && !hasClock:
		return time.Time{}, false
	case hasClock:
	case part == "" || part == "下午" || part == "下班" || part == "结束":
		clock = end
	default:
		clock = dayParts[part].until
	}
	return day.At(clock, now.Location()), true
}

// span is how long from now.
func span(n, unit string) time.Duration {
	each := map[string]time.Duration{"小时": time.Hour, "钟头": time.Hour, "分钟": time.Minute, "刻钟": 15 * time.Minute}[unit]
	if n == "半" {
		return each / 2
	}
	k, _ := strconv.Atoi(n)
	return time.Duration(k) * each
}

// leadingDay takes the day off the beginning, the longest that reads as one; today
// where none is named.
func leadingDay(s string, today plan.Date) (day plan.Date, rest string, named bool) {
	for _, w := range []string{"今儿", "今"} { // 今晚, 今下午
		if r, ok := strings.CutPrefix(s, w); ok && (strings.HasPrefix(r, "晚") || strings.HasPrefix(r, "下午") || strings.HasPrefix(r, "上午")) {
			return today, r, true
		}
	}
	if r, ok := strings.CutPrefix(s, "明"); ok && (strings.HasPrefix(r, "晚") || strings.HasPrefix(r, "早")) {
		if strings.HasPrefix(r, "早") {
			r = "早上" + strings.TrimPrefix(strings.TrimPrefix(r, "早上"), "早")
		}
		return today.AddDays(1), r, true
	}
	if r, ok := strings.CutPrefix(s, "本周"); ok && r == "" {
		return dayOfWeek("", "五", today), "", true
	}
	runes := []rune(s)
	for n := len(runes); n > 0; n-- {
		head := string(runes[:n])
		if strings.TrimRight(head, "前") != head {
			continue
		}
		if d, ok := ReadDay(head, today); ok && head != "昨天" && head != "前天" {
			return d, string(runes[n:]), true
		}
	}
	return today, s, false
}

func leadingPart(s string) (part, rest string) {
	s = strings.TrimPrefix(s, "的")
	for _, p := range []string{"一上班", "早上", "早晨", "一早", "上午", "中午", "下午", "傍晚", "晚上", "夜里", "下班", "上班", "天黑", "结束", "晚"} {
		if r, ok := strings.CutPrefix(s, p); ok {
			return p, r
		}
	}
	return "", s
}

// readClock reads 3点, 15:30, 三点半. An hour up to 7 without a part of the day is one
// of the afternoon: nobody reports at night.
func readClock(s, part string, now time.Time, named bool) (plan.Clock, bool) {
	m := clockPattern.FindStringSubmatch(s)
	if m == nil {
		return plan.Clock{}, false
	}
	hour, _ := strconv.Atoi(m[1])
	minute := map[string]int{"半": 30, "一刻": 15, "三刻": 45}[m[2]]
	if minute == 0 && m[2] != "" {
		minute, _ = strconv.Atoi(m[2])
	}
	late := dayParts[part].afternoon || part == "下午" || part == "" && (hour <= 7 || !named && hour < now.Hour())
	if late && hour < 12 && hour > 0 {
		hour += 12
	}
	return plan.Clock{Hour: hour, Minute: minute}, hour <= 23 && minute <= 59
}

// squeeze takes out spaces and marks and turns numerals before 点, 小时 and 分钟 into figures.
func squeeze(s string) string {
	s = weekFigure.ReplaceAllStringFunc(strings.ToLower(tidy(s)), func(m string) string {
		return "周" + string([]rune("一二三四五六")[m[len(m)-1]-'1'])
	})
	s = strings.NewReplacer("今儿", "今天", "明儿", "明天", "后儿", "后天").Replace(s)
	s = strings.NewReplacer("，", "", ",", "", "。", "", "！", "", "!", "", "、", "", "~", "", "～", "", "：", ":", "；", "", ";", "", "…", "").Replace(s)
	return hourNumeral.ReplaceAllStringFunc(s, func(m string) string {
		r := hourNumeral.FindStringSubmatch(m)
		if n, ok := numbers.Whole(r[1]); ok {
			return strconv.FormatInt(n, 10) + r[2]
		}
		return m
	})
}

// weekFigure is 周3 for 周三, as voice input writes it.
var weekFigure = regexp.MustCompile(`(?:周|星期|礼拜)[1-6]`)

var hourNumeral = regexp.MustCompile(`([一二两三四五六七八九十]+)(点|时|个?小时|个?钟头|分钟|刻钟)`)
