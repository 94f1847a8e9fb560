package desktest

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"liubao/bot/desk/staff"
	"liubao/plan"
	"liubao/reports"
	"liubao/sandbox"
	"liubao/storage"
)

// requestsWhole holds the stored requests against what must be: an open one is
// somebody's turn, and somebody there can take it or give it away; it stands on the
// list of every unit that it concerns, and a closed one on none; nobody is asked the
// same twice; and whoever's turn it is will be looked at, or told, at some time.
func (l *lives) requestsWhole(r storage.Reader) {
	all, err := storage.Requests(r)
	require.NoError(l.t, err)
	people, err := storage.AllPeople(r)
	require.NoError(l.t, err)
	office := slices.ContainsFunc(people, func(p reports.Person) bool { return staff.Can(p, staff.ActCoordinate) })
	asked, open := map[string]string{}, map[reports.RequestKind]int{}
	set := l.timersOf(r)
	for _, x := range all {
		for _, u := range append(x.Units(), x.Unit) {
			if u == "" {
				continue
			}
			listed, err := storage.UnitRequests(r, u)
			require.NoError(l.t, err)
			on := slices.ContainsFunc(listed, func(y reports.Request) bool { return y.ID == x.ID })
			require.Equal(l.t, x.Open(), on, "request %s on the list of %s", x.ID, u)
		}
		if !x.Open() {
			require.False(l.t, x.ClosedAt.IsZero(), "request %s", x.ID)
			continue
		}
		open[x.Kind]++
		require.NotEqual(l.t, reports.TurnNobody, x.Turn(), "request %s has no owner", x.ID)
		require.True(l.t, office || len(x.Parties) > 0, "nobody can give request %s to anybody", x.ID)
		require.Len(l.t, slices.Compact(slices.Sorted(slices.Values(x.Units()))), len(x.Parties), "request %s asks a unit twice", x.ID)
		if x.Kind != reports.Trouble { // whoever gave it and left handed it to somebody
			by, ok, err := storage.Person(r, x.By)
			require.NoError(l.t, err)
			require.True(l.t, ok && by.Left.IsZero(), "%s stays with %s, who left", x.ID, by.Name)
		}
		l.watched(x, set)
		if x.Kind == reports.Trouble {
			require.NotContains(l.t, x.Units(), x.Unit, "request %s asks who asks", x.ID)
			what := fmt.Sprint(x.Unit, x.Key.Duty, x.Key.Subject, x.Task)
			require.Empty(l.t, asked[what], "requests %s and %s ask the same", asked[what], x.ID)
			asked[what] = x.ID
		}
	}
	for _, k := range []reports.RequestKind{reports.Trouble, reports.Instruct, reports.Assign} {
		n, _, err := storage.CountRequests(r, k, l.plan.Starts)
		require.NoError(l.t, err)
		require.Equal(l.t, open[k], n, "%s are counted as open", k)
	}
}

// watched: an open request does not sleep.
func (l *lives) watched(x reports.Request, set map[string]bool) {
	if x.State != reports.RequestOpen { // the office, or a report that is to be corrected, holds it up
		return
	}
	for _, p := range x.Parties {
		if !p.Told.IsZero() && !x.Due.IsZero() && x.Turn() == reports.TurnUnits {
			require.False(l.t, x.Due.Before(plan.DateOf(p.Told.In(l.loc))), "%s was told of %s when it was late already", p.Unit, x.ID)
		}
		switch {
		case p.Told.IsZero() && x.Turn() != reports.TurnUnits: // what the office took upon itself is not sent
		case p.Told.IsZero():
			require.True(l.t, set["request-tell "+p.Unit], "%s will never be told of %s", p.Unit, x.ID)
		case x.Turn() == reports.TurnUnits && !p.Answered():
			require.True(l.t, set["request-chase "+p.Unit], "%s is never reminded of %s", p.Unit, x.ID)
		}
	}
	if x.Turn() == reports.TurnAsker && x.Rung == 0 {
		unit := x.Unit
		if unit == "" {
			unit = x.Parties[0].Unit // by whose mornings it is seen to
		}
		require.True(l.t, set["request-chase "+unit], "nobody is ever reminded to confirm %s", x.ID)
	}
}

// timersOf are the timers of requests that are set, by what and unit.
func (l *lives) timersOf(r storage.Reader) map[string]bool {
	out := map[string]bool{}
	require.NoError(l.t, storage.Each(r, storage.RowTimer.Prefix(), "", 0, func(key string, _ json.RawMessage) error {
		c := storage.Components(key) // timer, when, what, of what
		var of struct {
			Unit string `json:"unit"`
		}
		if strings.HasPrefix(c[2], "request-") && json.Unmarshal([]byte(c[3]), &of) == nil {
			out[c[2]+" "+of.Unit] = true
		}
		return nil
	}))
	return out
}

// instructs has somebody give units something to do, where they may.
func (l *lives) instructs(who *sandbox.Person) {
	l.write(who, "/instruct")
	l.settle()
	l.look()
	l.pressOneOf(who, "我的批示、交办", "记会议决定")
	l.settle()
	l.clock.Advance(5 * time.Second)
	l.write(who, rapid.SampledFrom([]string{"请财政局、社管局三日内核实。", "请党群局12月31日前报名单。", "请抓紧。"}).Draw(l.t, "instruction"))
	l.settle()
	l.look()
	l.pressOneOf(who, "发出")
}
