package numbers

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/width"
)

// measures are the words that a number can be counted in, the longer first
// where one begins like another.
var measures = regexp.MustCompile(`^(?:%|‰|个百分点|百分点|个工作日|工作日|个月|平方米|平方公里|立方米|人民币|公斤|公里|公顷|千克|千米|千瓦时|平米|小时|分钟|季度|` +
	`人次|户次|家次|车次|场次|批次|件次|台套|台次|人|户|家|名|位|个|项|场|次|处|所|条|件|台|套|吨|斤|亩|里|米|元|块|张|份|起|批|期|岗|门|辆|栋|幢|间|只|头|羽|株|棵|艘|口|座|宗|例|支|组|班|本|篇|类|片|段|对|双|笔|村|镇|县|校|店|床|倍|成|折|天|周|分|度|(?:kg|km|t|MW|kW|kWh|m²|㎡)(?:\b|$))`)

// bracketed finds a measure that stands in brackets behind its number.
var bracketed = regexp.MustCompile(`^ ?\((万|亿|百万|千万)?(元|人|户|家|个|亩|吨|起|项|件|场)\)`)

// raises are the decimal places of what stands before a measure.
var raises = map[string]int{"万": 4, "百万": 6, "千万": 7, "亿": 8}

// idioms are words with a numeral in them that count nothing. 一起, 一批, 一次 and
// 一个 are not among them: with 一起 alone a person answers how many.
var idioms = regexp.MustCompile(`一(?:些|直|定|般|样|起(?:推|抓|做|参|研|帮|来|去|努)|方面|步|律|体|次性|企一策|户一策|村一品|人一|事一议|链一策|卡通|网通|窗|站式|把手|对一|同|旦|概|致|心|度|贯|切|时|流|经|边|揽子|刀切|点(?:儿|也|都|点)|线|号|带一路|系列|手|道|半|季度|级|类|共)` +
	`|统一|唯一|[^分]之一|专一|逐一|万一|进一步|星期[一二三四五六日]|周[一二三四五六日]` +
	`|三公|三保|三农|三资|三品一标|三率|三步|三次产业|二三产业|两不愁三保障|两不愁|三保障|四上|四好|五上|六保|六稳|五险|两新一重|两新|两山|两手|两委|两会|八个一批|九年义务` +
	`|千方百计|千家万户|百姓|百日|十分|万元入园|千万元入园|万事|万众|亿万|半年|半月|半数|过半|大半|多半|一半` +
	`|零(?:就业|距离|增长|容忍|售|星|工|散|件|报告|跑腿|接触|成本|碎)|清零|归零|化零` +
	`|十[二三四]五|成百上千|数一数二|一点$|翻[一两二三]番|三三两两|七七八八`)

// blank puts spaces over what counts nothing, so that all else stays where it
// is.
func blank(s string) string {
	var b strings.Builder
	from := 0
	for _, m := range idioms.FindAllStringIndex(s, -1) {
		first, _ := utf8.DecodeRuneInString(s[m[0]:])
		if last, _ := utf8.DecodeLastRuneInString(s[:m[0]]); isChinese(first) && isChinese(last) {
			continue // 两万一千: part of a numeral
		}
		b.WriteString(s[from:m[0]])
		b.WriteString(strings.Repeat("　", utf8.RuneCountInString(s[m[0]:m[1]])))
		from = m[1]
	}
	return b.String() + s[from:]
}

// filler are words around a number that say no more than the number does.
var filler = regexp.MustCompile(`(?:增加|增长|提高|上升|减少|下降|降低|压缩|压减|回落|升|降|增)[到至为]|整$|共计|一共|总共|合计|累计|净增加|净增|新增|目前|现有|现在|完成|实现|达到|总计|总数|数值|数量|本期|本月|今年|截至|报告|回复|答复|减少了?|下降了?|降低了?|已|达|共|为|是|有|了|计|的|数`)

// before are the words in front of a number that make it inexact.
var before = regexp.MustCompile(`(?:大约|大概|约莫|约为|约|将近|接近|近|不到|不足|未满|超过|超出|超|逾|突破|至少|最多|不少于|不低于|不超过|不高于|不多于|高于|低于|多于|少于|上|成|预计|预估|估计|大致|差不多|可能|约合|至多|好像|应该|暂定|快|好|≥|≤|>|<|~)[为是有达]?$`)

// noBefore are words that end like those and mean something else.
var noBefore = regexp.MustCompile(`(?:签约|合约|条约|履约|续约|解约|集约|公约|预约|违约|节约|制约|特约|最近|附近|邻近|就近|以上|线上|网上|马上|规上|五上|四上|晚上|早上|上上|完成|建成|形成|组成|达成|生成|促成|编成|良好|做好|办好|抓好|更好|加快|尽快|赶快)$`)

// after are the words behind a number, and behind its measure, that make it
// inexact.
var (
	after   = regexp.MustCompile(`^(?:多|余|来|几|好几|左右|上下|开外)`)
	noAfter = regexp.MustCompile(`^(?:多(?:元化|样|层次|方面|渠道|部门|种)|余(?:额|粮|款)|来(?:自|源|年|电|访|信|说|看|宾|到))`)
	behind  = regexp.MustCompile(`^(?:多|余)?(?:左右|上下|以上|以下|以内|之多|不等|开外|许|有余|出头|上下浮动|不到|\+|[?？]|[↑↓▲▼](?:$|[,。;)])|\((?:预计|估计|预估|暂估|暂定|约|大约|左右)\))|^(?:多|余)(?:$|[^元样层方渠部种额粮款])`)
)

// fell are the words that make the number behind them negative.
var fell = regexp.MustCompile(`(?:减少|下降|降低|下滑|回落|缩减|净减|净减少|亏损|流失|下跌|负增长|核减|调减|降幅|减幅|跌幅|(?:^|[^增加压])减|(?:^|[^升])降|跌|(?:^|[^至不缺])少了)(?:了|约|近|幅度?为?)?$`)

// than announces a change: what is said against another time.
var than = regexp.MustCompile(`(?:同比|环比|相比|(?:^|[^占])比(?:[^例重率值]|$)|较(?:去|上|同|年|前))[^,，。;；、]*$`)

// hasNone finds 一户都没有, 一起也未发生.
var hasNone = regexp.MustCompile(`^[\p{Han}]{0,4}?(?:都|也)?(?:没有|没|无|未)`)

// notOne finds 一户未增, which in prose counts nothing that is known.
var notOne = regexp.MustCompile(`^未(?:[^发出有见]|发展|出[^现])`)

// beside begins a clause whose number is said beside another: of another time, an
// aim, or a part of it.
var beside = regexp.MustCompile(`其中|含|另|还有|上月|上期|上年|上季|去年|同期|同比|环比|年初|目标|任务|计划|差`)

// partsOf begins a list of parts, which goes on behind its first: 其中新增2户、转企2户.
var partsOf = regexp.MustCompile(`其中[^。;()]*$|含[^,。;:()]*$`)

// corrects stands in brackets behind a number that no longer holds, or in the clause
// of the one that does.
var corrects = regexp.MustCompile(`更正|应[为是]|改[为成]|实[为是]|误`)

// ofThen stands in brackets behind a number of another time, or an aim.
var ofThen = regexp.MustCompile(`^\pL{0,3}\((?:上[期月年季]|去年|同期|年初|目标|任务|计划)\pL{0,4}\)`)

// asAim follows a number that is an aim: 5户的任务.
var asAim = regexp.MustCompile(`^\pL{0,3}?的?(?:目标|任务|计划)`)

// isNone finds what makes the 一 behind it none: 没有一户, 无一例外 apart.
var isNone = regexp.MustCompile(`(?:没有|没|无|未有)$`)

// nothing are the words that say 0 once more.
var nothing = regexp.MustCompile(`没有|没|无|未|都|也|发生`)

// reached ends before a level that is told after a change: 同比回落0.3个百分点至3.6%.
var reached = regexp.MustCompile(`(?:至|[^达]到)$`)

// fromTo finds the word that starts 由31户增加到35户.
var fromTo = regexp.MustCompile(`(?:由|从|自)[^,，。;；、]{0,8}$`)

// toward finds what leads to the second number of it.
var toward = regexp.MustCompile(`^[^,，。;；、\d]{0,12}?(?:到|至|为)[^,，。;；、\d]{0,4}$`)

// asUnit are what follows a number that is a day, a time or an ordinal.
var asUnit = regexp.MustCompile(`^(?:年|月|日|号|点钟|时(?:\d|$|[许整前后至到、,，。])|[:：]\d)`)

// letters folds a text to its letters and digits.
func letters(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, width.Fold.String(s))
}
