package archive

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"liubao/bot/desk/history"
	"liubao/storage"
	"liubao/storage/audit"
)

// log is the audit log: a story of each unit and period for reading, all rows as
// they are, and what a verification finds.
func (f *folder) log() error {
	f.begin(textLog, textLogAbout)
	var heads []storage.AuditHead
	if err := f.view(func(r storage.Reader) (err error) {
		heads, err = storage.AllSound[storage.AuditHead](r, storage.RowAuditHead.Prefix())
		return err
	}); err != nil {
		return err
	}
	if err := f.verified(); err != nil {
		return err
	}
	for _, h := range heads {
		if h.Unit == storage.StateUnit { // of rows, not of what people did
			continue
		}
		var lines []string
		if err := f.view(func(r storage.Reader) (err error) {
			lines, err = history.Story(r, f.Desk.Plan, h.Unit, h.Period)
			return err
		}); err != nil {
			f.lacks(h.Period+" "+h.Unit, err)
			continue
		}
		name := f.Desk.UnitIn(h.Unit, h.Period)
		if h.Unit == "-" {
			name = f.Desk.UnitOrOffice("")
		}
		title := h.Period + "_" + name + ".txt"
		if err := f.add([]string{textLog, h.Period}, title, title, "", []byte("\ufeff"+strings.Join(lines, "\r\n")+"\r\n")); err != nil {
			return err
		}
	}
	return nil
}

// verified says what a verification of the log finds, and where its last anchor is.
func (f *folder) verified() error {
	var b strings.Builder
	if err := f.view(func(r storage.Reader) error {
		b.Reset()
		b.WriteString("\ufeff")
		found, err := audit.VerifyOn(r)
		if err != nil {
			return err
		}
		if found.OK() {
			fmt.Fprintf(&b, textVerifyOK, found.Chains, found.Rows)
		} else {
			fmt.Fprintf(&b, textVerifyBad, found.Total, found.Chains, found.Rows)
			for _, x := range found.List {
				fmt.Fprintf(&b, "%s %s %s %s %s\n", x.Fault, x.Period, x.Unit, x.Key, x.Detail)
			}
		}
		a, ok, err := audit.LastAnchor(r)
		if ok {
			fmt.Fprintf(&b, textLastHead, a)
		}
		return err
	}); err != nil {
		return err
	}
	name := textVerified + ".txt"
	return f.add([]string{textLog}, name, name, "", []byte(b.String()))
}

// passing are the kinds of rows that only serve the running bot, or are worked out
// from others. All others are taken out, those of features to come included. Invites
// are not, though their links cannot be worked out from them; nor the bytes of files,
// which stand in a folder of their own.
var passing = map[string]bool{
	"awaited": true, "brief": true, "closedrequest": true, "compose": true, "contribcursor": true, "cursor": true, "dead": true, "draftbrief": true, "fetch": true, "files": true,
	"focus": true, "inbox": true, "invite": true, "menu": true, "opencollection": true, "openfinding": true, "openproblem": true, "openrequest": true,
	"outbox": true, "paper": true, "papersent": true, "piece": true, "queue": true, "quota": true, "read": true, "seen": true, "slot": true, "stranger": true,
	"timer": true, "unitperson": true, "unitrequest": true, "user": true, "view": true, "visit": true, "which": true,
}

// kept are the kinds of rows there are that last, in order.
func kept(r storage.Reader) ([]string, error) {
	var out []string
	for after, more := "", true; more; {
		more = false
		if err := r.Scan("", after, 1, func(key string, _ []byte) error {
			noun, _, _ := strings.Cut(key, "/")
			if !passing[noun] {
				out = append(out, noun)
			}
			more, after = true, noun+"0" // 0 is what comes after the stroke
			return nil
		}); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// rows are all rows, as they are stored.
func (f *folder) rows() error {
	f.begin(textRows, textRowsAbout)
	var nouns []string
	if err := f.view(func(r storage.Reader) (err error) {
		nouns, err = kept(r)
		return err
	}); err != nil {
		return err
	}
	for _, noun := range nouns {
		var b bytes.Buffer
		n, damaged := 0, 0
		if err := f.view(func(r storage.Reader) error {
			b.Reset()
			n, damaged = 0, 0
			return r.Scan(noun+"/", "", 0, func(key string, val []byte) error {
				v, err := storage.Decode[json.RawMessage](key, val)
				if errors.Is(err, storage.ErrCorrupt) {
					damaged++
					return nil
				}
				if err != nil {
					return err
				}
				n++
				return line(&b, key, v)
			})
		}); err != nil {
			return err
		}
		if damaged > 0 {
			f.lacks(noun, fmt.Errorf(textDamaged, damaged))
		}
		if n == 0 {
			continue
		}
		name := noun + ".jsonl"
		if err := f.add([]string{textRows}, name, name, fmt.Sprintf(textRowsOf, n), b.Bytes()); err != nil {
			return err
		}
	}
	return nil
}

// line writes a row; its JSON stays as it is, byte for byte, for the log has its hash.
func line(b *bytes.Buffer, key string, v json.RawMessage) error {
	k, err := json.Marshal(key)
	if err != nil {
		return err
	}
	fmt.Fprintf(b, `{"key":%s,"value":%s}`+"\n", k, v)
	return nil
}
