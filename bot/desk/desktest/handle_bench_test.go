package desktest

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"testing"
	"time"

	"liubao/bot"
	"liubao/bot/desk"
	"liubao/internal/app/service"
	"liubao/plan"
	"liubao/reports"
	"liubao/schedules"
	"liubao/storage"
	"liubao/storage/mem"
)

// benchPeople is how many people report, each for a unit of their own.
const benchPeople = 60

// townPlan is a plan of n units that lead an area of four tasks each.
func townPlan(b testing.TB, n int) *plan.Plan {
	var x strings.Builder
	x.WriteString("id = \"town\"\ntitle = \"测试方案\"\nname = \"测试专班\"\nzone = \"Asia/Shanghai\"\nstarts = 2026-12-01\ndeadline = \"17:30\"\noffice = \"u0\"\n")
	for u := range n {
		fmt.Fprintf(&x, "[[units]]\nid = \"u%d\"\nname = \"第%d局\"\n", u, u)
		fmt.Fprintf(&x, "[[areas]]\nid = \"a%d\"\nnumber = %d\nname = \"第%d项保障\"\nlead = \"u%d\"\ngoal = \"按期完成\"\n", u, u+1, u, u)
		for task := range 4 {
			fmt.Fprintf(&x, "[[tasks]]\nnumber = %d\narea = \"a%d\"\ntitle = \"第%d项工作\"\npoints = [\"摸清底数，建立台账\", \"逐项落实，按时办结\"]\nunits = [\"u%d\"]\n",
				u*4+task+1, u, task+1, u)
		}
		fmt.Fprintf(&x, "[[indicators]]\nid = \"i%d\"\nname = \"新增户数\"\narea = \"a%d\"\nsource = \"u%d\"\nkind = \"count\"\nmeasure = \"户\"\ncompare = \"at_least\"\ncadence = \"period\"\n", u, u, u)
	}
	x.WriteString("[[duties]]\nid = \"progress\"\ntitle = \"工作落实情况\"\ntiming = \"recurring\"\nsubject = \"area\"\naddressee = [\"测试专班\"]\ndays = [15, 30]\n")
	p, err := plan.Load("town.toml", []byte(x.String()))
	if err != nil {
		b.Fatal(err)
	}
	return p
}

// watched notes what is enqueued.
type watched struct {
	storage.Tx
	out map[string][]byte
}

func (w watched) Put(key string, val []byte) error {
	if strings.HasPrefix(key, "outbox/") {
		w.out[key] = append([]byte(nil), val...)
	}
	return w.Tx.Put(key, val)
}

// reporter is somebody who fills in reports and corrects them, as people in a
// hurry do.
type reporter struct {
	user  bot.Address
	n     int // messages sent so far
	todo  []string
	typed bool
	asked bool
}

// next decides what to do with the buttons of the newest card, by action.
func (p *reporter) next(card map[string]string, order []string) bot.Event {
	p.n++
	u := bot.Event{Kind: bot.KindMessage, MessageID: bot.Ref(strconv.Itoa(2 * p.n))}
	u.Chat, u.From.ID = bot.Chat{ID: p.user, Kind: bot.PrivateChat}, p.user
	action, text := p.choose(card, order)
	types := text != "" && text[0] != '/'
	if _, home := card["h"]; types && p.typed && home {
		action, text, types = "h", "", false
	}
	if p.typed = types; text != "" {
		u.Text = text
		return u
	}
	u.Kind = bot.KindCallback
	u.Callback = &bot.Callback{Data: card[action]}
	return u
}

func (p *reporter) choose(card map[string]string, order []string) (action, text string) {
	for _, want := range [][2]string{{"ok", ""}, {"i:", ":ok"}, {"t", ":redo"}, {"t", ":moving"}, {"q:", ":skip"}} {
		for _, a := range order {
			if strings.HasPrefix(a, want[0]) && strings.HasSuffix(a, want[1]) {
				return a, ""
			}
		}
	}
	words := fmt.Sprintf("词%sx%d号走访企业，协调解决用工和用电问题，已列入台账逐项销号。", p.user, p.n)
	for _, a := range order {
		switch {
		case strings.HasPrefix(a, "i:") && strings.HasSuffix(a, ":none"):
			return "", fmt.Sprint(p.n % 9)
		case strings.HasPrefix(a, "q:") && strings.HasSuffix(a, ":keep"):
			return "", words
		}
	}
	if _, home := card["h"]; home && len(order) == 2 {
		return "", words
	}
	if _, sent := card["fix"]; sent {
		p.todo = nil
		if p.asked = !p.asked; p.asked {
			return "", "/report"
		}
		return "fix", ""
	}
	if _, ok := card["n"]; ok {
		return "n", ""
	}
	if p.todo == nil {
		p.todo = []string{}
		for _, a := range order {
			if strings.HasPrefix(a, "t") && !strings.Contains(a, ":") {
				p.todo = append(p.todo, a)
			}
		}
	}
	if len(p.todo) > 0 {
		action, p.todo = p.todo[0], p.todo[1:]
		return action, ""
	}
	return "p", ""
}

// script is what happened: one update after the other, and the messages that
// went out for each.
type script struct {
	updates []bot.Event
	at      []time.Time
	sent    [][]string // keys of what is delivered before the update
}

// play handles the script's updates on a store.
func (s *script) play(b testing.TB, d *desk.Desk, e storage.Engine) {
	for i, u := range s.updates {
		err := e.Update(context.Background(), func(tx storage.Tx) error {
			for _, key := range s.sent[i] {
				if err := tx.Delete(key); err != nil {
					return err
				}
			}
			_, err := d.Handle(context.Background(), tx, u, s.at[i])
			return err
		})
		if err != nil {
			b.Fatal(err)
		}
	}
}

// record has everybody do one thing after the other, each n things.
func record(b testing.TB, d *desk.Desk, e storage.Engine, people, n int) *script {
	s := &script{}
	cast := make([]reporter, people)
	cards, orders, sent := make([]map[string]string, people), make([][]string, people), make([][]string, people)
	now := time.Date(2026, 12, 28, 2, 0, 0, 0, time.UTC)
	for step := range n {
		for i := range cast {
			p := &cast[i]
			p.user = bot.Address(fmt.Sprintf("tg:%d", i+1))
			now = now.Add(50 * time.Millisecond)
			var u bot.Event
			if step == 0 {
				p.n++
				u = bot.Event{Kind: bot.KindMessage, Text: "/report", MessageID: "2"}
				u.Chat, u.From.ID = bot.Chat{ID: p.user, Kind: bot.PrivateChat}, p.user
			} else {
				u = p.next(cards[i], orders[i])
			}
			if u.Kind == bot.KindMessage {
				u.Date = now
			}
			one := &script{updates: []bot.Event{u}, at: []time.Time{now}, sent: [][]string{sent[i]}}
			s.updates, s.at, s.sent = append(s.updates, u), append(s.at, now), append(s.sent, sent[i])
			out := map[string][]byte{}
			if err := e.Update(context.Background(), func(tx storage.Tx) error {
				for _, key := range one.sent[0] {
					if err := tx.Delete(key); err != nil {
						return err
					}
				}
				_, err := d.Handle(context.Background(), watched{tx, out}, u, now)
				return err
			}); err != nil {
				b.Fatal(err)
			}
			sent[i] = nil
			for key, val := range out {
				sent[i] = append(sent[i], key)
				if card, order, err := cardOf(key, val); err != nil {
					b.Fatal(err)
				} else if card != nil {
					cards[i], orders[i] = card, order
				}
			}
		}
	}
	return s
}

// cardOf reads the buttons of a message on its way, nil where it is no card.
func cardOf(key string, val []byte) (card map[string]string, order []string, err error) {
	m, err := storage.Decode[struct {
		Rows [][]struct {
			Data string `json:"data"`
		} `json:"rows"`
	}](key, val)
	for _, row := range m.Rows {
		for _, x := range row {
			parts := strings.SplitN(x.Data, ".", 5)
			if len(parts) < 5 || len(parts[0]) != 8 {
				continue
			}
			if card == nil {
				card = map[string]string{}
			}
			card[parts[4]], order = x.Data, append(order, parts[4])
		}
	}
	return card, order, err
}

// enrol gives each unit of a town its contact.
func enrol(b testing.TB, e storage.Engine, p *plan.Plan) {
	b.Helper()
	if err := e.Update(context.Background(), func(tx storage.Tx) error {
		for i, u := range p.Units {
			if err := storage.SavePerson(tx, reports.Person{ID: fmt.Sprintf("p%d", i), Name: "联络员", Unit: u.ID, Roles: []reports.Role{reports.Contact},
				Chat: reports.Address(fmt.Sprintf("tg:%d", i+1))}); err != nil {
				return err
			}
		}
		return nil
	}); err != nil {
		b.Fatal(err)
	}
}

// BenchmarkHandle is a town of people who fill in reports, hand them in and
// correct them, without the spine and without a disk; an operation is the
// handling of one update, commit included.
func BenchmarkHandle(b *testing.B) {
	p := townPlan(b, benchPeople)
	cal := schedules.NewCalendar(nil)
	d, err := desk.New(desk.Config{Features: service.Features(), Plan: p, Rules: schedules.DefaultRules(), Calendar: cal})
	if err != nil {
		b.Fatal(err)
	}
	empty := mem.New()
	enrol(b, empty, p)
	played := empty.Reopen()
	s := record(b, d, played, benchPeople, 120)
	b.ReportAllocs()
	b.ResetTimer()
	for left := b.N; left > 0; {
		n := min(left, len(s.updates))
		part := &script{s.updates[:n], s.at[:n], s.sent[:n]}
		part.play(b, d, empty.Reopen())
		left -= n
	}
}
