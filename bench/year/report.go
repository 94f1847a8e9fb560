package main

import (
	"fmt"
	"strings"

	"liubao/plan"
	"liubao/reports"
	"liubao/storage"
)

// report lets a contact report until the area's report of the period is in: what
// is owed from before comes first.
func (y *year) report(who string, of plan.Period, a plan.Area) error {
	for range 6 {
		if err := y.reportOne(who, a); err != nil {
			return err
		}
		in := false
		if err := y.o.Engine.View(y.ctx, func(r storage.Reader) (err error) {
			_, in, err = storage.Brief(r, reports.Key{Period: of.ID, Duty: of.Duty, Subject: a.ID})
			return err
		}); err != nil || in {
			return err
		}
	}
	return fmt.Errorf("%s reports six times and never on the area; the newest message is:\n%s", who, y.actor(who).Newest())
}

// reportOne does so the way people do: whatever button says that nothing changed,
// a number where one is asked, words where words are.
func (y *year) reportOne(who string, a plan.Area) error {
	c := y.actor(who)
	if err := c.Says(y.ctx, "/report"); err != nil {
		return err
	}
	if c.OnNewest("填报 " + a.Name + "…") {
		if err := c.Taps(y.ctx, "填报 "+a.Name+"…"); err != nil {
			return err
		}
	} else if !strings.Contains(c.Newest(), a.Name) && c.OnNewest("→ "+a.Name+"…") {
		if err := c.Taps(y.ctx, "→ "+a.Name+"…"); err != nil {
			return err
		}
	}
	said := ""
	for range 60 {
		card := c.Newest()
		if strings.Contains(card, "供打印、签字、存档") || strings.Contains(card, "已提交") && !c.OnNewest("提交") {
			return nil
		}
		if card == said {
			return fmt.Errorf("%s is stuck at:\n%s", who, card)
		}
		said = card
		if err := y.answer(who, card); err != nil {
			return err
		}
	}
	return fmt.Errorf("%s does not come to an end; the newest message is:\n%s", who, c.Newest())
}

// taps are the buttons that go on, the one to press first.
var taps = []string{"提交", "全部同上期", "其余指标无变化", "开始填报", "是，就是…", "同上期", "无变化", "是", "跳过"}

func (y *year) answer(who, card string) error {
	c := y.actor(who)
	for _, label := range taps {
		if c.OnNewest(label) {
			return c.Taps(y.ctx, label)
		}
	}
	switch {
	case strings.Contains(card, "请发一个数"):
		return c.Says(y.ctx, "0")
	case strings.Contains(card, "下步打算"):
		return c.Says(y.ctx, "继续推进。")
	}
	return c.Says(y.ctx, "按方案推进，无新增困难。")
}
