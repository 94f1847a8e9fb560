package desktest

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/stretchr/testify/require"

	"liubao/internal/app/plans"
	"liubao/internal/transcript"
	"liubao/plan"
	"liubao/reports"
	"liubao/sandbox"
	"liubao/schedules"
	"liubao/storage"
)

func sscan(s string, n *int) (string, error) {
	v, err := strconv.Atoi(strings.TrimSpace(s))
	*n = v
	return s, err
}

// setup sets the stage before the story begins, a line each:
//
//	start 2026-12-09 09:00         the time (this one where the line is missing)
//	starts 2026-12-01              the first day anything is owed
//	person 甲 党群局 联络员[,…]       somebody who joined long ago; unit - for the task force
//	stranger 路人                   somebody with a phone
//	group 专班群 主任 [话题…]         the bound task-force group (its first topic)
//	signoff progress head|scan|none
//	cap 6 · auto off · contribution 5 · digest 08:30 · ladder off
//	ladder-is -3@09:30 0@09:00     the rungs
//	versions yes                   the file keeps the plan's versions
//	file before                    go on with testdata/before, at 20:23 of 23 December
func (s *stage) setup(text string) {
	for _, line := range strings.Split(strings.TrimSpace(text), "\n") {
		f := strings.Fields(line)
		if len(f) < 2 {
			continue
		}
		switch f[0] {
		case "start":
			t, err := time.ParseInLocation(stageTime, f[1]+" "+f[2], s.loc)
			require.NoError(s.t, err)
			s.clock.Jump(t)
		case "starts":
			d, err := plan.ParseDate(f[1])
			require.NoError(s.t, err)
			s.plan.Starts = d
		case "person":
			s.person(f[1], s.unit(f[2]), roles(s, f[3])...)
		case "stranger":
			s.user(f[1])
		case "group":
			s.boundGroup(f[1], f[2], f[3:]...)
		case "file":
			s.before()
		case "versions":
			require.NoError(s.t, plans.Take(s.ctx(), s.engine, s.plan, s.clock.Now()))
			s.planNow = plans.Follow(s.clock.Now, nil)
		case "signoff":
			s.signOff[f[1]] = plan.SignOff(f[2])
		case "cap":
			_, err := sscan(f[1], &s.rules.Cap)
			require.NoError(s.t, err)
		case "auto":
			s.auto = f[1] != "off"
		case "ladder":
			s.rules.Ladder = nil
		case "ladder-is":
			s.rules.Ladder = nil
			for _, step := range f[1:] {
				days, at, _ := strings.Cut(step, "@")
				n, err := strconv.Atoi(days)
				require.NoError(s.t, err)
				c, err := plan.ParseClock(at)
				require.NoError(s.t, err)
				s.rules.Ladder = append(s.rules.Ladder, schedules.Step{Workdays: n, At: c})
			}
		case "contribution":
			_, err := sscan(f[1], &s.rules.ContributionDaysBefore)
			require.NoError(s.t, err)
		case "digest":
			at, err := time.Parse("15:04", f[1])
			require.NoError(s.t, err)
			s.rules.DigestAt = &plan.Clock{Hour: at.Hour(), Minute: at.Minute()}
		default:
			s.t.Fatalf("setup: %q", line)
		}
	}
	s.events(0)
}

// unit finds a unit by its name, "" for -.
func (s *stage) unit(name string) string {
	for _, u := range s.plan.Units {
		if u.Name == name {
			return u.ID
		}
	}
	require.Equal(s.t, "-", name, "no such unit")
	return ""
}

var allRoles = []reports.Role{reports.Director, reports.DeputyDir, reports.Leader, reports.Inspector,
	reports.Assessor, reports.Head, reports.Contact, reports.Deputy}

func roles(s *stage, labels string) []reports.Role {
	var out []reports.Role
	for _, l := range strings.Split(labels, ",") {
		n := len(out)
		for _, r := range allRoles {
			if r.Label() == l {
				out = append(out, r)
			}
		}
		require.Len(s.t, out, n+1, "no such role: %s", l)
	}
	return out
}

// happens makes something happen that is neither word nor tap:
//
//	claim                         the operator makes a claim link
//	group 专班群 主任 [group|话题…]   somebody founds a (super)group, with topics a forum
//	join 专班群 甲 · anonymous 专班群 甲
//	add 专班群 甲 · kick 专班群 甲 · migrate 专班群 甲
//	forbid 专班群 文字 图片 文件 置顶   what the group's members may not do from now on
//	block 甲 · unblock 甲 · delete 甲
//	down · up                     the process ends, and starts again
//	clock 2026-12-10 09:00        the machine's clock is corrected
//	day 2026-12-11 off|work       the calendar is corrected
//	submit 甲 a1[@2026-12-15]      甲 fills in and submits a whole report
//	plan 2026-12-21 甲 乙            a version of the plan with 乙 for 甲, from a day on
//	audit 党群局 2026-12-15         prints the audit rows (unit - for none), deliveries left out
//	story 党群局 2026-12-15         prints the story that the audit log tells
//	chat 专班群                     prints the chat as it stands (or a person's)
func (s *stage) happens(what string) []string {
	f := strings.Fields(what)
	who := func(i int) *sandbox.Person {
		require.Greater(s.t, len(f), i, what)
		return s.user(f[i])
	}
	switch f[0] {
	case "claim":
		link, err := s.svc.Claim(s.ctx())
		require.NoError(s.t, err)
		return []string{"     " + s.links_(link)}
	case "group":
		kind, topics := sandbox.Supergroup, f[3:]
		if len(topics) == 1 && topics[0] == sandbox.BasicGroup {
			kind, topics = sandbox.BasicGroup, nil
		}
		s.group(f[1], f[2], kind, topics...)
	case "join":
		s.groups[f[1]].Add(who(2), who(2))
	case "anonymous":
		s.groups[f[1]].Promote(who(2), who(2), true)
	case "add":
		s.groups[f[1]].AddBot(who(2))
	case "kick":
		s.groups[f[1]].KickBot(who(2))
	case "forbid":
		s.forbid(f[1], f[2:])
	case "migrate":
		_, err := s.groups[f[1]].Migrate(who(2))
		require.NoError(s.t, err)
	case "block":
		who(1).Block()
	case "unblock":
		who(1).Unblock()
	case "delete":
		who(1).Delete()
	case "down":
		s.halt()
		s.down = true
	case "up":
		s.down = false
		s.boot()
	case "submit":
		return s.submit(f[1], f[2])
	case "audit":
		return s.audit(f[1], f[2])
	case "story":
		return s.story(f[1], f[2])
	case "chat":
		return s.chat(f[1])
	default:
		s.adjust(f)
	}
	return nil
}

// forbid takes rights from the members of a group.
func (s *stage) forbid(group string, names []string) {
	rights := []sandbox.Right{}
	for _, x := range names {
		require.Contains(s.t, forbidden, x)
		rights = append(rights, forbidden[x])
	}
	s.groups[group].Forbid(rights...)
	s.forbade = true
}

// forbidden are what the stories call a group's rights.
var forbidden = map[string]sandbox.Right{"文字": sandbox.SendText, "图片": sandbox.SendPhotos, "文件": sandbox.SendDocuments, "置顶": sandbox.PinMessages}

// adjust corrects the clock, the calendar or the plan.
func (s *stage) adjust(f []string) {
	switch f[0] {
	case "plan":
		from, err := plan.ParseDate(f[1])
		require.NoError(s.t, err)
		require.Contains(s.t, string(s.plan.Text()), f[2])
		p, err := plan.Load("next.toml", []byte(strings.ReplaceAll(string(s.plan.Text()), f[2], f[3])))
		require.NoError(s.t, err)
		_, err = plans.Apply(s.ctx(), s.engine, plans.Next{Plan: p, From: from, Now: s.clock.Now()})
		require.NoError(s.t, err)
	case "clock":
		t, err := time.ParseInLocation(stageTime, f[1]+" "+f[2], s.loc)
		require.NoError(s.t, err)
		s.clock.Jump(t)
	case "day":
		d, err := plan.ParseDate(f[1])
		require.NoError(s.t, err)
		s.days = append(s.days, schedules.DayOverride{Date: d, Work: f[2] == "work", Name: "更正"})
		s.reboot()
	default:
		s.t.Fatalf("nobody knows how %q happens", f)
	}
}

// submit fills in a report as the bot asks for it, and hands it in. What the
// bot says to that person meanwhile is left out of the transcript.
func (s *stage) submit(name, subject string) []string {
	who := s.cast[name]
	require.NotNil(s.t, who, name)
	duty, _ := s.plan.Duty("progress")
	p, ok := schedules.Current(duty, s.plan, s.rules, schedules.NewCalendar(s.days), plan.DateOf(s.clock.Now()))
	require.True(s.t, ok)
	subject, period, late := strings.Cut(subject, "@")
	if !late {
		period = p.ID
	}
	k := reports.Key{Period: period, Duty: duty.ID, Subject: subject}
	s.answerAll(who, k)
	s.settle()
	var out []string
	for _, l := range s.events(0) {
		if !strings.HasPrefix(l, "bot→"+name+"<") && !strings.HasPrefix(l, "bot→"+name+"~") && !strings.HasPrefix(l, "bot→"+name+"!") && !strings.HasPrefix(l, "bot→"+name+"-") {
			out = append(out, l)
		}
	}
	return out
}

// answerAll answers whatever is asked until the report is in.
func (s *stage) answerAll(who *sandbox.Person, k reports.Key) {
	open := fmt.Sprintf("o.%s.%s.%s", strings.ReplaceAll(k.Period, "-", ""), k.Duty, k.Subject)
	say := func(words string) {
		s.pass(10 * time.Second)
		_, err := who.Send(who.ID(), words)
		require.NoError(s.t, err)
		s.settle()
	}
	say("/help")
	msgs := s.sandbox.Messages(who.ID(), 0)
	s.press(who, who.ID(), msgs[len(msgs)-1].MessageID, open)
	for range 60 {
		s.settle()
		s.pass(5 * time.Second)
		msgs := s.sandbox.Messages(who.ID(), 0)
		card := msgs[len(msgs)-1]
		switch label := s.answer(card); {
		case label == "提交":
			s.tap(who, who.ID(), label, false)
			return
		case label != "":
			s.tap(who, who.ID(), label, false)
		case strings.Contains(card.Text, "请发一个数"):
			say("0")
		default:
			say("有序推进。（演示数据）")
		}
	}
	s.t.Fatalf("the report does not come to an end:\n%s", s.chat(s.nameOf(who)))
}

func (s *stage) nameOf(who *sandbox.Person) string {
	for name, p := range s.cast {
		if p.ID() == who.ID() {
			return name
		}
	}
	return ""
}

// answer returns the button to press on a card, "" where words are due.
func (s *stage) answer(card sandbox.View) string {
	has := map[string]bool{}
	if card.ReplyMarkup != nil {
		for _, row := range card.ReplyMarkup.Rows {
			for _, b := range row {
				has[b.Text] = true
			}
		}
	}
	for _, l := range []string{"提交", "开始填报", "是", "跳过", "更正", "预览并提交"} {
		if has[l] {
			return l
		}
	}
	for l := range has {
		if strings.HasPrefix(l, "是，就是") || strings.HasPrefix(l, "继续：") {
			return l
		}
	}
	return ""
}

// audit prints the rows of a chain, and holds the chain to being whole.
func (s *stage) audit(unit, period string) []string {
	id := "-"
	if unit != "-" {
		id = s.unit(unit)
	}
	var out []string
	require.NoError(s.t, s.engine.View(s.ctx(), func(r storage.Reader) error {
		rows, err := storage.AuditRows(r, period, id, 0, 1000)
		for _, x := range rows {
			if x.What == "送达" {
				continue
			}
			who := "机器人"
			if x.Actor != "" {
				p, _, err := storage.Person(r, x.Actor)
				if err != nil {
					return err
				}
				who = p.Name
			}
			words := fmt.Sprintf("     %s %s %s", x.At.In(s.loc).Format("01-02 15:04"), who, x.What)
			if x.Before != "" || x.After != "" {
				words += "：" + x.Before + "→" + x.After
			}
			words = madeHash.ReplaceAllString(words, "$1 …")
			out = append(out, strings.ReplaceAll(words, "\n", "⏎"))
		}
		return err
	}))
	return out
}

// madeHash is the hash of a Word file that the bot made. It holds the ends of the
// log's chains, and those how the deliveries of a moment happened to follow one another.
var madeHash = regexp.MustCompile(`(\.docx) [0-9a-f]{64}`)

// chat prints what stands in a chat of the bot's.
func (s *stage) chat(name string) []string {
	var id int64
	if g := s.groups[name]; g != nil {
		id = g.ID()
	} else {
		id = s.cast[name].ID()
	}
	var out []string
	for _, m := range s.sandbox.Messages(id, 0) {
		if m.FromBot && m.Text+m.Caption != "" {
			out = append(out, transcript.Block("     | ", indent, m.Text+m.Caption))
		}
	}
	return out
}
