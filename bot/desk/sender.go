package desk

import (
	"liubao/conversations"
	"liubao/reports"
)

func (t *Turn) By() conversations.By {
	at := t.Now
	if !t.Update.Date.IsZero() {
		at = t.Update.Date
	}
	return conversations.By{At: at.In(t.Loc), Actor: t.Me.ID}
}

// Tapper is who pressed a button, now: what their button was sent with is older.
func (t *Turn) Tapper() conversations.By {
	return conversations.By{At: t.Now.In(t.Loc), Actor: t.Me.ID}
}

func (t *Turn) File() reports.File {
	f := t.Update.File
	return reports.File{ID: f.ID, UID: f.UID, Kind: f.Kind, Name: f.Name, MIME: f.MIME, Size: f.Size,
		By: t.Me.ID, At: t.By().At, Note: t.Update.Caption}
}

// Edit is the update as an edit of words, or of a file with its caption.
func (t *Turn) Edit(piece string) conversations.Edited {
	e := conversations.Edited{By: t.By(), Piece: piece, Text: t.Update.Words()}
	if t.Update.File != nil {
		f := t.File()
		e.File = &f
	}
	return e
}
