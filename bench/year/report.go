package main

import (
	"context"
	"errors"
	"fmt"
	"strings"
)

// report lets a unit's contact report: what is theirs is opened as a person finds it.
func (y *year) report(ctx context.Context, o *owed) error {
	who := y.contact(o.unit)
	if err := y.open(ctx, who, o); err != nil {
		return err
	}
	if err := y.fill(ctx, who, o); err != nil {
		return err
	}
	return errors.Join(y.sign(ctx, o), y.review(ctx, o))
}

// sign lets the head of the unit approve what was submitted, where it has one.
func (y *year) sign(ctx context.Context, o *owed) error {
	if head := y.holder(o.unit, roleHead); head != "" && y.actor(head).OnNewest("同意报送") {
		return y.actor(head).Taps(ctx, "同意报送")
	}
	return nil
}

// open opens a report from what /report shows.
func (y *year) open(ctx context.Context, who string, o *owed) error {
	c := y.actor(who)
	if err := c.Says(ctx, "/report"); err != nil {
		return err
	}
	label := o.label(y.now())
	named := strings.TrimSpace("填报 " + o.name + " " + label)
	for _, button := range []string{named, named + "…", "→ " + o.name + "…"} {
		if isCard(c.Newest(), o, label) {
			return nil
		}
		if c.OnNewest(button) {
			if err := c.Taps(ctx, button); err != nil {
				return err
			}
		}
	}
	if !isCard(c.Newest(), o, label) {
		return fmt.Errorf("%s cannot open %s %s; the newest message is:\n%s", who, o.name, label, c.Newest())
	}
	return nil
}

// isCard reports whether a message is the card of a report: it names the area or duty,
// and the period.
func isCard(text string, o *owed, label string) bool {
	head, rest, _ := strings.Cut(text, "\n")
	when, _, _ := strings.Cut(rest, "\n")
	named := strings.HasPrefix(head, o.name+" · ") || o.duty != progress && strings.HasSuffix(head, " · "+o.name)
	return named && (strings.HasPrefix(when, label+"，") || o.duty == once) // that has no period
}

// fill answers as people do: whatever button says that nothing changed, a number where
// one is asked, words where words are.
func (y *year) fill(ctx context.Context, who string, o *owed) error {
	c := y.actor(who)
	said := ""
	for range 60 {
		card := c.Newest()
		if strings.Contains(card, "供打印、签字、存档") || strings.Contains(card, "已提交") && !c.OnNewest("提交") {
			o.in = y.now()
			return nil
		}
		if card == said {
			return fmt.Errorf("%s is stuck at:\n%s", who, card)
		}
		said = card
		if err := y.answer(ctx, who, card); err != nil {
			return err
		}
	}
	return fmt.Errorf("%s does not come to an end; the newest message is:\n%s", who, c.Newest())
}

// taps are the buttons that go on, the one to press first.
var taps = []string{"提交", "全部同上期", "其余指标无变化", "开始填报", "是，就是…", "同上期", "无变化", "是", "跳过"}

func (y *year) answer(ctx context.Context, who, card string) error {
	c := y.actor(who)
	for _, label := range taps {
		if c.OnNewest(label) {
			return c.Taps(ctx, label)
		}
	}
	switch {
	case strings.Contains(card, "请发一个数"):
		return c.Says(ctx, "0")
	case strings.Contains(card, "下步打算"):
		return c.Says(ctx, "继续推进。")
	}
	return c.Says(ctx, "按方案推进，无新增困难。")
}

// file lets the director note that the summary went to those above.
func (y *year) file(ctx context.Context, o *owed) error {
	boss := y.actor(y.boss)
	if err := boss.Says(ctx, "/report"); err != nil {
		return err
	}
	if label := "填报 " + o.name + " " + o.label(y.now()) + "…"; boss.OnNewest(label) {
		if err := boss.Taps(ctx, label); err != nil {
			return err
		}
	}
	if err := boss.Taps(ctx, "已报送"); err != nil {
		return err
	}
	o.in = y.now()
	return nil
}
