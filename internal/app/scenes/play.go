package scenes

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"liubao/internal/app/stage"
	"liubao/plan"
	"liubao/sandbox"
	"liubao/schedules"
	"liubao/storage/bolt"
)

// Play lives through a half-month of the shipped plan with a bbolt file in dir
// and prints the conversation to w, all of it or an excerpt. It returns an
// error unless everything ended as it should.
func Play(ctx context.Context, dir string, w io.Writer, all bool) (err error) {
	engine, err := bolt.Open(filepath.Join(dir, "liubao.db"), bolt.Options{})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, engine.Close()) }()
	p, err := Plan(december)
	if err != nil {
		return err
	}
	if !all {
		short := newExcerpt(w, p)
		defer func() { err = errors.Join(err, short.flush()) }()
		w = short
	}
	loc, err := time.LoadLocation(p.Zone)
	if err != nil {
		return err
	}
	o := stage.Options{Engine: engine, Plan: p, Rules: schedules.DefaultRules(),
		Start: p.Starts.At(plan.Clock{Hour: 9}, loc), Seed: 1}
	if name := os.Getenv("LIUBAO_BOTAPI_SPEC"); name != "" {
		if o.Spec, err = sandbox.LoadSpec(name); err != nil {
			return err
		}
	}
	s, err := stage.Open(ctx, o)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	x := Gather(ctx, s, p)
	x.out = newPrinter(w, s)
	fmt.Fprintf(w, "liubao 演示：%s，%s起的半个月。人物和内容都是演示数据。\n", p.Name, p.Starts)
	for _, scene := range []func(){x.firstStart, x.prompt, x.twoAreas, x.correction, x.slow, x.inDifficulty, x.lastDay, x.overdue} {
		scene()
		x.out.flush()
		if x.err != nil {
			return x.err
		}
	}
	return x.verify(w)
}

// firstStart: claim, invite, bind.
func (x *Troupe) firstStart() {
	x.scene("第一次启动：主任认领，邀请各单位，绑定专班群")
	secret, err := x.stage.Claim(x.ctx)
	x.do(err)
	if x.err != nil {
		return
	}
	x.do(x.actor(Director).Opens(x.ctx, secret))
	for _, unit := range leads {
		x.invite(unit, "联络员", Contact(unit))
		x.invite(unit, "单位负责人", Head(unit))
	}
	if x.err != nil {
		return
	}
	x.group, x.err = x.stage.Sandbox.AddGroup(GroupTitle, sandbox.Supergroup, x.actor(Director).Person)
	if x.err != nil {
		return
	}
	x.out.names[x.group.ID()] = "专班群"
	x.group.AddBot(x.actor(Director).Person)
	x.do(x.stage.Settle(x.ctx))
	_, err = x.actor(Director).Send(x.group.ID(), "/bind@"+x.stage.Sandbox.Bot().Username)
	x.do(err)
	x.do(x.stage.Settle(x.ctx))
}

func (x *Troupe) invite(unit, role, who string) {
	x.says(Director, "/invite")
	x.taps(Director, unit, role)
	if x.err != nil {
		return
	}
	x.do(x.actor(who).Opens(x.ctx, stage.Payload(x.actor(Director).Newest())))
}

// prompt: 党群局 answers the first reminder at once.
func (x *Troupe) prompt() {
	x.scene("三个工作日前：第一次提醒，党群局当即填报")
	x.until(10, 9, 36)
	c := Contact("党群局")
	x.taps(c, "填报 保居民就业…", "开始填报", "有进展")
	x.says(c, "返乡农民工新增就业 42 人，园区招聘会 2 场。"+mark, "新社区工厂 1 家投产。"+mark, "0", "继续做好春节前返乡摸底。"+mark)
	x.taps(c, "提交")
	x.taps(Head("党群局"), "同意报送")
}

// twoAreas: 经发招商局 leads two areas and moves between them on one card.
func (x *Troupe) twoAreas() {
	x.scene("经发招商局牵头两个领域，在一张卡片上切换")
	x.until(11, 10, 0)
	c := Contact("经发招商局")
	x.taps(c, "填报 保粮食能源安全…", "开始填报")
	x.says(c, "高标准农田新建完成招标。"+mark, "成品油、电力供应平稳。"+mark)
	x.finish(c, "补齐粮食储备。"+mark)
	x.taps(c, "→ 保产业链供应链…", "开始填报")
	x.says(c, "重点产业链名录已梳理。"+mark, "签约招商项目 2 个。"+mark, "标准化厂房主体完工。"+mark)
	x.finish(c, "推进无水港前期。"+mark)
	x.taps(Head("经发招商局"), "同意报送", "同意报送")
}

// finish answers whatever is still asked: figures with a zero, the next steps,
// nothing else, and hands in.
func (x *Troupe) finish(who, next string) {
	for range 30 {
		if x.err != nil {
			return
		}
		a := x.actor(who)
		card := a.Newest()
		switch {
		case strings.Contains(card, "请发一个数"):
			x.says(who, figure(card))
		case a.OnNewest("是") && a.OnNewest("否"):
			x.taps(who, "是")
		case a.OnNewest("是，就是…"):
			x.taps(who, "是，就是…")
		case strings.Contains(card, "下步打算做什么"):
			x.says(who, next)
		case a.OnNewest("跳过"):
			x.taps(who, "跳过")
		case a.OnNewest("提交"):
			x.taps(who, "提交")
			return
		default:
			x.do(fmt.Errorf("%s does not know what to do with:\n%s", who, card))
		}
	}
}

// figure is what people answer to an indicator.
func figure(card string) string {
	if taken, asked, ok := strings.Cut(card, "\n\n"); ok && strings.HasPrefix(taken, "✓ 已记入") {
		card = asked // what was taken just now is not what is asked
	}
	switch {
	case strings.Contains(card, "“五上”企业净增"):
		return "３户"
	case strings.Contains(card, "千万元入园"):
		return "两户"
	}
	return "0"
}

// slow: 社管局 begins, leaves, and goes on days later after the second reminder.
func (x *Troupe) slow() {
	x.scene("社管局填了一半放下，三天后接着填")
	x.until(11, 15, 0)
	c := Contact("社管局")
	x.taps(c, "填报 保基本民生…", "开始填报")
	x.says(c, "防返贫监测对象逐户走访完毕。"+mark)
	x.until(14, 10, 0)
	x.taps(c, "填报 保基本民生…")
	x.says(c, "临时救助 12 户。"+mark, "特困供养机构改造完成主体。"+mark)
	x.finish(c, "做好冬春救助。"+mark)
	x.taps(Head("社管局"), "同意报送")
}

// inDifficulty: 财政局 reports what it lacks, and from whom it needs help.
func (x *Troupe) inDifficulty() {
	x.scene("财政局遇到困难：写清需要什么、请谁支持")
	c := Contact("财政局")
	x.until(14, 15, 0)
	x.taps(c, "填报 保基层运转…", "开始填报", "有困难")
	x.says(c, "年底支出集中，资金调度压力较大。"+mark, "请加快拨付均衡性转移支付。"+mark)
	x.taps(c, "专班办公室")
	x.says(c, "公用经费压减达到 15%。"+mark, "已建立库款监测台账。"+mark)
	x.finish(c, "盘活存量资金。"+mark)
	x.taps(Head("财政局"), "同意报送")
}

// correction: 党群局 edits words it has already submitted.
func (x *Troupe) correction() {
	x.scene("党群局改一句已提交的话：作为更正再次提交，旧版保留")
	x.until(11, 14, 0)
	c := x.actor(Contact("党群局"))
	if x.err != nil {
		return
	}
	for _, m := range x.stage.Sandbox.Messages(c.ID(), c.ID()) {
		if strings.Contains(m.Text, "新增就业 42 人") && !m.FromBot {
			x.do(c.Edit(c.ID(), m.MessageID, "返乡农民工新增就业 45 人，园区招聘会 2 场。"+mark))
		}
	}
	x.do(x.stage.Settle(x.ctx))
	x.taps(c.Name, "提交更正", "提交")
	x.taps(Head("党群局"), "同意报送")
}

// lastDay: the director looks, nags the silent unit, and leaves the roll-up to itself.
func (x *Troupe) lastDay() {
	x.scene("截止日：主任看进度、催办，到点自动发布汇总")
	x.until(15, 11, 0)
	x.says(Director, "/status")
	x.taps(Director, "催 应急和市场监管局")
	x.until(15, 17, 31)
}

// overdue: the silent unit is nagged politely and reports two days late; the
// roll-up in the group is brought up to date.
func (x *Troupe) overdue() {
	x.scene("应急和市场监管局逾期：礼貌催办，补报后群里的汇总随之更新")
	x.until(17, 9, 10)
	c := Contact("应急和市场监管局")
	x.taps(c, "填报 保市场主体…", "开始填报")
	x.says(c, "助企纾困政策上门宣讲 6 场。"+mark, "新培育“五上”企业 1 户。"+mark, "“六保”政策咨询窗口已设立。"+mark)
	x.finish(c, "继续做好入统辅导。"+mark)
	x.taps(Head("应急和市场监管局"), "同意报送")
	x.says(Director, "/status")
	x.taps(Director, "全部", "看 12月15日（周二） 这期", "全部")
}
