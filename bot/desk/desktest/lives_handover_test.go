package desktest

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"liubao/bot/desk/staff"
	"liubao/bot/desk/standing"
	"liubao/bot/telegram"
	"liubao/reports"
	"liubao/sandbox"
	"liubao/storage"
)

// handsOver has a contact hand their work over for good, to a colleague or to somebody
// new, and somebody of the office decide: what waits for the unit is not lost with them.
func (l *lives) handsOver() {
	from := rapid.SampledFrom(l.contacts()).Draw(l.t, "who leaves")
	who, owed := l.byChat(from.Chat), l.owedBy(from)
	who.Unblock() // whoever leaves is there to say so
	l.does(who, "/handover")
	l.choose(who, "永久交接")
	l.choose(who, "交给 ")
	office := l.stage.cast[rapid.SampledFrom([]string{"主任", "副主任"}).Draw(l.t, "who decides")]
	office.Unblock()
	l.choose(office, rapid.SampledFrom([]string{"同意", "同意", "不同意", "（以后再说）"}).Draw(l.t, "decision"))
	if msgs := l.sandbox.Messages(who.ID(), 0); len(msgs) > 0 {
		if link := opens.FindStringSubmatch(msgs[len(msgs)-1].Text); link != nil {
			l.succeeds(link[1])
		}
	}
	l.handedOver(from, owed)
}

// opens is the secret of a link.
var opens = regexp.MustCompile(`\?start=([\w-]+)`)

// choose presses one of the buttons on the newest card that begin so, where there is one.
func (l *lives) choose(who *sandbox.Person, begins string) {
	l.acting = who.ID()
	l.clock.Advance(5 * time.Second)
	l.pressBegins(who, begins)
	l.settle()
	l.look()
}

// succeeds has somebody new open the link with which they take over.
func (l *lives) succeeds(link string) {
	name := fmt.Sprintf("新人%d", len(l.order))
	who := l.user(name)
	l.people = append(l.people, name)
	l.acting = who.ID()
	_, err := who.Start(link)
	require.NoError(l.t, err)
	l.settle()
	l.look()
}

// handedOver holds what a hand-over came to against what must be: whoever left has
// nothing any more, and all that the unit owed and was asked has somebody of the unit
// whom it was shown.
func (l *lives) handedOver(from reports.Person, owed []standing.Standing) {
	require.NoError(l.t, l.engine.View(l.ctx(), func(r storage.Reader) error {
		was := from
		from, _, err := storage.Person(r, was.ID)
		require.NoError(l.t, err)
		if from.Has(reports.Contact, reports.Deputy) && from.Left.IsZero() {
			return nil // refused, or still to be decided
		}
		l.handed++
		l.requestsWhole(r)
		l.collectionsWhole(r)
		people, err := staff.ContactsOf(r, from.Unit)
		require.NoError(l.t, err)
		require.True(l.t, slices.ContainsFunc(people, func(p reports.Person) bool { return p.Has(reports.Contact, reports.Deputy) }),
			"%s left %s without anybody", from.Name, from.Unit)
		d, err := l.svc.Desk.With(r)
		require.NoError(l.t, err)
		for _, x := range owed {
			require.True(l.t, slices.ContainsFunc(people, func(p reports.Person) bool {
				mine, err := d.OwedBy(r, p, l.clock.Now())
				require.NoError(l.t, err)
				return slices.ContainsFunc(mine, func(y standing.Standing) bool { return y.Key() == x.Key() })
			}), "%s is nobody's since %s left", x.Key(), from.Name)
		}
		waits, err := storage.UnitRequests(r, from.Unit)
		require.NoError(l.t, err)
		for _, x := range waits {
			p, asked := x.Party(from.Unit)
			if x.Turn() != reports.TurnUnits || !asked || p.Told.IsZero() || p.Answered() {
				continue
			}
			require.True(l.t, slices.ContainsFunc(people, func(p reports.Person) bool { return l.sawRequest(p, x.ID) }),
				"nobody of %s saw %s since %s left", from.Unit, x.ID, from.Name)
		}
		return nil
	}))
}

// sawRequest reports whether somebody was ever shown a request.
func (l *lives) sawRequest(p reports.Person, id string) bool {
	return slices.ContainsFunc(l.shown, func(b shownButton) bool {
		return telegram.At(b.chat) == p.Chat && strings.HasPrefix(b.data, "rq.") && slices.Contains(strings.Split(b.data, "."), id)
	})
}

// contacts are those who write the reports of units, as they are now.
func (l *lives) contacts() (out []reports.Person) {
	require.NoError(l.t, l.engine.View(l.ctx(), func(r storage.Reader) error {
		all, err := storage.AllPeople(r)
		for _, p := range all {
			if p.Left.IsZero() && p.Has(reports.Contact, reports.Deputy) {
				out = append(out, p)
			}
		}
		return err
	}))
	return out
}

// byChat is whose phone has a chat.
func (l *lives) byChat(chat reports.Address) *sandbox.Person {
	for _, name := range l.order {
		if who := l.stage.cast[name]; telegram.At(who.ID()) == chat {
			return who
		}
	}
	l.t.Fatalf("nobody has chat %s", chat)
	return nil
}

// owedBy is what is asked of somebody now.
func (l *lives) owedBy(p reports.Person) (out []standing.Standing) {
	require.NoError(l.t, l.engine.View(l.ctx(), func(r storage.Reader) error {
		d, err := l.svc.Desk.With(r)
		require.NoError(l.t, err)
		out, err = d.OwedBy(r, p, l.clock.Now())
		return err
	}))
	return out
}

// leftAlone: nobody who has left is told anything but that they have.
func (l *lives) leftAlone(m *sandbox.View) {
	if m.Chat.ID == l.acting {
		return
	}
	require.NoError(l.t, l.engine.View(l.ctx(), func(r storage.Reader) error {
		p, ok, err := storage.PersonByUser(r, telegram.At(m.Chat.ID))
		if ok && !p.Left.IsZero() {
			require.Equal(l.t, "交接已生效，感谢您的工作。", m.Text, "%s has left, and is told this", p.Name)
		}
		return err
	}))
}

// member reports whether somebody is of the task force.
func (l *lives) member(who *sandbox.Person) (is bool) {
	require.NoError(l.t, l.engine.View(l.ctx(), func(r storage.Reader) error {
		p, ok, err := storage.PersonByUser(r, telegram.At(who.ID()))
		is = ok && p.Left.IsZero()
		return err
	}))
	return is
}
