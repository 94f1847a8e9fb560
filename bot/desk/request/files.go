package request

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"liubao/bot"
	"liubao/bot/desk"
	"liubao/bot/desk/staff"
	"liubao/bot/desk/uploads"
	"liubao/reports"
	"liubao/storage"
)

// awaitedFile marks a request's file that is being fetched.
const awaitedFile = "request"

// fileArg says what a file belongs to: a request, or a unit's answer to it.
type fileArg struct {
	ID   string `json:"id"`
	Unit string `json:"unit,omitempty"`
}

func fileText(a fileArg) string {
	b, _ := json.Marshal(a) // strings alone
	return string(b)
}

// takeFile has a file fetched, and sent on once it is here.
func takeFile(t *desk.Turn, f reports.File, a fileArg) error {
	if err := storage.SaveFetch(t.Tx, f); err != nil {
		return err
	}
	return uploads.Await(t.Tx, f, awaitedFile, fileText(a))
}

// enclosed takes the file that came with words, which is sent on once it is here.
func enclosed(t *desk.Turn, a fileArg, words string) (*reports.File, string, error) {
	if t.Update.File == nil {
		return nil, words, nil
	}
	f := t.File()
	if words == "" {
		words = fmt.Sprintf(textByPhoto, f.Label())
	}
	return &f, words, takeFile(t, f, a)
}

// enclose keeps a file with the newest step of the story.
func enclose(t *desk.Turn, x *reports.Request, file *reports.File) error {
	if file == nil {
		return nil
	}
	x.Story[len(x.Story)-1].File = file
	return storage.SaveRequest(t.Tx, *x)
}

// fileArrived sends a file on: an instruction's to its units, an answer's to
// whoever asked.
func fileArrived(d *desk.Desk, tx storage.Tx, f uploads.Arrived, arg string, now time.Time) error {
	var a fileArg
	if json.Unmarshal([]byte(arg), &a) != nil {
		return nil //nolint:nilerr // of another program: there is nobody to send it to
	}
	return sendOn(d, tx, a, f, now)
}

// oldPhotoArrived is the same for a photo of which an earlier program noted unit and number.
func oldPhotoArrived(d *desk.Desk, tx storage.Tx, f uploads.Arrived, arg string, now time.Time) error {
	_, id, _ := strings.Cut(arg, "/")
	return sendOn(d, tx, fileArg{ID: "i" + id}, f, now)
}

func sendOn(d *desk.Desk, tx storage.Tx, a fileArg, f uploads.Arrived, now time.Time) error {
	x, ok, err := storage.Request(tx, a.ID)
	if err != nil || !ok {
		return err
	}
	to, err := readers(tx, x, a.Unit)
	if err != nil {
		return err
	}
	kind := bot.Document
	if f.Kind == "photo" {
		kind = bot.Photo
	}
	caption := title(x)
	if a.Unit != "" {
		caption = fmt.Sprintf(textAnsweredTell, d.Plan.UnitName(a.Unit), title(x))
	}
	for _, p := range to {
		if err := d.Notify(tx, p, bot.Message{Kind: kind, File: bot.FileRef{Hash: f.Hash, Name: f.Label()}, Text: reports.T(caption), Purpose: "request"}, now); err != nil {
			return err
		}
	}
	return nil
}

// readers are those whom a file is for: of the units that are to act, or where a
// unit answered with it, of whoever asked.
func readers(r storage.Reader, x reports.Request, answering string) ([]reports.Person, error) {
	units := x.Units()
	if answering != "" {
		if x.Kind != reports.Trouble {
			p, ok, err := storage.Person(r, x.By)
			if !ok {
				return nil, err
			}
			return []reports.Person{p}, err
		}
		units = []string{x.Unit}
	}
	var out []reports.Person
	for _, u := range units {
		people, err := staff.ContactsOf(r, u)
		if err != nil {
			return nil, err
		}
		for _, p := range people {
			if !slices.ContainsFunc(out, func(y reports.Person) bool { return y.ID == p.ID }) {
				out = append(out, p)
			}
		}
	}
	return out, nil
}
