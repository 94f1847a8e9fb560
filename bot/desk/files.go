package desk

import (
	"fmt"
	"time"

	"liubao/bot"
	"liubao/bot/desk/uploads"
	"liubao/reports"
	"liubao/storage"
)

// SendFiles sends files to the chat that asked for them. It returns how many are on
// their way; the others have not been fetched yet.
func (t *Turn) SendFiles(all []reports.File, caption, purpose string) (sent int, err error) {
	messages, err := uploads.Messages(t.Tx, all)
	if err != nil {
		return 0, err
	}
	for _, m := range messages {
		m.Chat, m.Text, m.Purpose, m.Person, m.At = t.Update.Chat.ID, reports.T(caption), purpose, t.Me.ID, t.Now
		if err := bot.Enqueue(t.Tx, m); err != nil {
			return sent, err
		}
		sent += max(1, len(m.Files))
	}
	return sent, nil
}

// ProblemFiles sends the files that belong to a problem.
func (t *Turn) ProblemFiles(p reports.Problem, _ string) error {
	sent, err := t.SendFiles(p.Evidence[:min(len(p.Evidence), 2*uploads.MostInAlbum)], "", "problem-file")
	if err == nil && sent == 0 {
		return t.Toast(textProblemNoFiles)
	}
	return err
}

// overQuota counts the file of the update, and answers where it is beyond what one
// person may send in a day: then nothing of it is taken.
func (t *Turn) overQuota() (over bool, err error) {
	refused, err := uploads.Count(t.Tx, t.Me.ID, t.File(), t.Today(t))
	if err != nil || refused == 0 {
		return false, err
	}
	return true, bot.Enqueue(t.Tx, bot.Message{
		Kind: bot.Send, Chat: t.Update.Chat.ID, Thread: t.Update.Thread, Purpose: "answer", Person: t.Me.ID, At: t.Now, Crowd: textCrowd,
		Text:    reports.T(fmt.Sprintf(textQuota, uploads.MostFiles, uploads.MostBytes>>20, refused)),
		Instead: "quota/" + t.Today(t).String(), // of an album, one sentence with the number
	})
}

// FileArrived notes that a file's bytes are stored.
func (d *Desk) FileArrived(tx storage.Tx, f uploads.Arrived, now time.Time) error {
	if err := uploads.Done(tx, f.File, f.Hash, now); err != nil {
		return err
	}
	if err := d.awaitedFile(tx, f, now); err != nil {
		return err
	}
	return d.logFile(tx, f.File, now, fmt.Sprintf(textLogFile, f.Label(), f.Hash))
}

// awaitedFile carries out what waited for a file.
func (d *Desk) awaitedFile(tx storage.Tx, f uploads.Arrived, now time.Time) error {
	what, arg, err := uploads.Awaited(tx, f.File)
	wait, known := d.waits[what]
	if err != nil || !known {
		return err
	}
	if err := tx.Delete(storage.RowAwaited.Key(f.UID)); err != nil {
		return err
	}
	return wait.Do(d, tx, f, arg, now)
}

// FileLost notes that a file cannot be had any more. Its sender is asked to
// send it again.
func (d *Desk) FileLost(tx storage.Tx, f reports.File, now time.Time) error {
	if err := uploads.Done(tx, f, "", now); err != nil {
		return err
	}
	p, ok, err := storage.Person(tx, f.By)
	if err != nil {
		return err
	}
	if ok && p.Reachable() {
		if err := d.Notify(tx, p, bot.Message{Kind: bot.Send, Text: reports.T(fmt.Sprintf(textFileLost, f.Label())),
			Purpose: "file"}, now); err != nil {
			return err
		}
	}
	return d.logFile(tx, f, now, fmt.Sprintf(textLogFileLost, f.Label()))
}

func (d *Desk) logFile(tx storage.Tx, f reports.File, now time.Time, what string) error {
	p, _, err := storage.Person(tx, f.By)
	if err != nil {
		return err
	}
	return storage.Log(tx, now, f.By, p.Unit, "", what, "", "")
}
