package docx_test

import (
	"archive/zip"
	"bytes"
	"fmt"
	"time"

	"liubao/plan"
	"liubao/reports"
	"liubao/reports/docx"
)

// A document is built block by block and rendered to the bytes of a .docx; the
// same document always gives the same bytes.
func ExampleRender() {
	data, err := docx.Render(docx.Doc{
		Title:     "关于低温天气农作物防护情况的报告",
		Addressee: []string{"区农业农村局"},
		Blocks: []docx.Block{
			docx.Heading{Level: 1, Text: "总体情况"},
			docx.Para{Text: "已覆盖大棚120座,未发现冻害。"},
			docx.Table{Head: []string{"镇", "大棚"}, Widths: []int{1, 1}, Rows: [][]string{{"甲镇", "70座"}, {"乙镇", "50座"}}},
		},
		Signature: "甲县农技站",
		Date:      plan.Date{Year: 2027, Month: time.January, Day: 8},
	}, docx.Common)
	if err != nil {
		fmt.Println(err)
		return
	}
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, f := range z.File[:5] {
		fmt.Println(f.Name)
	}
	// Output:
	// [Content_Types].xml
	// _rels/.rels
	// docProps/core.xml
	// docProps/app.xml
	// word/document.xml
}

// A bulletin counts from where the reports stand; with names hidden it says no more.
func ExampleBulletin() {
	p, err := plan.Default()
	if err != nil {
		fmt.Println(err)
		return
	}
	d, err := docx.Bulletin(docx.BulletinInput{Plan: p, HideNames: true,
		Period:  plan.Period{From: plan.Date{Year: 2026, Month: 12, Day: 1}, Nominal: plan.Date{Year: 2026, Month: 12, Day: 15}},
		Owed:    []reports.Owed{{Stand: reports.OnTime}, {Stand: reports.Late}, {Stand: reports.Missing}, {Stand: reports.Excused}},
		Demands: []string{"按时报送。", "数据真实。"}})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(d.Title, d.Subtitle)
	for _, b := range d.Blocks {
		if x, ok := b.(docx.Para); ok {
			fmt.Println(x.Text)
		}
	}
	// Output:
	// 关于落实“六保”任务工作报送情况的通报 （2026年12月1日至15日）
	// 现将2026年12月1日至15日落实“六保”任务工作报送情况通报如下。
	// 应报3个领域，按时报送1个，迟报1个，未报1个，免报1个。
	// 1.按时报送。
	// 2.数据真实。
	// 特此通报。
}
