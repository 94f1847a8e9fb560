package figures

import "regexp"

// measured are words at the end of a name that say what is measured of a thing;
// people leave them out: 个体工商户9240户.
var measured = regexp.MustCompile(`(?:数量|总量|人数|总数|户数|家数|规模|余额|面积|比例|支出|用时|金额|覆盖率|率)$`)

// verbs are words of change that are part of a name and may stand apart from
// the rest of it: “五上”企业由31户增加到35户，净增4户.
var verbs = []string{"净增", "新增", "压减", "压缩", "减少", "增长", "下降"}

// otherWords are ends of names that people say in other words.
var otherWords = []struct {
	tail string
	said []string
}{
	{"种植面积", []string{"播种面积"}},
	{"办理用时", []string{"平均用时", "办理时间", "办理时长", "办结时间", "办结用时"}},
	{"执行进度", []string{"支出进度", "进度", "执行率"}},
}

// What stands before a number, in its clause, and makes it another one than the
// value now. now takes back what stands before it: 目标100人,已完成86人.
var (
	aims = regexp.MustCompile(`(?:力争|确保|计划|预计|争取|目标|任务数|任务指标|年度任务|全年任务|不得?(?:低于|少于|超过|高于)|调整[为至到]|控制在|压控在|打算|需求|应达|要求|缺口|需要?|差|距离?|拟|下一?步|明年|下年|下期|下月|围绕|对照|对标|紧盯|瞄准|锚定|承诺|规定|法定)(?:任务|数|值)?[为是]?|(?:未|没有?|不)能?(?:够|到|及|达到?|完成|实现|突破|超过)|(?:任务|预算)(?:数|安排|下达)?[为是]?$`)
	past = regexp.MustCompile(`去年|上年|上期|上月|上季|同期|同比|环比|基数|年初(?:[^以]|$)|月初|期初|以前|原来|原有|原报|误报|误写|此前|不是|并非|前[一二三]个?季度|[一二三1-3]季度|[四4]季度(?:[^末]|$)|上半年|相比|(?:^|[^占])比(?:[^例重率值]|$)|较(?:去|上|同|年|前)`)
	// ahead are those of the aims that speak of what is to come: 预计可达400人. Only
	// what is said to be so already takes them back.
	ahead = regexp.MustCompile(`力争|确保|计划|预计|争取|打算|拟|下一?步|明年|下年|下期|下月|要求|有望|[可将能望](?:达|突破|完成|实现|增|新增|净增)|^(?:如果?|若|假如|倘若)[^期今下]`)
	so    = regexp.MustCompile(`已|目前|现[有已]|实际|累计|今年`)
	// under is all that stands between the past and its number: 去年同期为.
	under = regexp.MustCompile(`^(?:同期|年?[末底])?(?:数|值)?[为是达]?$`)
	flow  = regexp.MustCompile(`新(?:发现|排查出?|识别|认定|纳入|出现)|新登记|新注册|新设立|新办|安置|脱贫|化解|消除|解决|整改|收回|新增|净增加?|净减少?|注销|吊销|迁入|迁出|变更|增加|减少|增长|下降|上升|提高|降低|回升|回落|压减|压缩|增支|减支|增收|减收|多支|少支|节约|节支|结余|[年月]增|[增减升降]$`)
	now   = regexp.MustCompile(`已|完成|实现|达到|达|现有|实际|累计|[增降减升高缩长少加提压扩涨跌]至|[增降减升高缩长少加提压扩涨跌]到|[点%]至|为`)
	// since says over which time a change counts as the value of an indicator of
	// change: 较上年压减16.3%.
	since = regexp.MustCompile(`(?:[比较与自从](?:上年|去年|年初|同期)|同比)[^,，]*$`)
	// compared ends with an earlier time that a later one is held against.
	compared = regexp.MustCompile(`(?:比|较|与|同|由|从|[过于]|相比)(?:去年|上年)?(?:同期|末)?\pL?$|[同环]比$`)
	// later is what says that a clause goes on to a time after an earlier one.
	later = regexp.MustCompile(`\d|目前|现[有为已在]|今年|本[年期月]|实际|截[至止]|[到至]`)
	// owner is all that may stand before the short form of a name in its clause: in
	// 走访中小微企业216户 the number counts visits.
	owner = regexp.MustCompile(`^(?:截[至止到]|目前|现在|至今|今年|全[区县市镇]|我[区县市局]|辖区|示范区|试验区|恒口|各[类种]|现有|共有|实有|已有|拥有|在册|在营|登记|总共|共|其中|企业|[有的内底末中含]|\d+[年月日]|\s)*$`)
	// served begins a clause whose numbers count whom something was done for.
	served = regexp.MustCompile(`^\pL{0,4}?(?:走访|帮扶|扶持|惠及|服务|支持|检查|组织|动员|指导|培训)|^(?:累计|共|已)?[为向给对]`)
	// aimed follows a number that is an aim: 5户的目标, 5户以内.
	aimed = regexp.MustCompile(`^\s*\pL{0,4}?的?(?:年度|全年)?(?:目标|任务|计划|要求|规定)|^[^,，。]{0,4}、[^,，。]{2,14}?[\d.]+[^\d,，。、]{1,3}的(?:目标|任务|计划|要求|规定)`)
	// gone follows a number that is no more: 213人已全部脱贫.
	gone = regexp.MustCompile(`^\s*\pL?[,，]?(?:已|均|全部|都|现已|目前)+[\pL\d]{0,8}?(?:脱贫|清零|安置|收回|化解|消除|退出|缴回|销号)`)
	// aimedFar follows a name behind whose number an aim is told: 净增5户“五上”企业的目标.
	aimedFar = regexp.MustCompile(`^[^,，。]{0,24}的?(?:目标|任务|计划|要求)`)
	// outdone is the clause of a number that has taken the place of an earlier one.
	outdone = regexp.MustCompile(`^(?:[月期年]末|目前|截至目前|现已?|又|随后)[^,，、]*[至到为]$`)
	// begins follows a number of which a stage before the one that counts is told:
	// 6000亩已全部开工.
	begins = regexp.MustCompile(`^\s*\pL?(?:项目)?(?:已|均|全部|都|现已|正在)+(?:开工|启动|立项|招标|在建|动工|进场)`)
	// closed finds a bracket with what stands in it.
	closed = regexp.MustCompile(`[(（][^(（)）]*[)）]`)
	// then stands in brackets behind a number of another time, or an aim: 338人（上年同期）.
	then = regexp.MustCompile(`^\s*\pL{0,2}\s*[(（](?:20\d\d年)?[^)）\d]{0,3}(?:上[期月年季]|去年|同期|年初|目标|任务数|计划)\pL{0,4}[)）]`)
	// dating stands in brackets behind a number and names its year: 338人（2025年）.
	dating = regexp.MustCompile(`^\s*\pL{0,2}\s*[(（]20\d\d年[^)）\d]*[)）]`)
	// per makes a number one of each of many: 人均1.2万元, 1.2万元/人.
	per    = regexp.MustCompile(`(?:[人户亩日月年]均|每一?[人户亩日月年天个])[为达约]?$`)
	perOne = regexp.MustCompile(`^\s*\pL{0,2}\s*(?:[/／]|每)[人户亩月天]`)
	// first is a number that something has grown from, where what it has grown to is
	// not told right behind it: 由12万元清零.
	first = regexp.MustCompile(`(?:由|从)(?:年初|上[年期月季]|去年|原来|最初)?(?:同期|末|底)?的?$`)
	// aside begins what a name is only the beginning of: 失业人员再就业培训3期120人.
	aside = regexp.MustCompile(`^(?:培训|招聘|补贴|补助|服务|指导|援助|宣传|政策|贷款|专场|意愿|意向|检查|走访|座谈)`)
	// narrow ends with what makes a name one of a part: 农村低保覆盖率, 恒口镇个体工商户.
	narrow = regexp.MustCompile(`(?:农村|城市|返乡|外出|本地|脱贫|跨省|[省市县]外|省内|\p{Han}{2}[镇乡村]|社区|街道|最[短长高低快慢])(?:的|共有|现有|有)?$`)
	// beyond ends before what is more than an aim: 超额完成12人.
	beyond = regexp.MustCompile(`超(?:额|目标|任务|计划)(?:完成|实现)?了?$`)
	// begun are stages before the one that counts: 已开工5800亩.
	begun = regexp.MustCompile(`开工|启动|在建|立项|申报|受理|待[批验审]|储备培育|意向|签订?约|发现`)
	// summed begins the sum of a list of which the name is the last item.
	summed = regexp.MustCompile(`^(?:共计|合计|总计|一共|总共|共)`)
	// standing says that a number is how many there are.
	standing = regexp.MustCompile(`^[,，、](?:目前|截至目前|现在|至此)?(?:现有|实有|总数|总量|总户数|累计有|达到|达|增至)(?:已?达|达到|为|共)?$`)
	// corrected follows a number that no longer holds: 11826户（更正为11982户）.
	corrected = regexp.MustCompile(`^\pL{0,3}\s*[(（,，][^)）]{0,6}(?:更正|应[为是]|改[为成]|实[为是]|有误|笔误)|^\pL{0,3}\s*[(（]已?(?:完工|建成|竣工|完成)\d`)
	// limit follows a number that is a limit, beside which actual says how much it is.
	limit = regexp.MustCompile(`^\pL{0,3}以[内下上]`)
	// levels ends before how much it is, behind one that is inexact: 突破12000户，达12156户.
	levels = regexp.MustCompile(`^[,，](?:实际|目前|现已?|已|总[数量])?(?:达到?|为)$`)
	actual = regexp.MustCompile(`实际|目前|现[为有]|已`)
	// years and months are those that a clause names.
	years  = regexp.MustCompile(`(20\d\d)年`)
	months = regexp.MustCompile(`(\d{1,2})月(?:份|(\d{1,2})日)?`)
	// wholeAims begin a line that is all of aims.
	wholeAims = regexp.MustCompile(`^(?:下一?步|下阶段|接下来)`)
	aimsFirst = regexp.MustCompile(`^(?:工作目标|目标任务|年度目标|全年目标|任务目标|目标)[:：]`)
	// total and part tell a yearly figure from one of the period.
	total = regexp.MustCompile(`累计|全年|年内|今年|本年|年初以来|目前|截[至止]|至今|(?:^|\D)1月?[-—–~至到]+\d+月`)
	part  = regexp.MustCompile(`本期|本月|当月|当期|上半月|下半月|本旬|本周|近期|下半年|^\pL*?\d{1,2}月份?$`)
	// link is all that may stand between the short form of a name and its number.
	link = regexp.MustCompile(`^(?:数量|总量|总数|人数|户数|人员|总体|共计|共有|共|总计|合计|累计|已|达到|达|为|有|是|现有|保持|稳定|在|完成|实现|(?:增长?|增加|上?升|提高|扩大|下?降|减少?|回落)[到至为]|:|：|\s|约|由|从|(?:年初|去年|上年|上期|上月|原来)(?:同期|末|底)?的?)*$`)
)

// goodHeads and badHeads are heads of columns that hold the value now, and that
// do not; yearHeads hold what has added up.
var (
	goodHeads = regexp.MustCompile(`更正|核[定实]|完成|实际|本期|累计|现状|数值|进展|结果|当前|本月|现值`)
	badHeads  = regexp.MustCompile(`原报|更正前|预计|预测|目标|任务|计划|上期|上年|上月|去年|同期|基数|序号|编号|时限|增幅|增长|同比|环比|完成率|进度|占比|比重|排名|得分|权重|差|是否|日期|时间`)
	yearHeads = regexp.MustCompile(`累计|全年|年内`)
	unitHeads = regexp.MustCompile(`^(?:计量|数量)?单位$`)
	// wordHeads hold sentences.
	wordHeads = regexp.MustCompile(`进展|情况|成效|举措`)
	whenHeads = regexp.MustCompile(`^(?:年份|年度|期|期次|报送期|期间|日期|时间|月份|统计期|报告期)$`)
)
