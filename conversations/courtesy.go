package conversations

import (
	"regexp"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/width"
)

// Courtesy is not content. Most of what people write to a colleague who reminds them
// is 收到 or 谢谢, and a bot that files such words puts "有进展。无。" into a report that
// goes up to the task force. So what is only courtesy, or a word like a command, is
// known for what it is, and each dialog answers it as a colleague would.

// Remark is what a short text says that is no content.
type Remark int

// What a text can say besides content. The higher one counts where two are said.
const (
	Content   Remark = iota // anything else
	Received                // 收到, 好的, 明白
	Greeting                // 您好, 在吗
	Thanks                  // 谢谢, 辛苦了
	Nothing                 // 无, 没有, 暂无
	Unchanged               // 无变化, 同上期
	Back                    // 返回, 上一步
	Cancel                  // 取消, 算了
	Begin                   // 填报, 继续
	Help                    // 帮助, 怎么填, ？？？
)

// remarks are the words, without the particles that stand around them.
var remarks = map[Remark][]string{
	Received: {"收到", "已收到", "好", "好的", "好滴", "好嘞", "行", "可以", "嗯", "嗯嗯", "哦", "明白", "明白了", "知道了", "知道", "已知悉", "知悉", "已阅", "了解",
		"没问题", "没事", "ok", "okay", "okk", "是", "是的", "对", "对的", "遵命", "照办", "抓紧", "抓紧办", "抓紧落实", "立即落实", "马上落实", "按要求办", "按要求落实", "阅", "悉", "已读", "稍等", "等一下", "等等", "在的",
		"收", "阅知", "已阅知", "得嘞", "妥", "妥了", "先这样", "先放着", "roger", "copy", "收道", "受到", "好得", "嗯呢", "抱拳", "强", "玫瑰", "握手", "合十", "微笑", "鼓掌", "马上办", "请放心", "放心",
		"报过了", "已经报过了", "报了", "已经报了", "完毕", "汇报完毕", "报告完毕", "以上"},
	Greeting: {"您好", "你好", "大家好", "在吗", "在不在", "有人吗", "早", "早安", "晚安", "哈喽", "嗨", "早上好", "上午好", "中午好", "下午好", "晚上好", "hello", "hi", "测试", "测试一下", "试一下", "试试", "test"},
	Thanks: {"谢", "费心", "费心了", "太感谢", "十分感谢", "万分感谢", "感恩", "才看到", "刚看到", "刚刚看到", "没看到", "没注意", "忘了", "忘记了", "谢谢", "谢谢您", "谢谢你", "多谢", "感谢", "非常感谢", "打扰了", "打扰", "辛苦", "辛苦了", "您辛苦了", "麻烦您", "麻烦了", "不好意思", "抱歉", "对不起",
		"不客气", "再见", "拜拜", "thanks", "thankyou"},
	Nothing: {"无", "没有", "没", "暂无", "暂时没有", "目前没有", "目前无", "还没有", "都没有", "没有了", "无数据", "暂无数据", "没有数据", "没数据", "没统计", "不清楚", "无此项", "无内容", "没有内容",
		"其他无", "其他没有", "无其他", "没有其他", "没有其他情况", "无其他情况"},
	Unchanged: {"无变化", "没变化", "没有变化", "无变动", "没有变动", "不变", "没变", "同上", "同上期", "同前", "和上期一样", "跟上期一样", "与上期一样", "与上期相同", "和上次一样", "跟上次一样", "同上次",
		"无变动情况", "无变化情况", "本期无变化", "本期无变动", "与上期一致", "和上期一致", "跟上期一致", "同上一期", "与上一期一致", "和上一期一样"},
	Back:   {"返回", "返回上一步", "返回上一级", "返回上级", "后退", "上一页", "回上一步", "上一步", "回去", "退回去", "back"},
	Cancel: {"取消填报", "退出填报", "取消上报", "不要了", "撤销", "放弃", "取消", "算了", "不填了", "不用了", "不报了", "退出", "停止", "撤回", "cancel", "stop"},
	Begin:  {"填写", "开始填写", "报数", "填报告", "去填报", "现在填", "我要填", "我来填", "我要上报", "填报", "开始填报", "我要填报", "填", "开始", "继续", "继续填", "继续填报", "报送", "上报", "我要报", "start"},
	Help: {"求助", "帮帮我", "帮我一下", "说明书", "使用说明", "操作说明", "教程", "操作手册", "帮助", "怎么填", "怎么报", "怎么用", "怎么弄", "怎么操作", "如何填报", "不会", "不会填", "不会用", "不会弄", "填错了", "发错了", "写错了", "报错了", "错了", "删掉", "撤回上一条", "删除上一条", "怎么改", "怎么修改", "怎么删", "不懂", "什么意思", "啥意思", "help",
		"发错群", "发错人", "发错地方", "换人", "已换人", "不是联络员", "不再是联络员", "不当联络员", "调走", "已调走", "不归我管", "不是我负责", "不负责这块", "不归我们管"},
}

// around are particles and forms of address that change nothing.
var around = []string{"的", "了", "呢", "吧", "啊", "呀", "哈", "哦", "噢", "嘞", "哒", "滴", "啦", "吗", "请", "我", "您", "你", "主任", "领导", "老师", "同志", "科长", "局长", "处长", "各位", "大家", "提醒", "关心", "支持", "我们", "专班", "办公室"}

// remarkWords are all of the words, the longest first, so that 没有变化 is not 没有.
var remarkWords = sortedRemarks()

type remarkWord struct {
	word   string
	remark Remark // -1 for what changes nothing
}

func sortedRemarks() []remarkWord {
	var out []remarkWord
	for r, words := range remarks {
		for _, w := range words {
			out = append(out, remarkWord{w, r})
		}
	}
	for _, w := range around {
		out = append(out, remarkWord{w, -1})
	}
	slices.SortFunc(out, func(a, b remarkWord) int {
		if n := len(b.word) - len(a.word); n != 0 {
			return n
		}
		return strings.Compare(a.word, b.word)
	})
	return out
}

// Reply is what a colleague would say to a courtesy, "" to anything else.
func Reply(r Remark) string {
	return map[Remark]string{Received: textFine, Greeting: textHello, Thanks: textWelcome}[r]
}

// asked finds questions to the bot: when something is due, what and where to write, what
// does not work, whom to ask. The whole text asks; 不知什么时候拨付资金 is a difficulty.
var asked = regexp.MustCompile(`^(?:请问|想?问一?下|麻烦问一?下|那个|这个|这份|这期|这次|本期|报告|材料|数据|我们|我|今天|到底|最后|一般)*(?:` +
	`(?:截止时间|截止日期|时限|最晚|最迟)?是?(?:什么时候|啥时候|什么时间|几号|几点|哪天)(?:之前|以前|前)?(?:要|得|就|需要|必须|才|算)*(?:截止|到期|交|报|上报|报送|填|填完|完成|提交|报完)(?:材料|报告|数据)?` +
	`|(?:截止时间|截止日期|时限)是?(?:什么时候|啥时候|什么时间|几号|几点|哪天|多少)?` +
	`|(?:要|需要|得|该|应该)*(?:报|填|写|交)(?:什么|啥|哪些|些什么)(?:内容|材料|东西)?` +
	`|(?:要|该)?[在去到从]?(?:哪里|哪儿|哪)(?:填报|填|报|写|提交|交|看|找|点)|(?:填|发|写|报|选)?错?了?(?:怎么|咋|如何|怎样)(?:填报|填写|填|上报|报送|报|写|提交|交|操作|使用|用|弄|修改|改|撤回|撤销|删除|删|发|点|进|登录|办)(?:才对|才好)?` +
	`|(?:还|再)?(?:能不能|能|可以|可否|能否|可不可以)(?:再|还)?(?:补报|补交|报|交|改|修改|更正|撤回|撤销|删除|提交|填|教一?下)(?:一下)?[吗么嘛]` +
	`|(?:链接|按钮|文件|表格|附件|网页|手机)?(?:打不开|点不开|点不了|点不动|按不了|发不出去|发不了|传不上去|没反应)` +
	`|(?:能不能|可不可以|可以|可否|能否|能|申请|请求|希望|恳请|想)(?:再)?(?:申请)?(?:延期|延后|延长|延|推迟|宽限|缓交|缓报|晚一?点|晚一?些|晚几?[一两]?天)(?:[到至]\p{Han}{1,5})?(?:再?[报交填]|几天|[一两]天|一下)*` +
	`|(?:该)?(?:找谁|问谁|联系谁)|谁负责|(?:办公室|联系)?电话是?多少|(?:办公室|联系)电话` +
	`)(?:的|了|呢|吧|啊|呀|吗|嘛|为止)*$`)

// said are sentences of courtesy that are told by how they are made, in the order in which
// they are tried: 本期没有其他情况, 跟之前一样, 坚决落实, 先不填了.
var said = []struct {
	re     *regexp.Regexp
	remark Remark
}{
	{regexp.MustCompile(`^没问题(?:` + particles + `)*$`), Received},
	{regexp.MustCompile(`^[嗯恩哦噢喔呃额啊]+$`), Received},
	{regexp.MustCompile(`^(?:` + whoWhen + `)*(?:不变|没变|没动|持平|照旧|变化不大|差不多|老样子|(?:无|没有?|没什么|没有什么|没啥)(?:任何|大的?|太大的?|明显的?|新的?)*(?:变化|变动|变更|更新|进展|动静))(?:` + particles + `)*$`), Unchanged},
	{regexp.MustCompile(`^(?:` + whoWhen + `)*(?:(?:同|照|和|与|跟|按)` + before + `(?:(?:完全|基本)?` + alike + `)?|` + before + `(?:完全|基本)?` + alike + `)(?:` + particles + `)*$`), Unchanged},
	{regexp.MustCompile(`^(?:` + whoWhen + `)*(?:无|没有|暂无|未有|没什么|没啥|没)(?:任何|什么|啥|其[他它]|别的|特殊|相关|此类|这类|此项|这项|报送|上报|需要|的)*(?:情况|内容|数据|困难|问题|异常|事项|需求|建议|意见|报的|可报的)?(?:` + particles + `)*$`), Nothing},
	{regexp.MustCompile(`^(?:` + whoWhen + `)*(?:不涉及|不存在|无需报送|不需要报送?|nil|none|na)(?:` + particles + `)*$`), Nothing},
	{regexp.MustCompile(`^(?:收到|好的?|明白)*(?:我们?|我局|我单位|一定|坚决|认真|严格|立即|马上|立刻|遵照|按照?|要求|会|将|抓好|抓紧|坚持)+(?:落实|执行|照办|办理|办|贯彻|抓落实)+(?:` + particles + `)*$`), Received},
	{regexp.MustCompile(`^(?:我|先|暂时|暂|今天|就)*不[填报弄写要](?:` + particles + `|写|报)*$`), Cancel},
	{regexp.MustCompile(`^(?:新年|元旦|春节|中秋|端午|国庆|五一|节日|周末|假期)(?:快乐|愉快|好)(?:` + particles + `)*$`), Greeting},
	{regexp.MustCompile(`^(?:各位|尊敬的)?(?:` + address + `)+(?:们|您|你|早上|上午|中午|下午|晚上|新年|节日)*好(?:` + particles + `)*$`), Greeting},
	{regexp.MustCompile(`^(?:忘了|忘记|不知道?|看|弄|搞|还是|太|真|实在|有点)*(?:不懂|不会|不太会|不太懂|不明白|没看懂|没弄懂|没明白|怎么填|怎么报|不会操作)(?:` + particles + `)*$`), Help},
}

// whoWhen is who says it, of when, and how much of it; before and alike are how it was
// the last time; particles end what is said.
const (
	whoWhen   = `我们|我局|我委|我办|我单位|本单位|单位|我|本期|本月|这期|这次|目前|现在|当前|今天|暂时|暂|基本上?|确实|还是|还|仍|都|也|均|工作|情况|数据`
	before    = `(?:上一?期|上次|上月|上半月|之前|以前|前期|前面)(?:的|报的|情况|数据)*`
	alike     = `(?:一样|相同|一致|持平|差不多|没变|不变|无变化)`
	particles = `的|了|呢|吧|啊|呀|哈|哦|啦|吗|嘛|谢谢`
	address   = `[` + surnames + `]?(?:主任|局长|科长|处长|书记|县长|区长|镇长|部长|组长|所长|站长|老师|领导|同志|秘书长)`
	surnames  = `王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑韩唐冯于董程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙段雷钱汤尹黎易常武乔贺赖龚文`
)

// named finds a form of address with a name, which changes nothing: 谢谢王主任.
var named = regexp.MustCompile(address)

// longestRemark is how many characters a text of courtesy has at most.
const longestRemark = 20

// Remarked says what a text is when it is no content, [Content] when it is. Every
// character must belong to words of courtesy: 收到，谢谢主任 does, 收到资金3万元 does not.
func Remarked(text string) Remark {
	s := strings.ToLower(width.Narrow.String(text))
	asks := strings.ContainsAny(s, "?")
	if s != "" && strings.Trim(s, "/\\-–— ") == "" {
		return Nothing // a stroke through the cell
	}
	s = strings.Map(func(r rune) rune {
		if unicode.IsPunct(r) || unicode.IsSpace(r) || unicode.IsSymbol(r) || unicode.IsMark(r) || r == 0x200d {
			return -1
		}
		return r
	}, s)
	switch n := len([]rune(s)); {
	case n > longestRemark:
		return Content
	case n == 0 && asks:
		return Help
	case n == 0: // only marks and pictures: 👍
		return Received
	}
	if asked.MatchString(s) {
		return Help
	}
	for _, x := range said {
		if x.re.MatchString(s) {
			return x.remark
		}
	}
	if r := worded(s); r != Content {
		return r
	}
	rest := named.ReplaceAllString(s, "")
	if rest == "" {
		return Greeting
	}
	return worded(rest)
}

// OfWork reports whether what [Remarked] calls nothing, or unchanged, speaks of the work
// and of no number; OfTrouble, whether of its difficulties: 没有困难 is not 同上期.
func OfWork(text string) bool    { return OfTrouble(text) || ofWork.MatchString(text) }
func OfTrouble(text string) bool { return ofTrouble.MatchString(text) }

var (
	ofWork    = regexp.MustCompile(`进展|动静|情况|需求|报送|存在|涉及`)
	ofTrouble = regexp.MustCompile(`困难|问题|建议|意见|异常`)
)

// worded reads a text of which every character belongs to words of courtesy.
func worded(s string) Remark {
	said := Remark(-1)
	for s != "" {
		i := slices.IndexFunc(remarkWords, func(w remarkWord) bool { return strings.HasPrefix(s, w.word) })
		if i < 0 {
			return Content
		}
		s = s[len(remarkWords[i].word):]
		said = max(said, remarkWords[i].remark)
	}
	if said < 0 {
		return Content
	}
	return said
}
