package town

import (
	"context"
	"encoding/json"
	"fmt"
	"regexp"
	"strings"

	"liubao/reports"
	"liubao/storage"
	"liubao/storage/audit"
)

// word is what a contact's words look like: see writes.
var word = regexp.MustCompile(`词\d+x\d+号`)

// Check opens the file that a program left behind and looks for everything
// that was typed. Its error names what is missing, words that stand in another
// order than they were sent in, and damage to the audit log.
func (t *Town) Check(ctx context.Context) (Found, error) {
	engine, err := t.open()
	if err != nil {
		return Found{}, err
	}
	defer func() { _ = engine.Close() }()
	var f Found
	var wrong []error
	stored := map[string]bool{}
	if err := engine.View(ctx, func(r storage.Reader) error {
		f, wrong = Found{}, nil
		clear(stored)
		for _, prefix := range []string{"draft/", "dropped/", "report/", "version/", "cursor/"} {
			if err := storage.Each(r, prefix, "", 0, func(key string, v json.RawMessage) error {
				for _, w := range word.FindAllString(string(v), -1) {
					stored[w] = true
				}
				return nil
			}); err != nil {
				return err
			}
		}
		if err := storage.Each(r, "report/", "", 0, func(_ string, x reports.Report) error {
			f.Reports, f.Versions = f.Reports+1, f.Versions+x.Version
			wrong = append(wrong, ordered(x)...)
			return nil
		}); err != nil {
			return err
		}
		return left(r, &wrong)
	}); err != nil {
		return f, err
	}
	for _, c := range t.People {
		for _, w := range c.Words {
			if f.Words++; !stored[w] {
				wrong = append(wrong, fmt.Errorf("%s was typed and is nowhere", w))
			}
		}
	}
	audit, err := audit.Verify(ctx, engine)
	if err != nil {
		return f, err
	}
	f.Audit = audit.Rows
	for _, x := range audit.List {
		wrong = append(wrong, fmt.Errorf("audit log: %+v", x))
	}
	return f, join(wrong[:min(len(wrong), 10)])
}

// Found is what a store held.
type Found struct {
	Words    int // typed and looked for
	Reports  int
	Versions int // of reports
	Audit    int // rows of the log
}

// left notes updates and messages that nobody took care of.
func left(r storage.Reader, wrong *[]error) error {
	err := r.Scan(storage.RowInbox.Prefix(), "", 0, func(key string, _ []byte) error {
		*wrong = append(*wrong, fmt.Errorf("%s was never handled", key))
		return nil
	})
	if err != nil {
		return err
	}
	type dead struct {
		Source string `json:"source"`
		Reason string `json:"reason"`
	}
	return storage.Each(r, storage.RowDead.Prefix(), "", 0, func(key string, d dead) error {
		*wrong = append(*wrong, fmt.Errorf("%s: %s", key, d.Reason))
		return nil
	})
}

// ordered returns the answers in which one person's words stand in another
// order than they were sent in.
func ordered(x reports.Report) (wrong []error) {
	for _, e := range x.Entries {
		last := map[string]int{}
		for _, p := range e.Words {
			var who, n int
			if _, err := fmt.Sscanf(strings.TrimPrefix(word.FindString(p.Text), "词"), "%dx%d号", &who, &n); err != nil {
				continue
			}
			if before, ok := last[p.By]; ok && n <= before {
				wrong = append(wrong, fmt.Errorf("%s, task %d: word %d of %s stands behind word %d", x.Key, e.Task, n, p.By, before))
			}
			last[p.By] = n
		}
	}
	return wrong
}

// Repetitions returns the messages that came a second time, among them apart those
// that did so behind a newer card, and the chats in which a card came for the first time
// behind a newer one. Every card has a version of its own.
func Repetitions(said []Said) (again, late []Said, disorder []error) {
	type card struct {
		chat    int64
		version int
	}
	newest, seen := map[int64]int{}, map[card]bool{}
	for _, m := range said {
		this := card{m.Chat, m.Version}
		switch before := newest[m.Chat]; {
		case m.Version == 0:
		case seen[this]:
			again = append(again, m)
			if m.Version < before {
				late = append(late, m)
			}
		case m.Version < before:
			disorder = append(disorder, fmt.Errorf("chat %d: card %d came behind card %d, and had not come before", m.Chat, m.Version, before))
		default:
			newest[m.Chat] = m.Version
		}
		seen[this] = true
	}
	return again, late, disorder
}
