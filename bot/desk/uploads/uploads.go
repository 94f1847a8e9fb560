// Package uploads is what people send: the bytes come after the words that a file was sent
// with, one person's are counted by the day, and they are sent on as few messages as can be.
package uploads

import (
	"slices"
	"time"

	"liubao/bot"
	"liubao/reports"
	"liubao/storage"
)

// arrival is what became of a file that somebody sent.
type arrival struct {
	V      int       `json:"v"`
	SHA256 string    `json:"sha256,omitempty"` // hex; "" where it could not be had
	At     time.Time `json:"at"`
}

// Arrived is a file that somebody sent, with its bytes, which are stored under their
// hash in hex.
type Arrived struct {
	reports.File
	Hash    string
	Content []byte
}

// Done notes that a file's bytes are stored under a hash, or cannot be had any more,
// where it is "".
func Done(tx storage.Tx, f reports.File, hash string, now time.Time) error {
	if err := storage.DeleteFetch(tx, f.UID); err != nil {
		return err
	}
	return storage.Put(tx, storage.RowArrived.Key(f.UID), arrival{V: 1, SHA256: hash, At: now})
}

// Hash returns the hash under which a file's bytes are stored, "" while they
// are not there.
func Hash(r storage.Reader, f reports.File) (string, error) {
	a, _, err := storage.Get[arrival](r, storage.RowArrived.Key(f.UID))
	return a.SHA256, err
}

// awaited is what waits for the bytes of a file.
type awaited struct {
	V    int    `json:"v"`
	What string `json:"what"`
	Arg  string `json:"arg"`
}

// Await has something happen once the bytes of a file are here.
func Await(tx storage.Tx, f reports.File, what, arg string) error {
	return storage.Put(tx, storage.RowAwaited.Key(f.UID), awaited{V: 1, What: what, Arg: arg})
}

// Awaited returns what waits for the bytes of a file, "" for nothing.
func Awaited(r storage.Reader, f reports.File) (what, arg string, err error) {
	w, _, err := storage.Get[awaited](r, storage.RowAwaited.Key(f.UID))
	return w.What, w.Arg, err
}

// MostInAlbum is how many files stand in one message to look through.
const MostInAlbum = 10

// Messages returns the messages that carry files, without address and words: pictures
// are one album, documents another. Files that have not been fetched yet are in none.
func Messages(r storage.Reader, files []reports.File) ([]bot.Message, error) {
	var pictures, documents []bot.FileRef
	for _, f := range files {
		hash, err := Hash(r, f)
		if err != nil {
			return nil, err
		}
		to := &documents
		if f.Kind == "photo" {
			to = &pictures
		}
		if hash != "" {
			*to = append(*to, bot.FileRef{Hash: hash, Name: Name(f)})
		}
	}
	return append(albums(pictures, bot.Photo), albums(documents, bot.Document)...), nil
}

func albums(files []bot.FileRef, alone bot.MessageKind) []bot.Message {
	var out []bot.Message
	for part := range slices.Chunk(files, MostInAlbum) {
		m := bot.Message{Kind: bot.Album, Files: part, Photos: alone == bot.Photo}
		if len(part) == 1 {
			m = bot.Message{Kind: alone, File: part[0]}
		}
		out = append(out, m)
	}
	return out
}

// Name is what a file is sent on as: the name it came with, or one that
// says what it is.
func Name(f reports.File) string {
	switch {
	case f.Name != "":
		return f.Name
	case f.Kind == "photo":
		return f.UID + ".jpg"
	}
	return f.UID
}
