package roster

import (
	"bytes"
	"fmt"
	"image"
	_ "image/jpeg"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"github.com/xuri/excelize/v2"

	"liubao/plan"
	"liubao/reports"
	"liubao/reports/docx"
	"liubao/reports/intake"
)

func shipped(t testing.TB) *plan.Plan {
	t.Helper()
	p, err := plan.Default()
	require.NoError(t, err)
	return p
}

// told writes a roster as a text, for comparison.
func told(r Roster) string {
	var b strings.Builder
	for _, e := range r.People {
		fmt.Fprintf(&b, "%d %s %s %s\n", e.Line, e.Unit, e.Name, e.Role)
	}
	for _, p := range r.Problems {
		fmt.Fprintf(&b, "! %d %s (%s) %v\n", p.Line, p.Row, p.Why, p.Near)
	}
	return b.String()
}

func TestPasted(t *testing.T) {
	p := shipped(t)
	for _, c := range []struct{ name, in, want string }{
		{"with a heading, by tabs", "单位\t姓名\t身份\n财政局\t演示甲\t联络员\n党群局\t演示乙\t负责人", "2 caizheng 演示甲 contact\n3 dangqun 演示乙 head\n"},
		{"other order, other words", "序号,姓名,所在单位,岗位,电话\n1,演示甲,财政局,B岗,0915-0000000", "2 caizheng 演示甲 deputy\n"},
		{"without a heading", "六保专班联络员名单\n财政局 演示甲 联络员\n1、党群局、演示乙", "2 caizheng 演示甲 contact\n3 dangqun 演示乙 contact\n"},
		{"a unit for several", "单位 姓名 身份\n财政局 演示甲 联络员\n\t演示乙\tAB岗", "2 caizheng 演示甲 contact\n3 caizheng 演示乙 deputy\n"},
		{"an alias", "卫健委 演示甲", "1 weijian 演示甲 contact\n"},
		{"a unit that is none", "财政 演示甲 联络员", "! 1 财政 演示甲 联络员 (unknown-unit) [财政局]\n"},
		{"a role that is none", "单位 姓名 身份\n财政局 演示甲 司机", "! 2 财政局 演示甲 司机 (unknown-role) []\n"},
		{"nobody", "财政局 联络员", "! 1 财政局 联络员 (no-name) []\n"},
		{"twice", "财政局 演示甲\n财政局 演示甲", "1 caizheng 演示甲 contact\n! 2 财政局 演示甲 (twice) []\n"},
		{"one person, two roles", "财政局 演示甲 联络员\n财政局 演示甲 负责人", "1 caizheng 演示甲 contact\n2 caizheng 演示甲 head\n"},
		{"several on a line", "财政局 演示甲 联络员；财政局 演示乙 单位负责人；住建局 演示丙", "1 caizheng 演示甲 contact\n1 caizheng 演示乙 head\n1 zhujian 演示丙 contact\n"},
		{"several of a unit on a line", "财政局：演示甲（联络员）、演示乙（负责人）", "1 caizheng 演示甲 contact\n1 caizheng 演示乙 head\n"},
		{"roles in front of names", "财政局 联络员 演示甲 负责人 演示乙", "1 caizheng 演示甲 contact\n1 caizheng 演示乙 head\n"},
		{"names in front of units", "演示甲 财政局 联络员，演示乙 党群局 负责人", "1 caizheng 演示甲 contact\n1 dangqun 演示乙 head\n"},
		{"a role in two words, and a remark", "财政局 演示甲 AB岗 联络员 综合科", "1 caizheng 演示甲 deputy\n"},
		{"a unit with brackets", "示范区(试验区)财政局 演示甲(B岗)", "1 caizheng 演示甲 deputy\n"},
		{"two names of a unit", "财政局：演示甲、演示乙", "1 caizheng 演示甲 contact\n1 caizheng 演示乙 contact\n"},
		{"two names and a role", "财政局 演示甲 演示乙 AB岗", "1 caizheng 演示甲 deputy\n1 caizheng 演示乙 deputy\n"},
		{"two names in a cell", "单位\t姓名\t身份\n财政局\t演示甲、演示乙\t联络员", "2 caizheng 演示甲 contact\n2 caizheng 演示乙 contact\n"},
		{"a name that is padded", "财政局 甲 乙 联络员\n党群局 甲　丙", "1 caizheng 甲乙 contact\n2 dangqun 甲丙 contact\n"},
		{"a padded name in a cell", "单位\t姓名\n财政局\t甲　乙", "2 caizheng 甲乙 contact\n"},
		{"what somebody does", "财政局 演示甲 办公室副主任科员 科长 联络员", "1 caizheng 演示甲 contact\n"},
		{"a role without a unit", "演示甲 联络员", "! 1 演示甲 联络员 (no-unit) []\n"},
	} {
		t.Run(c.name, func(t *testing.T) {
			assert.Equal(t, c.want, told(Read(p, intake.Paste(c.in, intake.Limits{}))))
		})
	}
}

// TestSheet reads what Excel saves, a merged unit included.
func TestSheet(t *testing.T) {
	f := excelize.NewFile()
	for i, row := range [][]string{{"六保专班联络员名单"}, {"序号", "单位", "姓名", "身份"}, {"1", "财政局", "演示甲", "联络员"}, {"2", "", "演示乙", "AB岗"}, {"3", "教体局", "演示丙", ""}} {
		for j, v := range row {
			cell, err := excelize.CoordinatesToCellName(j+1, i+1)
			require.NoError(t, err)
			if v != "" {
				require.NoError(t, f.SetCellValue("Sheet1", cell, v))
			}
		}
	}
	require.NoError(t, f.MergeCell("Sheet1", "B3", "B4"))
	var buf bytes.Buffer
	require.NoError(t, f.Write(&buf))
	doc, err := intake.Read("名单.xlsx", buf.Bytes(), intake.Limits{})
	require.NoError(t, err)
	assert.Equal(t, "3 caizheng 演示甲 contact\n4 caizheng 演示乙 deputy\n5 jiaoti 演示丙 contact\n", told(Read(shipped(t), doc)))
}

// TestPage: the page has a code for each person, and every code's dots are the link's.
func TestPage(t *testing.T) {
	p := shipped(t)
	link := "https://t.me/liubao_bot?start=abcdefghijklmnopqrstuvwxyz"
	doc, err := Page(p, []reports.Ticket{
		{Unit: "caizheng", Name: "演示甲", Role: reports.Contact, Link: link},
		{Unit: "dangqun", Name: "演示乙", Role: reports.Head, Link: link + "2"},
		{Unit: "caizheng", Name: "演示丙", Role: reports.Deputy, Link: link + "3"},
	}, "12月8日（周二）09:00")
	require.NoError(t, err)
	var captions []string
	for _, b := range doc.Blocks {
		if photos, ok := b.(docx.Photos); ok {
			for _, x := range photos.Items {
				captions = append(captions, x.Caption)
				img, _, err := image.Decode(bytes.NewReader(x.Picture.JPEG))
				require.NoError(t, err)
				dark := 0
				for y := range side {
					for xx := range side {
						if r, _, _, _ := img.At(xx, y).RGBA(); r < 0x8000 {
							dark++
						}
					}
				}
				share := float64(dark) / side / side
				assert.True(t, share > 0.3 && share < 0.6, "%s: %.2f of the code is dark", x.Caption, share)
			}
		}
	}
	assert.Equal(t, []string{"党群局 演示乙\n单位负责人", "财政局 演示甲\n联络员", "财政局 演示丙\nAB岗联络员"}, captions)
	data, err := docx.Render(doc, docx.Official)
	require.NoError(t, err)
	assert.True(t, bytes.HasPrefix(data, []byte("PK")))
}

// FuzzRead: whatever is pasted, everybody who comes out has a unit of the plan and a name.
func FuzzRead(f *testing.F) {
	p, err := plan.Default()
	require.NoError(f, err)
	f.Add("单位\t姓名\t身份\n财政局\t演示甲\t联络员")
	f.Add("财政局、演示甲，AB岗\n\n1 2 3")
	f.Fuzz(func(t *testing.T, text string) {
		r := Read(p, intake.Paste(text, intake.Limits{}))
		for _, e := range r.People {
			_, ok := p.Unit(e.Unit)
			require.True(t, ok)
			require.NotEmpty(t, e.Name)
			require.NotEmpty(t, e.Role.Label())
		}
	})
}
