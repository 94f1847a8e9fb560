package plan

import (
	"crypto/sha256"
	_ "embed" // the plan that ships with the program
	"encoding/hex"
	"errors"
	"slices"

	"liubao/plan/tomlfile"
)

//go:embed liubao.toml
var shipped []byte

// Default returns a fresh copy of the plan that ships with the program.
func Default() (*Plan, error) { return Load("liubao.toml", shipped) }

// Load reads and validates a plan file. The name stands in the errors only.
// All mistakes are returned at once, joined, each an [*Error] with the line it
// is on and what to write; a file that is no TOML at all gives the first.
func Load(name string, data []byte) (*Plan, error) {
	doc, err := tomlfile.Read(data)
	if err != nil {
		m, _ := errors.AsType[*tomlfile.Mistake](err) // Read has no other errors
		return nil, &Error{File: name, Line: m.Line, Msg: m.Text}
	}
	l := &loader{file: name, doc: doc}
	p := l.plan(&table{l: l, m: doc.Values})
	l.check(p)
	if err := l.err(); err != nil {
		return nil, err
	}
	// What the plan says of days to come must make sense then.
	if _, err := NewHistory([]Version{{From: p.Starts, Plan: p}}); err != nil {
		return nil, &Error{File: name, Line: 1, Msg: err.Error()}
	}
	p.text = slices.Clone(data)
	return p, nil
}

// Text returns the file that the plan was loaded from, nil for one made in code.
func (p *Plan) Text() []byte { return slices.Clone(p.text) }

// Hash returns the SHA-256 of the file that the plan was loaded from, in hex.
func (p *Plan) Hash() string {
	sum := sha256.Sum256(p.text)
	return hex.EncodeToString(sum[:])
}

// plan reads the whole file.
func (l *loader) plan(t *table) *Plan {
	p := &Plan{
		ID:        t.need("id"),
		Title:     t.need("title"),
		Name:      t.need("name"),
		Formal:    t.str("formal"),
		Work:      t.str("work"),
		Zone:      t.need("zone"),
		Starts:    t.date("starts"),
		Deadline:  t.clock("deadline"),
		Source:    t.str("source"),
		Office:    t.need("office"),
		Inspector: t.str("inspector"),
		Assessor:  t.str("assessor"),
		Superiors: t.strs("superiors"),

		BulletinTo:   t.strs("bulletin_to"),
		BulletinCopy: t.strs("bulletin_copy"),
	}
	p.Units = each(t, "units", unit)
	p.Areas = each(t, "areas", area)
	p.Tasks = each(t, "tasks", task)
	p.Indicators = each(t, "indicators", indicator)
	p.Duties = each(t, "duties", duty)
	p.Posts = each(t, "posts", post)
	p.Ledgers = each(t, "ledgers", ledger)
	p.Steps = each(t, "steps", step)
	t.done()
	return p
}

// each reads every table with the header [[key]]. Tables with mistakes are
// kept, so that their index stays the index in the file.
func each[T any](t *table, key string, read func(*table) T) []T {
	var out []T
	for _, sub := range t.tables(key) {
		out = append(out, read(sub))
		sub.done()
	}
	return out
}

func unit(t *table) Unit {
	return Unit{
		ID:       t.need("id"),
		Name:     t.need("name"),
		Full:     t.str("full"),
		Aliases:  t.strs("aliases"),
		Succeeds: t.strs("succeeds"),
		Until:    t.date("until"),
	}
}

func area(t *table) Area {
	return Area{
		ID:     t.need("id"),
		Number: t.num("number", true),
		Name:   t.need("name"),
		Lead:   t.need("lead"),
		Goal:   t.need("goal"),
	}
}

func task(t *table) Task {
	return Task{
		Number: t.num("number", true),
		Area:   t.need("area"),
		Title:  t.need("title"),
		Points: t.strs("points"),
		Units:  t.strs("units"),
		CanEnd: t.flag("can_end"),
		Until:  t.date("until"),
	}
}

func indicator(t *table) Indicator {
	i := Indicator{
		ID:       t.need("id"),
		Name:     t.need("name"),
		Area:     t.need("area"),
		Task:     t.num("task", false),
		Source:   t.need("source"),
		Kind:     choice(t, "kind", Count, Amount, Percent, YesNo),
		Measure:  t.str("measure"),
		Compare:  choice(t, "compare", AtLeast, AtMost, Equal, NotBelowBase, NotAboveBase),
		Phrase:   t.str("phrase"),
		Target:   t.decimal("target"),
		Baseline: t.decimal("baseline"),
		Due:      t.date("due"),
		Cadence:  choice(t, "cadence", EachPeriod, Monthly, Quarterly, Yearly),
		Yearly:   t.flag("yearly"),
		Private:  t.flag("private"),
		Duty:     t.str("duty"),
		Note:     t.str("note"),
		Years:    each(t, "years", yearValue),
	}
	for n := range i.Years {
		i.Years[n].Indicator = i.ID
	}
	return i
}

func yearValue(t *table) YearValue {
	return YearValue{
		Year:     t.num("year", true),
		From:     t.date("from"),
		Target:   t.decimal("target"),
		Baseline: t.decimal("baseline"),
		Source:   t.str("source"),
	}
}

func ledger(t *table) Ledger {
	return Ledger{ID: t.need("id"), Title: t.need("title"), Columns: each(t, "columns", column)}
}

func column(t *table) Column {
	return Column{Title: t.need("title"), Choices: t.strs("choices"), Blocks: t.flag("blocks")}
}

func step(t *table) Step {
	return Step{
		Indicator: t.str("indicator"),
		Task:      t.num("task", false),
		Date:      t.date("date"),
		Value:     t.decimal("value"),
		What:      t.str("what"),
	}
}

func duty(t *table) Duty {
	d := Duty{
		ID:        t.need("id"),
		Title:     t.need("title"),
		Timing:    choice(t, "timing", Recurring, Once, OnEvent),
		Subject:   choice(t, "subject", PerArea, PerUnit),
		Owners:    t.strs("owners"),
		Addressee: t.strs("addressee"),
		Copies:    t.strs("copies"),
		Days:      t.nums("days"),
		After:     t.str("after"),
		Date:      t.date("date"),
		Written:   t.flag("written"),
		SignOff:   SignNone,
		Task:      t.num("task", false),
		Area:      t.str("area"),
		Note:      t.str("note"),
		OfOffice:  t.flag("of_office"),
		Until:     t.date("until"),
		Questions: each(t, "questions", question),
	}
	if t.get("covers") != nil {
		d.Covers = choice(t, "covers", SinceLast, ThisMonth, LastMonth)
	}
	if t.get("sign_off") != nil {
		d.SignOff = choice(t, "sign_off", SignNone, SignHead, SignScan)
	}
	return d
}

func question(t *table) Question {
	return Question{
		ID:       t.need("id"),
		Title:    t.need("title"),
		Prompt:   t.need("prompt"),
		Optional: t.flag("optional"),
	}
}

func post(t *table) Post {
	return Post{
		Role:   choice(t, "role", Roles()...),
		Holder: t.need("holder"),
		Title:  t.str("title"),
		Unit:   t.str("unit"),
	}
}

// Roles returns the roles a post can have.
func Roles() []string {
	return []string{"leader", "deputy-leader", "member", "director", "deputy-director"}
}

// choice returns a word that must be one of the given ones.
func choice[T ~string](t *table, key string, words ...T) T {
	v := t.get(key)
	s, _ := v.(string)
	if !slices.Contains(words, T(s)) {
		if v == nil {
			t.l.fail(t.at(key), "missing; write one of %s", list(words))
		} else {
			t.l.fail(t.at(key), "unknown: %v; write one of %s", v, list(words))
		}
	}
	return T(s)
}
