package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"time"

	"liubao/internal/app/stage"
	"liubao/plan"
	"liubao/sandbox"
)

// Roles as the invitation's buttons name them.
const (
	roleContact   = "联络员"
	roleHead      = "单位负责人"
	roleLeader    = "专班领导"
	roleInspector = "督查员"
)

// The director at the beginning, and who replaces them.
const (
	chief = "吴刚"
	next  = "郑华"
)

// inspector is who asks what needs a visit, and leader who hears last of what is late.
const (
	inspector = "周平"
	leader    = "孙立"
)

// post is who does what in a unit, "" for the task force itself, from a time on and
// up to one.
type post struct {
	who, unit, role string
	from, until     time.Time // until is zero for who stays
}

// first are the posts at the beginning; 应急和市场监管局 has no head.
var first = []post{
	{who: "王芳", unit: "dangqun", role: roleContact}, {who: "李强", unit: "sheguan", role: roleContact}, {who: "张敏", unit: "yingji", role: roleContact}, {who: "刘洋", unit: "jingfa", role: roleContact},
	{who: "陈静", unit: "caizheng", role: roleContact}, {who: "赵国庆", unit: "caizheng", role: roleHead}, {who: "钱伟", unit: "sheguan", role: roleHead}, {who: "何静", unit: "dangqun", role: roleHead}, {who: "马超", unit: "jingfa", role: roleHead}, {who: leader, role: roleLeader}, {who: inspector, role: roleInspector},
}

// contact is who reports for a unit now.
func (y *year) contact(unit string) string { return y.holder(unit, roleContact) }

// holder is who has a role in a unit now, "" for nobody.
func (y *year) holder(unit, role string) string {
	for _, p := range slices.Backward(y.posts) {
		if p.unit == unit && p.role == role {
			return p.who
		}
	}
	return ""
}

// actor is a person, with a phone.
func (y *year) actor(name string) *stage.Actor {
	if y.cast[name] == nil {
		y.cast[name] = stage.Join(y.site, int64(len(y.cast)), name)
	}
	return y.cast[name]
}

// gather lets the director claim the office and invite everybody.
func (y *year) gather(ctx context.Context) error {
	y.boss = chief
	if err := y.claimed(ctx, chief); err != nil {
		return err
	}
	if err := y.bind(ctx); err != nil {
		return err
	}
	for _, p := range first {
		if err := y.invite(ctx, p); err != nil {
			return err
		}
	}
	boss := y.actor(y.boss)
	return errors.Join(boss.Says(ctx, "/settings"), boss.Taps(ctx, "打开 督查整改"),
		boss.Says(ctx, "/dates"), boss.Taps(ctx, "保基层运转情况月报…"), boss.Says(ctx, fmt.Sprintf("每月%d日", monthly)), boss.Taps(ctx, "对，就这样"))
}

// claimed lets somebody become director by the operator's link.
func (y *year) claimed(ctx context.Context, who string) error {
	text, err := os.ReadFile(filepath.Join(y.dir, "claim.txt"))
	if err != nil {
		return err
	}
	return y.actor(who).Opens(ctx, stage.Payload(string(text)))
}

// bind makes a group the task force's.
func (y *year) bind(ctx context.Context) (err error) {
	owner := y.actor(y.boss).Person
	if y.group, err = y.tg.AddGroup("专班群", sandbox.Supergroup, owner); err != nil {
		return err
	}
	y.group.AddBot(owner)
	_, err = owner.Send(y.group.ID(), "/bind@"+y.tg.Bot().Username)
	return errors.Join(err, y.Settle(ctx))
}

func (y *year) invite(ctx context.Context, p post) error {
	boss := y.actor(y.boss)
	unit := "专班"
	if p.unit != "" {
		unit = unitName(p.unit, plan.DateOf(y.now()))
	}
	if err := errors.Join(boss.Says(ctx, "/invite"), boss.Taps(ctx, unit, p.role)); err != nil {
		return err
	}
	p.from = y.now()
	y.posts = append(y.posts, p)
	return y.actor(p.who).Opens(ctx, stage.Payload(boss.Newest()))
}

// show prints a person's chat.
func (y *year) show(who string) {
	if y.cast[who] == nil {
		return
	}
	a := y.actor(who)
	for _, m := range y.tg.Messages(a.ID(), a.ID()) {
		from := "<"
		if !m.FromBot {
			from = ">"
		}
		fmt.Fprintf(y.o.out, "%s %s %s\n", m.At.Format("2006-01-02 15:04:05"), from, m.Text+m.Caption)
	}
}
