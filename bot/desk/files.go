package desk

import (
	"liubao/bot"
	"liubao/reports"
	"liubao/storage"
)

// ProblemFiles sends the files that belong to a problem.
func (t *Turn) ProblemFiles(p reports.Problem, _ string) error {
	sent := 0
	for _, f := range p.Evidence {
		hash, err := Hash(t.Tx, f)
		if err != nil {
			return err
		}
		if hash == "" || sent == 10 {
			continue
		}
		kind := bot.Document
		if f.Kind == "photo" {
			kind = bot.Photo
		}
		sent++
		if err := bot.Enqueue(t.Tx, bot.Message{Kind: kind, Chat: t.Update.Chat.ID, File: bot.FileRef{Hash: hash, Name: FileName(f)},
			Purpose: "problem-file", Person: t.Me.ID, At: t.Now}); err != nil {
			return err
		}
	}
	if sent == 0 {
		return t.Toast(textProblemNoFiles)
	}
	return nil
}

// Await has something happen once the bytes of a file are here.
func (t *Turn) Await(f reports.File, what, arg string) error {
	return storage.Put(t.Tx, storage.AwaitedKey(f.UID), awaited{V: 1, What: what, Arg: arg})
}
