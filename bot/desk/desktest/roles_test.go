package desktest

import (
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"liubao/bot"
	"liubao/bot/desk/staff"
	"liubao/bot/telegram"
	"liubao/internal/transcript"
	"liubao/reports"
	"liubao/sandbox"
	"liubao/storage"
)

// secret is in everything that the units write on the stage of these tests.
const secretWords = "仅限本单位"

// TestRoleTable prints who may do what, so that a change of the one table is
// read by somebody, and holds every act and role to standing in it.
func TestRoleTable(t *testing.T) {
	var out strings.Builder
	known := map[staff.Act]bool{}
	for _, a := range staff.Acts() {
		known[a] = true
		fmt.Fprintf(&out, "%-9s", a)
		n := 0
		for _, r := range allRoles {
			if slices.Contains(staff.May(r), a) {
				out.WriteString(" " + r.Label())
				n++
			}
		}
		out.WriteString("\n")
		assert.NotZero(t, n, "nobody may %s", a)
	}
	out.WriteString("\n")
	for _, c := range commands() {
		assert.True(t, known[c.Act], "%s needs an act that is not in the list", c.Name)
		where := ""
		if c.Private {
			where += " 私聊"
		}
		if c.Group {
			where += " 群"
		}
		fmt.Fprintf(&out, "/%-12s %-9s%s\n", c.Name, c.Act, where)
	}
	for _, r := range allRoles {
		assert.NotEmpty(t, staff.May(r), "%s may do nothing", r.Label())
		for _, a := range staff.May(r) {
			assert.True(t, known[a], "%s may %s, which is not in the list of acts", r.Label(), a)
		}
	}
	name := "testdata/roles.txt"
	if *transcript.Update {
		require.NoError(t, os.WriteFile(name, []byte(out.String()), 0o644))
		return
	}
	want, err := os.ReadFile(name)
	require.NoError(t, err)
	require.Equal(t, string(want), out.String(), "who may do what has changed: read it, then run with -update")
}

// everyRole seats a person of each role, everybody of a unit in the unit that
// owes nothing, so that whatever they learn of a report is none of theirs.
func everyRole(s *stage) map[string]reports.Person {
	out := map[string]reports.Person{}
	for _, r := range allRoles {
		unit := ""
		if slices.Contains([]reports.Role{reports.Head, reports.Contact, reports.Deputy}, r) {
			unit = "zhujian"
		}
		out[r.Label()] = s.person(r.Label(), unit, r)
	}
	none := s.person("没有身份", "")
	out["没有身份"] = none
	gone := s.person("已移除", "dangqun", reports.Director, reports.Contact, reports.Head)
	gone.Left = s.clock.Now()
	s.write(func(tx storage.Tx) error { return storage.SavePerson(tx, gone) })
	out["已移除"] = gone
	s.user("路人")
	out["路人"] = reports.Person{}
	return out
}

// busy lives through enough that there is something to see and to spoil.
func busy(s *stage) map[string]reports.Person {
	cast := everyRole(s)
	s.person("党群局甲", "dangqun", reports.Contact)
	s.person("党群局长", "dangqun", reports.Head)
	s.person("财政局甲", "caizheng", reports.Contact)
	s.person("经发局甲", "jingfa", reports.Contact)
	s.boundGroup("专班群", "办公室主任")
	s.groups["专班群"].Add(s.cast["办公室主任"], s.user("路人"))
	s.drop()
	s.replay(strings.ReplaceAll(`@ 2026-12-10 10:00
党群局甲> /report
党群局甲> [开始填报]
党群局甲> 岗位SECRET。
* submit 党群局甲 a1
财政局甲> /report
财政局甲> [开始填报]
财政局甲> [有困难]
财政局甲> 资金SECRET
经发局甲> /status
办公室主任> /status
办公室主任> /people
办公室主任> /invite
办公室主任> [党群局]
办公室主任> /rollup
党群局长> /help
路人> 你好
`, "SECRET", secretWords))
	return cast
}

// state is everything there is besides the bookkeeping of updates and the
// audit log's rows of what was delivered, and the timers that bring the status on
// other people's screens up to date: those of the command before fall due now.
func (s *stage) state() map[string]string {
	out := s.dump("inbox/", "seen/", "meta/", "stranger/", "audithead/", "auditnew/", "queue/")
	for k, v := range out {
		if strings.HasPrefix(k, "audit/") && strings.Contains(v, `"what":"送达"`) || strings.HasPrefix(k, "timer/") && strings.Contains(k, "/view/") {
			delete(out, k)
		}
	}
	return out
}

// hears is what the bot has said to a chat, and how often it was answered.
func (s *stage) hears(chat bot.Address) []string {
	var out []string
	for _, m := range s.sandbox.Messages(telegram.ID(chat), 0) {
		if m.FromBot {
			out = append(out, m.Text+m.Caption)
		}
	}
	return out
}

// TestCommandsByRole sends every command as everybody: what is not allowed
// changes nothing and shows nothing; what is allowed is answered.
func TestCommandsByRole(t *testing.T) {
	onStage(t, func(s *stage) {
		cast := busy(s)
		for _, name := range slices.Sorted(maps.Keys(cast)) {
			who, p := s.cast[name], cast[name]
			for _, c := range commands() {
				before, heard := s.state(), len(s.hears(telegram.At(who.ID())))
				_, err := who.Send(who.ID(), "/"+c.Name)
				require.NoError(t, err)
				s.settle()
				said := s.hears(telegram.At(who.ID()))[heard:]
				switch {
				case p.ID == "" || !p.Left.IsZero():
					assert.Equal(t, before, s.state(), "%s /%s", name, c.Name)
					assert.LessOrEqual(t, len(said), 1, "%s /%s", name, c.Name)
					assert.NotContains(t, strings.Join(said, ""), "报送进度", "%s /%s", name, c.Name)
				case !staff.Can(p, c.Act):
					assert.Equal(t, before, s.state(), "%s /%s", name, c.Name)
					want := "这项功能没有对您开放。"
					if !c.Private {
						want = "请在要绑定的群里发送 /bind。"
					}
					assert.Equal(t, []string{want}, said, "%s /%s", name, c.Name)
				default:
					assert.NotEmpty(t, said, "%s /%s", name, c.Name)
				}
				if p.Unit != "" || !staff.Can(p, staff.ActStatus) {
					assert.NotContains(t, strings.Join(said, ""), secretWords, "%s /%s", name, c.Name)
				}
			}
		}
	})
}

// TestGroupCommandsByRole does the same in the task-force group and in one
// that is not: there the bot answers little, and there nothing but /bind.
func TestGroupCommandsByRole(t *testing.T) {
	onStage(t, func(s *stage) {
		cast := busy(s)
		delete(cast, "没有身份")
		s.group("外面的群", "办公室主任", sandbox.Supergroup)
		s.groups["外面的群"].AddBot(s.cast["办公室主任"])
		s.drop()
		for _, group := range []string{"专班群", "外面的群"} {
			g := s.groups[group]
			for _, name := range slices.Sorted(maps.Keys(cast)) {
				who, p := s.cast[name], cast[name]
				g.Add(s.cast["办公室主任"], who)
				s.settle()
				for _, c := range commands() {
					if c.Name == "bind" && staff.Can(p, staff.ActBind) {
						continue // would bind it
					}
					before, heard := s.state(), len(s.hears(telegram.At(g.ID())))
					_, err := who.Send(g.ID(), "/"+c.Name+"@liubao_bot")
					require.NoError(t, err)
					s.settle()
					said := s.hears(telegram.At(g.ID()))[heard:]
					answered := group == "专班群" && c.Group && (c.Name == "status" || staff.Can(p, c.Act))
					assert.Equal(t, answered, len(said) > 0, "%s /%s in %s: %v", name, c.Name, group, said)
					assert.Equal(t, before, s.state(), "%s /%s in %s", name, c.Name, group)
					assert.NotContains(t, strings.Join(said, ""), secretWords, "%s /%s", name, c.Name)
				}
			}
		}
	})
}

// tapActs says what the buttons need whose data begin so; the longest fits.
// Those of later features that are not here are pressed by strangers and by
// who has left all the same.
var tapActs = map[string]staff.Act{
	"2": staff.ActReport, "o": staff.ActReport, "iv": staff.ActInvite, "rm": staff.ActPeople,
	"st": staff.ActStatus, "ng": staff.ActNag, "sg": staff.ActSign, "sr": staff.ActSign,
	"ru": staff.ActPublish, "bd": staff.ActBind, "se": staff.ActSettings, "da": staff.ActDates,
}

func tapAct(data string) (act staff.Act, ok bool) {
	n := -1
	for prefix, a := range tapActs {
		if strings.HasPrefix(data, prefix) && len(prefix) > n {
			act, n = a, len(prefix)
		}
	}
	return act, n >= 0
}

// TestTapsByRole presses every kind of button that was ever shown to anybody,
// as everybody: what is not theirs changes nothing and shows nothing.
func TestTapsByRole(t *testing.T) {
	onStage(t, func(s *stage) {
		cast := busy(s)
		data := s.kinds()
		data = append(data, "bd.-100.0", "bd.-100.0.no", "rm.p01.yes", "iv.dangqun.director", "iv.-.contact", "iv.nosuch",
			"o.20261215.progress.a1", "o.20261215.nosuch.a1", "sg.20261215.progress.a1.1", "sr.20261215.progress.a1.1",
			"st.v.2026-12-15.a1", "ng.2026-12-15", "ng.2026-12-15.caizheng", "ru.p.2026-12-15", "ru.h.2026-12-15",
			"20261215.progress.a1.3.okp", "20261215.progress.a6.1.t14:moving", "x", "", "...", "st", "ru", "sg..", "9", "9.9.9.x.9")
		for _, word := range tapWords() {
			data = append(data, word, word+".", word+".x", word+".x.y.z.1")
		}
		for _, name := range slices.Sorted(maps.Keys(cast)) {
			s.pressAll(name, cast[name], data)
		}
	})
}

// pressAll presses the buttons that somebody may not.
func (s *stage) pressAll(name string, p reports.Person, data []string) {
	who := s.cast[name]
	msgs := s.sandbox.Messages(who.ID(), 0)
	message := msgs[len(msgs)-1].MessageID
	outside := p.ID == "" || !p.Left.IsZero()
	for _, d := range data {
		act, known := tapAct(d)
		foreign := act == staff.ActReport || act == staff.ActSign // allowed, yet not for this unit's
		if d == "" || !outside && (!known || staff.Can(p, act) && !(foreign && p.Unit == "zhujian")) {
			continue
		}
		before, heard := s.state(), len(s.hears(telegram.At(who.ID())))
		tap, err := who.TapData(who.ID(), message, d)
		require.NoError(s.t, err)
		s.settle()
		answer, ok := tap.Answer()
		require.True(s.t, ok, "%s presses %q: no answer", name, d)
		said := strings.Join(s.hears(telegram.At(who.ID()))[heard:], "\n")
		assert.NotContains(s.t, said+answer.Text, secretWords, "%s presses %q", name, d)
		assert.Equal(s.t, before, s.state(), "%s presses %q", name, d)
		if outside {
			assert.Empty(s.t, said+answer.Text, "%s presses %q", name, d)
		}
	}
}

// kinds returns the data of the buttons shown so far, three of each kind.
func (s *stage) kinds() []string {
	count := map[string]int{}
	var out []string
	for _, b := range s.shown {
		kind, _, _ := strings.Cut(b.data, ".")
		if kind[0] >= '0' && kind[0] <= '9' {
			kind = b.data[strings.LastIndex(b.data, ".")+1:]
		}
		if count[kind]++; count[kind] <= 3 && !slices.Contains(out, b.data) {
			out = append(out, b.data)
		}
	}
	return out
}
