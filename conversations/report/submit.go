package report

import (
	"fmt"
	"slices"
	"strings"

	"liubao/conversations"
	"liubao/conversations/report/form"
	"liubao/plan"
	"liubao/reports"
)

// submit hands the report in, or says what still stands in the way.
func (t *turn) submit(checked bool) {
	if missing := t.Form.Required(t.Draft); len(missing) > 0 {
		t.toast(textToastMissing, form.Names(missing))
		t.Move(missing[0].Screen, missing[0].Item)
		return
	}
	if t.Draft.Waiting() {
		t.moveWaiting()
		return
	}
	if t.othersSince() {
		t.toast(textToastChanged)
		t.Move(form.ScreenPreview, "")
		return
	}
	if !checked && len(t.Form.SuspectsIn(t.Draft)) > 0 {
		t.Move(form.ScreenPreview, "")
		return
	}
	r := t.report()
	if t.Form.Returned != nil && r.Correction == "" {
		t.toast(textUnchanged)
		t.settle()
		return
	}
	t.Draft.Submitted, t.Draft.Open, t.Draft.Remark = r.Version, false, ""
	t.Draft.Touch("submitted", t.By)
	t.At.Pending, t.At.Value = nil, nil
	what := "提交"
	if r.Version > 1 {
		what = "提交更正"
	}
	t.emit(conversations.Submit{Report: r}, conversations.Logged{What: fmt.Sprintf("%s 第%d版", what, r.Version)})
	// The card that follows speaks of the report as it stands now.
	t.Form.Current, t.Form.Returned = &r, nil
	t.Move(form.ScreenSent, "")
}

// othersSince reports whether a colleague changed the draft after this
// person's card was shown.
func (t *turn) othersSince() bool {
	for _, touch := range t.Draft.Touched {
		if touch.Rev > t.At.Seen && touch.By != t.By.Actor {
			return true
		}
	}
	return false
}

// report builds the next version from the draft.
func (t *turn) report() reports.Report {
	r := reports.Report{
		V: 1, Key: t.Form.Key, Unit: t.Form.Unit, Version: 1, State: reports.Submitted,
		Entries: entries(t.Draft.Entries), Readings: t.Draft.Readings, Answers: t.Draft.Answers, Evidence: t.Draft.Evidence,
		SubmittedAt: t.By.At, SubmittedBy: t.By.Actor, FirstAt: t.By.At, Deadline: t.Form.Period.Deadline,
	}
	if t.Form.SignOff != plan.SignNone && t.Form.SignOff != "" {
		r.State = reports.AwaitsSign
	}
	if was := t.Form.Current; was != nil {
		r.Version, r.FirstAt, r.Deadline = was.Version+1, was.FirstAt, was.Deadline
		r.Correction = changes(*was, r)
	}
	return r
}

// entries are what the draft says of the tasks. What was needed of others stays in the
// draft where the task is no longer said to be difficult.
func entries(all []reports.Entry) []reports.Entry {
	out := slices.Clone(all)
	for i := range out {
		if e := &out[i]; e.Progress != reports.Difficulty {
			e.Need, e.NeedFrom = nil, nil
		}
	}
	return out
}

// changes names what differs between two versions.
func changes(was, is reports.Report) string {
	var out []string
	for _, e := range is.Entries {
		old, _ := was.Entry(e.Task)
		if old.Progress != e.Progress || old.Kept != e.Kept || old.Text() != e.Text() || len(old.Evidence) != len(e.Evidence) ||
			reports.Join(old.Need) != reports.Join(e.Need) || reports.Join(old.NeedFrom) != reports.Join(e.NeedFrom) {
			out = append(out, fmt.Sprintf("任务%d", e.Task))
		}
	}
	for _, x := range is.Readings {
		if old, _ := was.Reading(x.Indicator); old.Value != x.Value || old.Unknown != x.Unknown {
			out = append(out, "指标")
			break
		}
	}
	for _, a := range is.Answers {
		if was.Answer(a.Question) != reports.Join(a.Words) {
			out = append(out, "其他")
			break
		}
	}
	if len(was.Evidence) != len(is.Evidence) {
		out = append(out, "附件")
	}
	return strings.Join(out, "、")
}

// scanned takes the photo of the signed page.
func (t *turn) scanned(f reports.File) {
	r := *t.Form.Current
	r.Scan, r.State, r.SignedAt, r.SignedBy = &f, reports.Signed, t.By.At, t.By.Actor
	t.emit(conversations.Submit{Report: r}, conversations.Logged{What: "签字页", After: f.Label()})
	t.Form.Current = &r
	t.Note = textScanNoted
}
