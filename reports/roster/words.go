package roster

import (
	"regexp"
	"strings"

	"liubao/reports"
)

// field is a column of a roster.
type field int

const (
	unitField field = iota
	nameField
	roleField
)

// columns are what the columns are called.
var columns = map[string]field{
	"单位": unitField, "单位名称": unitField, "部门": unitField, "责任单位": unitField, "牵头单位": unitField, "所在单位": unitField, "工作单位": unitField,
	"姓名": nameField, "名字": nameField, "人员": nameField, "联系人": nameField,
	"身份": roleField, "角色": roleField, "岗位": roleField, "职责": roleField, "专班职务": roleField,
}

// headings returns which column is which, nil for a row that does not say.
func headings(cells []string) map[field]int {
	out := map[field]int{}
	for i, c := range cells {
		if f, ok := columns[strings.ReplaceAll(c, " ", "")]; ok {
			if _, twice := out[f]; !twice {
				out[f] = i
			}
		}
	}
	_, unit := out[unitField]
	_, name := out[nameField]
	if !unit || !name {
		return nil
	}
	return out
}

// number is a serial number or a telephone number, which the bot does not want.
var number = regexp.MustCompile(`^[0-9０-９()（）+.\- ]+$`)

// A name of two characters is often padded to three, and one behind another is a
// name unless it says what somebody does (科员, 副局长, 党政办).
var (
	single   = regexp.MustCompile(`^\p{Han}$`)
	spaced   = regexp.MustCompile(`^\p{Han}[ 　]+\p{Han}$`)
	nameLike = regexp.MustCompile(`^\p{Han}{2,4}$`)
	office   = regexp.MustCompile(`[长员任科室处部股组办局委记管师人级]$|^(兼|代|备注|手机|电话|男|女)`)
)

// roles are the words for what somebody is to the task force.
var roles = map[string]reports.Role{
	"": reports.Contact, "联络员": reports.Contact, "联系人": reports.Contact, "经办人": reports.Contact, "A岗": reports.Contact, "a岗": reports.Contact,
	"AB岗联络员": reports.Deputy, "AB岗": reports.Deputy, "B岗": reports.Deputy, "b岗": reports.Deputy, "备岗": reports.Deputy, "副联络员": reports.Deputy,
	"单位负责人": reports.Head, "负责人": reports.Head, "主要负责人": reports.Head, "局长": reports.Head, "分管领导": reports.Head, "分管负责人": reports.Head,
	"专班领导": reports.Leader, "组长": reports.Leader, "副组长": reports.Leader,
	"督查员": reports.Inspector, "督查": reports.Inspector, "考核员": reports.Assessor, "考核": reports.Assessor,
	"办公室副主任": reports.DeputyDir,
}

func roleOf(word string) (reports.Role, bool) {
	r, ok := roles[strings.ReplaceAll(word, " ", "")]
	return r, ok
}

// The words of the printed page.
const (
	textTitle    = "%s\n加入二维码"
	textHow      = "请用手机 Telegram 扫描本人的二维码，打开后点“开始”。每个二维码只能用一次，%s前有效，请勿转给他人。"
	textCaption  = "%s %s\n%s"
	textTearNote = "请按人裁开，当面交给本人。"
)
