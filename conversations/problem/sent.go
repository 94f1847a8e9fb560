package problem

import (
	"fmt"
	"reflect"

	"liubao/conversations"
	"liubao/reports"
)

// atOnce sends a major problem at the tap that says so: somebody is to know now,
// and the details follow. It waits where what it is has not been said, or seems to
// hold personal data.
func (t *turn) atOnce() {
	if t.w.Level != "major" || t.w.Sent != "" || !t.filled(stepWhat) || len(t.private()) > 0 {
		return
	}
	t.w.Sent = t.d.ID
	t.note = fmt.Sprintf(textSentAtOnce, t.w.Sent)
	t.emit(conversations.Raise{Problem: t.problem(t.w.Sent), More: true})
}

// problem is what the form comes to.
func (t *turn) problem(id string) reports.Problem {
	return reports.Problem{
		ID: id, Unit: t.d.Unit, Area: t.d.Area, Major: t.w.Level == "major",
		What: t.w.Said(stepWhat), Where: t.w.Said(stepWhere), Since: t.w.Said(stepSince), Needs: t.w.Said(stepNeeds),
		Evidence: t.w.Evidence, By: t.by.Actor, At: t.by.At,
	}
}

// detail brings a problem that was sent at the tap up to date with what was added
// since, unless it is to be asked about first.
func (t *turn) detail(was Form) {
	if was.Sent == "" || t.w.Sent == "" || t.w.Raised != "" || len(t.private()) > 0 {
		return
	}
	before := turn{d: t.d, w: was, by: t.by}
	if now := t.problem(t.w.Sent); !reflect.DeepEqual(before.problem(t.w.Sent), now) {
		t.emit(conversations.Detail{Problem: now})
	}
}
