package docx

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"liubao/plan"
	"liubao/reports"
	"liubao/reports/picture"
)

// Evidence is a file that belongs to a report. Picture is set for photos that
// [picture.Prepare] could open; Missing says why a photo is not in the document, which
// is told in the chat and never printed: it goes along as a file.
type Evidence struct {
	Task    int // 0 for the report as a whole
	File    reports.File
	Picture *picture.Picture
	Missing string
}

// builder gathers blocks.
type builder struct{ blocks []Block }

func (b *builder) head(level int, text string) {
	b.blocks = append(b.blocks, Heading{Level: level, Text: text})
}
func (b *builder) table(t Table) { b.blocks = append(b.blocks, t) }

// para adds a paragraph that ends in a full stop, and nothing where there are
// no words.
func (b *builder) para(label, text string) {
	if ls := lines(text); len(ls) > 0 {
		ls[len(ls)-1] = sentence(ls[len(ls)-1])
		b.blocks = append(b.blocks, Para{Label: label, Text: strings.Join(ls, "\n")})
	}
}

// section adds a heading of the first level with its words.
func (b *builder) section(title, text string) {
	if len(lines(text)) > 0 {
		b.head(1, title)
		b.para("", text)
	}
}

// task adds a paragraph about a task that begins with its number and title.
func (b *builder) task(t plan.Task, words string) {
	b.lead(fmt.Sprintf("%d.%s。", t.Number, t.Title), words)
}

// done adds what was done of a task in difficulty, where it says so.
func (b *builder) done(t plan.Task, e reports.Entry) {
	if done, _ := reports.Parted(e.Said()); done != "" {
		b.task(t, done)
	}
}

// lead adds a paragraph that begins with words that stand out.
func (b *builder) lead(lead, text string) {
	ls := lines(text)
	if len(ls) == 0 {
		ls = []string{textNotGiven}
	}
	ls[len(ls)-1] = sentence(ls[len(ls)-1])
	b.blocks = append(b.blocks, Para{Label: lead, Text: strings.Join(ls, "\n"), Strong: true})
}

// note adds how last period's plan was kept, and how the task looks by the
// calendar.
func (b *builder) note(n TaskNote) {
	b.para(textPlanned, n.Planned)
	if n.Light != "" {
		b.para(textLight, joined("，", n.Light, n.Reason))
	}
}

// slips adds a sentence for each indicator that slips.
func (b *builder) slips(all []string) {
	for _, s := range all {
		b.para("", sentence(s))
	}
}

// noteOf returns what stands beside a task: what is given, and what the report
// itself says became of the last plan.
func noteOf(given map[int]TaskNote, e reports.Entry) TaskNote {
	n := given[e.Task]
	n.Planned = e.PlanAnswer()
	return n
}

// said is what a report says of a task, without a word for its state: those
// are for screens.
func said(e reports.Entry) string {
	if words := e.Said(); words != "" {
		return words
	}
	switch e.Progress {
	case reports.Same:
		return textSame
	case reports.Done:
		return textDone
	}
	return ""
}

// sentence ends s with a full stop where it has no mark.
func sentence(s string) string {
	if s = strings.TrimSpace(s); s == "" || reports.Stopped(s) {
		return s
	}
	return strings.TrimRight(s, "，；、,;") + "。"
}

// evidence adds one sentence that counts a task's files.
func (b *builder) evidence(task int, all []Evidence) {
	photos, files := 0, 0
	for _, e := range all {
		switch {
		case e.Task != task:
		case e.Picture != nil:
			photos++
		default:
			files++
		}
	}
	var parts []string
	if photos > 0 {
		parts = append(parts, fmt.Sprintf("照片%d张", photos))
	}
	if files > 0 {
		parts = append(parts, fmt.Sprintf("文件%d份", files))
	}
	if len(parts) > 0 {
		b.para(textEvidence, strings.Join(parts, "、")+"，见附件。")
	}
}

// pictures lists the photos as one attachment: what goes up says nothing of
// files that do not go with it.
func pictures(p *plan.Plan, all []Evidence) []Attachment {
	var photos []Photo
	for _, e := range all {
		if e.Picture != nil {
			photos = append(photos, Photo{*e.Picture, photoCaption(p, e)})
		}
	}
	if len(photos) == 0 {
		return nil
	}
	return []Attachment{{Title: textPhotoTitle, Blocks: []Block{Photos{photos}}}}
}

// Attachments lists photos as one attachment and each file as its own. Nothing is said
// of what could not be put in or is not there: it goes along as a file.
func Attachments(p *plan.Plan, all []Evidence) []Attachment {
	out := pictures(p, all)
	for _, e := range all {
		if e.Picture != nil {
			continue
		}
		out = append(out, Attachment{Title: fileKind.ReplaceAllString(e.File.Label(), "")}) // its name says what it is
	}
	return out
}

// fileKind finds the end of a file's name.
var fileKind = regexp.MustCompile(`(?i)\.(?:docx?|xlsx?|pptx?|wps|et|dps|pdf|ofd|txt|csv|jpe?g|png|gif|bmp|webp|heic|zip|rar|7z|mp4)$`)

func photoCaption(p *plan.Plan, e Evidence) string {
	note := e.File.Note
	t, ok := p.Task(e.Task)
	switch {
	case ok && note != "":
		return fmt.Sprintf("任务%d：%s", t.Number, note)
	case ok:
		return fmt.Sprintf("任务%d：%s", t.Number, t.Title)
	case note != "":
		return note
	}
	return e.File.Label()
}

// counts says how many tasks are in which state.
func counts(es []reports.Entry, tasks int) string {
	n := map[reports.Progress]int{}
	told := 0
	for _, e := range es {
		n[e.Progress]++
		if e.Progress != "" {
			told++
		}
	}
	var parts []string
	for _, p := range []reports.Progress{reports.Moving, reports.Difficulty, reports.Done, reports.Same} {
		if n[p] > 0 {
			parts = append(parts, inState(p, n[p]))
		}
	}
	if tasks > told {
		parts = append(parts, fmt.Sprintf("未填%d项", tasks-told))
	}
	return fmt.Sprintf(textAreaCounts, tasks, strings.Join(parts, "、"))
}

// inState counts the tasks in a state, in the words of an official letter.
func inState(p reports.Progress, n int) string {
	word := p.Label()
	if p == reports.Same {
		word = textUnchanged
	}
	return fmt.Sprintf("%s%d项", word, n)
}

// figures is where the values of indicators come from.
type figures struct {
	now, last *reports.Report
	elsewhere []reports.Report // of the same month, oldest first
	notAsked  map[string]bool
	loc       *time.Location
}

// find returns a value with the remark that stands under it, and where there
// is none why.
func (f figures) find(i plan.Indicator) (v *plan.Number, remark string) {
	if r, ok := reading(f.now, i.ID); ok {
		if r.Unknown {
			return nil, joined("\n", textUnknown, r.Note)
		}
		return &r.Value, r.Note
	}
	for _, r := range slices.Backward(f.elsewhere) {
		if x, ok := r.Reading(i.ID); ok && !x.Unknown {
			return &x.Value, fmt.Sprintf(textReportedOn, day(r.SubmittedAt, f.loc))
		}
	}
	switch {
	case !f.notAsked[i.ID]:
		return nil, textNotGiven
	case i.Cadence == plan.Quarterly:
		return nil, textQuarterly
	case i.Cadence == plan.Yearly:
		return nil, textYearly
	}
	return nil, textMonthly
}

// indicatorRow returns name, target, last and present value, and how that one
// stands against the target.
func indicatorRow(i plan.Indicator, p plan.Period, f figures) []string {
	row := []string{i.Label(), i.TargetText(), textNone, textNone, textNone}
	if i.Due != (plan.Date{}) {
		row[1] += "（" + DateText(i.Due) + "前）"
	}
	if r, ok := reading(f.last, i.ID); ok && !r.Unknown {
		row[2] = i.Format(r.Value)
	}
	v, remark := f.find(i)
	if v == nil {
		row[3] = remark
		return row
	}
	row[3] = joined("\n", i.Format(*v), remark)
	if j := i.Judge(*v, p); j.Standing != plan.Unjudged {
		row[4] = j.String()
	}
	return row
}

func reading(r *reports.Report, id string) (reports.Reading, bool) {
	if r == nil {
		return reports.Reading{}, false
	}
	return r.Reading(id)
}

// indicatorTable returns the table of indicators, without the private ones
// unless they are asked for, and false where none is left.
func indicatorTable(is []plan.Indicator, p plan.Period, f figures, private bool) (Table, bool) {
	t := Table{
		Head:   []string{"指标", "目标", "上期", "本期", "是否达到"},
		Widths: []int{31, 18, 18, 19, 14},
		Centre: []bool{false, true, true, true, true},
	}
	for _, i := range is {
		if !i.Private || private {
			t.Rows = append(t.Rows, indicatorRow(i, p, f))
		}
	}
	return t, len(t.Rows) > 0
}

// find returns the report on the subject, nil for none.
func find(rs []reports.Report, subject string) *reports.Report {
	for i := range rs {
		if rs[i].Key.Subject == subject {
			return &rs[i]
		}
	}
	return nil
}

// first returns when the first version of a report came.
func first(o reports.Owed, p *plan.Plan) string { return moment(o.FirstAt, p.Location()) }

// moment returns an instant as 12月15日 17:30.
func moment(t time.Time, loc *time.Location) string {
	if t.IsZero() {
		return textNone
	}
	return t.In(loc).Format("1月2日 15:04")
}

// day returns the day of an instant as 12月15日.
func day(t time.Time, loc *time.Location) string {
	if loc == nil || t.IsZero() {
		return ""
	}
	return t.In(loc).Format("1月2日")
}

// signOff returns the place for the head's signature, as the duty has it.
func signOff(d plan.Duty, r reports.Report, signer string, loc *time.Location) []SignOff {
	if d.SignOff == "" || d.SignOff == plan.SignNone {
		return nil
	}
	s := SignOff{Label: textHeadSigns}
	if !r.SignedAt.IsZero() && signer != "" {
		s.Name, s.Date = signer, DateText(plan.DateOf(r.SignedAt.In(loc)))
	}
	return []SignOff{s}
}

// dated returns the day given, or else the day of the submission.
func dated(d plan.Date, r reports.Report, loc *time.Location) plan.Date {
	if d.IsZero() && !r.SubmittedAt.IsZero() {
		return plan.DateOf(r.SubmittedAt.In(loc))
	}
	return d
}

// titled puts a unit before a title: on its own line where both do not fit one.
func titled(unit, title string) string {
	if width(unit+title) <= titleHalves {
		return unit + title
	}
	return unit + "\n" + title
}
