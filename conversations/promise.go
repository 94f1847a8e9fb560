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
	if len([]rune(text)) > longestPromise {
		return time.Time{}, false
	}
	if strings.ContainsAny(text, "报交发送填") { // 春节前完成 is said of the work
		text = datedFestivals(text, plan.DateOf(now))
	}
	if at, ok = promised(squeeze(text), now, end); !ok {
		at, ok = promised(squeeze(strings.Join(withoutExcuses(text), "")), now, end)
	}
	if ok && !at.After(now) {
		at = time.Time{}
	}
	return at, ok
}

const longestPromise = 60

// promised reads a promise that has been squeezed.
func promised(s string, now time.Time, end plan.Clock) (time.Time, bool) {
	if atWork.MatchString(s) {
		return time.Time{}, true
	}
	if m := justTime.FindStringSubmatch(s); m != nil {
		if at, ok := momentOf(m[1], now, end); ok {
			return at, true
		}
	}
	m := promisePattern.FindStringSubmatch(s)
	if m == nil {
		return time.Time{}, false
	}
	when, how := m[promisePattern.SubexpIndex("when")], m[promisePattern.SubexpIndex("how")]
	if days := daysPattern.FindStringSubmatch(when); days != nil && days[2] == "" && !strings.Contains(how, "内") && doneWords.MatchString(m[promisePattern.SubexpIndex("verb")]) {
		return time.Time{}, false // 两天完成 is how long something took
	}
	return promisedTime(when, how, now, end)
}

// justTime is a reply that names a time and nothing else: 好的，5点前; 最迟周五.
var justTime = regexp.MustCompile(`^(?:(?:收到|好的?|好滴|嗯+|ok|行|可以|没问题)+(?:我?们?(?:争取|尽量|最迟|最晚|大概))?|(?:我?们?(?:争取|尽量|最迟|最晚|大概)))(.{2,12}?)(?:之前|以前|前|左右|吧|哈)*$`)

// doneWords are verbs that are said of the work as well.
var doneWords = regexp.MustCompile(`^(?:完成|处理|弄完)$`)

// atWork is all that some answer: 晚点, 尽快, 正在写.
var atWork = regexp.MustCompile(`^(?:收到|好的?|好滴|嗯+|行|明白|我们?|会|一定|可能|要|得|再)*(?:晚点|晚些|等等|再等等|等我?一下|马上|这就|立刻|晚些时候|晚一点|晚1点|稍后|稍晚|尽快|等会儿?|等一会儿?|待会儿?|一会儿?|过会儿?|正在[填写弄报]|正在整理|正在汇总|还?在[填写弄])(?:的|了|吧|哈|啊|呢)*$`)

// excuse is a clause that says why not now, and nothing of the work: 数据还在核对. It
// holds no figure.
var excuse = regexp.MustCompile(`^\P{N}{0,8}(?:正在|还在|在忙|还没|没有?[齐好全]|没带|没在|出差|开会|外地|外面|乡下|下乡|请假|休假|领导|来不及|报不了|报不完|看病|医院|路上|车上)\P{N}{0,8}$`)

// withoutExcuses takes excuses and courtesy off the front of a promise, clause by
// clause, and courtesy off its end.
func withoutExcuses(text string) []string {
	all := strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune("，,。；;！!～~", r) })
	for len(all) > 1 && (excuse.MatchString(strings.TrimPrefix(all[0], "今天")) || Remarked(all[0]) != Content) {
		all = all[1:]
	}
	for len(all) > 1 && Remarked(all[len(all)-1]) != Content {
		all = all[:len(all)-1]
	}
	return all
}

// promisePattern is: courtesy or why not now, who, when, how, the verb, and to whom.
var promisePattern = regexp.MustCompile(`^(?:领导出差|领导在?开会|领导不在|在开会|正在开会|还?在等数据|数据还没出来?|正在汇总|还?在汇总|收到|好的?|嗯+|ok|明白了?|知道了|行|可以|没问题|不好意思|抱歉|谢谢|主任|领导|您好|你好)*` +
	`(?:我们?|我单位|我局|我委|本单位|这边|我这边|单位|局|委|办|中心|科室|股室|[由让]?(?:小|老)\p{Han}|[由让]?\p{Han}{1,2}(?:科长|股长|主任|局长|工))*(?:会|将|力争|争取|尽量|尽可能|计划|准备|打算|保证|一定|大概|大约|可能|应该|预计|估计|恐怕|只能|最迟|最晚|至迟|能不能|可不可以|可以|可否|能否|要到|得到|等到|得|要)*(?:在|于)?` +
	`(?P<when>.+?)` +
	`(?P<how>(?:就|再|才|给您|给你|给办公室|[把将](?:材料|报告|数据|进展)|我来|由?我们?来|[让由]\p{Han}{2,3}|回去|回来|回单位|回办公室|到单位|补充|一定|会|能|可以|之内|以内|内|之前|以前|前|左右|抽空|统一|补|能够|能)*)` +
	`(?P<verb>报送|上报|填报|补报|报上去|报上来|报过来|报给您|报给你|报完|报齐|报|上交|提交|交上去|交上来|交|填完|填好|填上|填|发给您|发您|发过来|发|给您|给你|给过来|送过来|送|弄好|弄完|弄|写好|写完|补上|补齐|处理|完成)` +
	`(?:给您|给你|给办公室|专班|办公室|上去|上来|过来|过去|材料|报告|数据|好|完)*(?:吧|哈|啊|呢|的|了|哦|噢|可以吗|行吗|好吗|吗|么|行不行|好不好|可否|谢谢|请放心|放心)*[?？]*$`)

var (
	laterPattern = regexp.MustCompile(`^(?:马|这|等|待|到了|等?\P{N}{0,8}(?:回来|出来|审定|定稿|盖完?章|签完?字|下来|到手|到齐)(?:之后|以后|后|了)?(?:即|马上|立即|立刻)?|稍微晚一?点|稍微晚1点|一|过|晚1点|晚一点|[按准]时|按期|截止日?|到期|规定时间|下周|过2天|过几天|几天|两三天|\P{N}{0,6}(?:签|审|汇总|核对?|数据|会|领导|饭|忙|整理|材料|出差)\P{N}{0,4}(?:后|完|好|齐)(?:马|立即|立刻)?|稍候|等领导签完?字|等领导审完?|等数据出来?|稍后|稍晚|稍等|晚点|晚些|晚一点|晚些时候|待会儿?|等会儿?|等一会儿?|等一下|等下|一会儿?|过会儿?|马上|现在|这就|立刻|立即|尽快|抓紧|随后|回头|忙完|忙完就?|开完会|开会后|会后|回去|回办公室|到单位|下来|抽时间|有空|这两天|这几天)$`)
	agoPattern   = regexp.MustCompile(`^(?:过|再过)?(半|\d{1,3})(?:个)?(半)?(小时|钟头|分钟|刻钟)(半)?(?:之后|以后|后)?$`)
	daysPattern  = regexp.MustCompile(`^(?:过|再过)?(\d{1,2})天(之后|以后|后|内|之内|以内)?$`)
	weeksPattern = regexp.MustCompile(`^(?:过|再过)?(\d)个?(?:周|星期|礼拜)(?:之?[后内]|以[后内])?$`)
	clockPattern = regexp.MustCompile(`^(\d{1,2})(?::|点|时)(半|\d{1,2}|一刻|三刻)?分?(?:钟|整)?$`)
)

// dayParts is until when a part of the day lasts, and whether an hour in it is one of
// the afternoon.
var dayParts = map[string]struct {
	until     plan.Clock
	afternoon bool
}{
	"早上": {plan.Clock{Hour: 9, Minute: 30}, false}, "早晨": {plan.Clock{Hour: 9, Minute: 30}, false}, "一早": {plan.Clock{Hour: 9, Minute: 30}, false}, "早": {plan.Clock{Hour: 9, Minute: 30}, false},
	"上班": {plan.Clock{Hour: 9, Minute: 30}, false}, "一上班": {plan.Clock{Hour: 9, Minute: 30}, false},
	"下午一上班": {plan.Clock{Hour: 15}, true}, "下午上班": {plan.Clock{Hour: 15}, true},
	"上午": {plan.Clock{Hour: 12}, false}, "中午": {plan.Clock{Hour: 13}, true}, "傍晚": {plan.Clock{Hour: 19}, true},
	"晚上": {plan.Clock{Hour: 21}, true}, "晚": {plan.Clock{Hour: 21}, true}, "夜里": {plan.Clock{Hour: 21}, true}, "天黑": {plan.Clock{Hour: 18}, true},
}

// dayless is a time that needs the calendar, or no day: 3个工作日内, 下月初.
var dayless = regexp.MustCompile(`^(?:下?个?月初|\d{1,2}个?工作日(?:之?内|以内)?|半天(?:之?内|以内)?)$`)

// withinDays are days to come and none of the month: 三日内.
var withinDays = regexp.MustCompile(`^([1-7])日(?:之|以)?内$`)

// promisedTime reads when something is promised for. A zero time is a promise
// without one.
func promisedTime(when, how string, now time.Time, end plan.Clock) (time.Time, bool) {
	said := strings.TrimRight(when+how, "就再才")
	if dayless.MatchString(said) || laterPattern.MatchString(said) {
		return time.Time{}, true
	}
	if m := withinDays.FindStringSubmatch(said); m != nil {
		return momentOf(m[1]+"天后", now, end)
	}
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
		d := span(m[1], m[3])
		if m[2]+m[4] != "" {
			d += span("半", m[3])
		}
		return now.Add(d), true
	}
	if m := daysPattern.FindStringSubmatch(s); m != nil {
		n, _ := strconv.Atoi(m[1])
		return plan.DateOf(now).AddDays(n).At(end, now.Location()), true
	}
	if m := weeksPattern.FindStringSubmatch(s); m != nil {
		n, _ := strconv.Atoi(m[1])
		return plan.DateOf(now).AddDays(7*n).At(end, now.Location()), true
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
		if _, far := lastDay(tidy(head), today); far {
			continue // 12月底完成 is said of the work, not of the report
		}
		if d, ok := readDay(head, today); ok && head != "昨天" && head != "前天" {
			return d, string(runes[n:]), true
		}
	}
	return today, s, false
}

func leadingPart(s string) (part, rest string) {
	s = strings.TrimPrefix(s, "的")
	for _, p := range []string{"一上班", "下午一上班", "下午上班", "早上", "早晨", "一早", "上午", "中午", "下午", "傍晚", "晚上", "夜里", "下班", "上班", "天黑", "结束", "晚", "早"} {
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
	night := strings.HasPrefix(part, "晚") || part == "夜里"
	if (hour == 24 || hour == 0 || hour == 12 && night) && minute == 0 {
		return plan.Clock{Hour: 23, Minute: 59}, true
	}
	late := dayParts[part].afternoon || part == "下午" || part == "" && (hour <= 7 || !named && hour < now.Hour())
	if late && hour < 12 && hour > 0 {
		hour += 12
	}
	return plan.Clock{Hour: hour, Minute: minute}, hour <= 23 && minute <= 59
}

// squeeze takes out spaces and marks and turns numerals before 点, 小时 and 分钟 into figures.
func squeeze(s string) string {
	s = beforeMeal.ReplaceAllStringFunc(s, func(m string) string {
		if strings.HasPrefix(m, "晚") {
			return "18点"
		}
		return "中午12点"
	})
	s = weekFigure.ReplaceAllStringFunc(strings.ToLower(tidy(s)), func(m string) string {
		return "周" + string([]rune("一二三四五六")[m[len(m)-1]-'1'])
	})
	s = strings.NewReplacer("今儿", "今天", "明儿", "明天", "后儿", "后天", "本日", "今天", "次日", "明天").Replace(s)
	s = strings.NewReplacer("，", "", ",", "", "。", "", "！", "", "!", "", "、", "", "~", "", "～", "", "：", ":", "；", "", ";", "", "…", "").Replace(s)
	return hourNumeral.ReplaceAllStringFunc(s, func(m string) string {
		r := hourNumeral.FindStringSubmatch(m)
		if n, ok := numbers.Whole(r[1]); ok {
			return strconv.FormatInt(n, 10) + r[2]
		}
		return m
	})
}

// beforeMeal is an hour that people name by what comes after it: 中午前 is by twelve.
var beforeMeal = regexp.MustCompile(`(?:中午饭?|午饭|晚饭)(?:之|以)?前`)

// weekFigure is 周3 for 周三, as voice input writes it.
var weekFigure = regexp.MustCompile(`(?:周|星期|礼拜)[1-6]`)

var hourNumeral = regexp.MustCompile(`([一二两三四五六七八九十]+)(点|时|天|日[内之以]|个?工作日|个?半?小时|周|个?星期|个?礼拜|个?半?钟头|分钟|刻钟)`)
