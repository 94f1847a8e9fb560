package archive

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"liubao/bot/desk/uploads"
	"liubao/reports"
	"liubao/storage"
	"liubao/storage/files"
)

// sent are the files that people sent, under the names they came with: whatever row
// names one, of whatever feature.
func (f *folder) sent() error {
	f.begin(textSent, textSentAbout)
	var all []reports.File
	who := map[string]reports.Person{}
	if err := f.view(func(r storage.Reader) (err error) {
		if all, err = sentFiles(r); err != nil {
			return err
		}
		for _, x := range all {
			if who[x.By], _, err = storage.GetSound[reports.Person](r, storage.RowPerson.Key(x.By)); err != nil {
				return err
			}
		}
		return nil
	}); err != nil {
		return err
	}
	for _, x := range all {
		p := who[x.By]
		by := fmt.Sprintf(textSender, f.Desk.UnitOrOffice(p.Unit), cmp.Or(p.Name, textNobody), f.at(x.At))
		title := uploads.Name(x)
		if x.SHA256 == "" {
			f.lacks(title, errors.New(textGone))
			continue
		}
		data, err := f.Files.Get(f.ctx, x.SHA256)
		switch {
		case errors.Is(err, storage.ErrNoFile) || errors.Is(err, storage.ErrCorrupt) || errors.Is(err, files.ErrNoPlace):
			f.lacks(title, err)
			continue
		case err != nil:
			return err
		}
		if err := f.add([]string{textSent}, title, title, by, data); err != nil {
			return err
		}
	}
	return nil
}

// sentFiles finds every file that a row names, once each, the earliest first.
func sentFiles(r storage.Reader) ([]reports.File, error) {
	found := map[string]reports.File{}
	nouns, err := kept(r)
	if err != nil {
		return nil, err
	}
	for _, noun := range nouns {
		if err := storage.EachSound(r, noun+"/", "", 0, func(_ string, v any) error {
			filesIn(v, found)
			return nil
		}); err != nil {
			return nil, err
		}
	}
	var out []reports.File
	for _, x := range found {
		sum, err := uploads.Hash(r, x)
		if err != nil {
			return nil, err
		}
		x.SHA256 = cmp.Or(sum, x.SHA256)
		out = append(out, x)
	}
	slices.SortFunc(out, func(a, b reports.File) int { return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.UID, b.UID)) })
	return out, nil
}

// filesIn adds the files that a decoded value names, by their unique ids.
func filesIn(v any, found map[string]reports.File) {
	switch v := v.(type) {
	case []any:
		for _, x := range v {
			filesIn(x, found)
		}
	case map[string]any:
		if x, ok := fileOf(v); ok {
			found[x.UID] = x
		}
		for _, x := range v {
			filesIn(x, found)
		}
	}
}

// fileOf reads a value as a file, if it is one: it has the two ids of Telegram's.
func fileOf(v map[string]any) (x reports.File, ok bool) {
	uid, isUID := v["uid"].(string)
	_, isID := v["id"].(string)
	if !isUID || !isID || uid == "" {
		return x, false
	}
	b, err := json.Marshal(v)
	if err != nil || json.Unmarshal(b, &x) != nil {
		return reports.File{}, false
	}
	x.At = x.At.Round(time.Microsecond)
	return x, true
}
