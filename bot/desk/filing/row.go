package filing

import (
	"fmt"
	"strings"
	"time"

	"liubao/bot"
	"liubao/bot/desk"
	"liubao/bot/desk/orders"
	"liubao/plan"
	"liubao/reports"
	"liubao/storage"
)

// row is how a summary went to the superiors.
type row struct {
	V       int            `json:"v"`
	Key     reports.Key    `json:"key"`
	Made    []document     `json:"made,omitempty"`    // as the bot made it, the newest last
	Changed []reports.File `json:"changed,omitempty"` // as it was sent back, the newest last
	FiledAt time.Time      `json:"filedAt,omitzero"`  // when it went, as the office says
	FiledBy string         `json:"filedBy,omitempty"` // person id
	NotedAt time.Time      `json:"notedAt,omitzero"`  // when that was said
	To      string         `json:"to,omitempty"`      // "" for whom the duty names
	Number  string         `json:"number,omitempty"`  // of the paper (文号)
	Receipt *reports.File  `json:"receipt,omitempty"` // a photo of it
	Times   int            `json:"times,omitempty"`   // how often it went
}

// document is a file that the bot made and keeps.
type document struct {
	SHA256 string    `json:"sha256"`
	Name   string    `json:"name"`
	At     time.Time `json:"at"`
}

func (x row) filed() bool { return !x.FiledAt.IsZero() }

func read(r storage.Reader, k reports.Key) (row, error) {
	x, ok, err := storage.Get[row](r, storage.RowFiling.Of(k))
	if !ok {
		x = row{V: 1, Key: k}
	}
	return x, err
}

func save(tx storage.Tx, x row) error { return storage.Put(tx, storage.RowFiling.Of(x.Key), x) }

// Went is how a period's summary went to the superiors.
type Went struct {
	At      time.Time
	Number  string      // of the paper, "" for none
	File    bot.FileRef // as the bot had made it, zero for none
	Changed bool        // what went is a file that was sent back changed
}

// Gone returns how the summary of a period went; ok is false where none has.
func Gone(r storage.Reader, period string) (went Went, ok bool, err error) {
	err = storage.EachSound(r, storage.RowFiling.Prefix(period), "", 0, func(_ string, x row) error {
		if !x.filed() {
			return nil
		}
		went, ok = Went{At: x.FiledAt, Number: x.Number, Changed: len(x.Changed) > 0}, true
		for i, m := range x.Made {
			if i == 0 || !m.At.After(x.NotedAt) { // what was made again afterwards is a copy
				went.File = bot.FileRef{Hash: m.SHA256, Name: m.Name}
			}
		}
		return nil
	})
	return went, ok, err
}

// addressees are whom the summary goes to.
func addressees(duty plan.Duty, x row) string {
	if x.To != "" {
		return x.To
	}
	out := strings.Join(duty.Addressee, "、")
	if len(duty.Copies) > 0 {
		out += textCopies + strings.Join(duty.Copies, "、")
	}
	return out
}

// paperName names the paper of a summary among those that are ordered.
func paperName(k reports.Key) string { return "filing/" + k.String() }

// made keeps what the bot made for a filing: whatever is changed later, this stays.
func made(_ *desk.Desk, tx storage.Tx, p orders.Row, files []orders.File, now time.Time) error {
	name, ok := strings.CutPrefix(p.Name, "filing/")
	if !ok || len(files) == 0 {
		return nil
	}
	k, ok := desk.SplitKey(name)
	if !ok {
		return nil
	}
	x, err := read(tx, k)
	if err != nil {
		return err
	}
	if n := len(x.Made); n > 0 && x.Made[n-1].SHA256 == files[0].SHA256 {
		return nil
	}
	x.Made = append(x.Made, document{SHA256: files[0].SHA256, Name: files[0].Name, At: now})
	return save(tx, x)
}

// week: the summaries that went within it.
func week(d *desk.Desk, r storage.Reader, since, now time.Time) (out, late []string, err error) {
	for _, duty := range d.Plan.Duties {
		if !duty.Summarises() {
			continue
		}
		for _, p := range d.PeriodsAt(duty, now) {
			for _, o := range d.ObligationsIn(duty, p) {
				x, err := read(r, reports.Key{Period: p.ID, Duty: duty.ID, Subject: o.Subject})
				if err != nil {
					return nil, nil, err
				}
				if x.NotedAt.After(since) {
					out = append(out, fmt.Sprintf(textWeek, d.PeriodText(p, now)))
				}
			}
		}
	}
	return out, nil, nil
}
