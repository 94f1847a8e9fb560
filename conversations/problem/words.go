package problem

import (
	"fmt"
	"slices"
	"strings"

	"liubao/conversations"
	"liubao/reports"
)

// wrote takes words for the step the person is at. Words sent within two
// seconds of the last ones join them although the form has moved on; words
// where a tap or a file is asked for join what the problem is.
func (t *turn) wrote(p reports.Piece) {
	if p.Text == "" || t.remarked(p.Text) {
		return
	}
	if t.size()+len([]rune(p.Text)) > maxForm {
		t.note = textProblemFull
		return
	}
	if d := p.At.Sub(t.w.LastAt); t.w.LastStep != "" && d >= -conversations.JoinWithin && d <= conversations.JoinWithin {
		t.add(t.w.LastStep, p)
		return
	}
	switch t.w.Step {
	case stepLevel, stepEvidence, stepPreview, stepAbandon:
		t.note = fmt.Sprintf(textProblemToWhat, titleWhat)
		if t.w.Step == stepLevel {
			t.note += "。" + textProblemLevel
		}
		if t.w.Step == stepAbandon {
			t.advance()
		}
		t.add(stepWhat, p)
		return
	}
	t.add(t.w.Step, p)
	t.advance()
}

// remarked answers words that are no content. 无 passes over what need not be
// answered; the rest leaves the form as it is.
func (t *turn) remarked(text string) bool {
	said := conversations.Remarked(text)
	if said == conversations.Content || t.w.Step == "" {
		return false
	}
	i := stepIndex(t.w.Step)
	switch {
	case said == conversations.Nothing && i >= 0 && formSteps[i].optional:
		t.skip(t.w.Step)
	case said == conversations.Cancel && t.w.Begun():
		t.w.Step = stepAbandon
	case said == conversations.Back:
		t.back()
	default:
		t.note = textProblemCourtesy
	}
	t.emit(conversations.Logged{What: textLogCourtesy, Before: text})
	return true
}

func (t *turn) add(step string, p reports.Piece) {
	t.w.Words[step] = append(t.w.Words[step], p)
	t.w.Skipped = slices.DeleteFunc(t.w.Skipped, func(s string) bool { return s == step })
	t.w.LastStep, t.w.LastAt = step, p.At
}

func (t *turn) size() int {
	n := 0
	for _, ps := range t.w.Words {
		for _, p := range ps {
			n += len([]rune(p.Text))
		}
	}
	return n
}

// edited replaces a piece; after the problem was raised it amends it.
func (t *turn) edited(e conversations.Edited) bool {
	text := strings.TrimSpace(e.Text)
	if e.File != nil && t.w.Raised == "" && t.replaced(e) && t.saidBy(e.Piece, text) {
		return true
	}
	for _, s := range formSteps {
		for i, p := range t.w.Words[s.id] {
			if p.ID != e.Piece || text == "" || text == p.Text {
				continue
			}
			p.Was, p.Text = append(slices.Clone(p.Was), p.Text), text
			t.w.Words[s.id][i] = p
			if t.w.Raised != "" {
				t.quiet = true
				t.emit(conversations.Amend{ID: t.w.Raised, Before: p.Was[len(p.Was)-1], After: text})
			}
			return true
		}
	}
	return false
}

// replaced puts another file in the place of the one that came with a message.
func (t *turn) replaced(e conversations.Edited) bool {
	i := slices.IndexFunc(t.w.Evidence, func(f reports.File) bool { return f.Piece == e.Piece && f.Piece != "" })
	if i < 0 {
		return false
	}
	was, now := t.w.Evidence[i], *e.File
	now.Piece, now.Note = e.Piece, e.Text
	t.w.Evidence[i] = now
	if now.UID != was.UID {
		t.emit(conversations.Fetch{File: now}, conversations.Logged{What: titleEvidence, Before: was.Label() + " → " + now.Label()})
	}
	t.note = fmt.Sprintf(textProblemFileNew, now.Label())
	return true
}

// saidBy reports whether nothing is left to do for a caption: it is part of the form
// as it stands, or was edited in and is now.
func (t *turn) saidBy(piece, text string) bool {
	for _, ps := range t.w.Words {
		if i := slices.IndexFunc(ps, func(p reports.Piece) bool { return p.ID == piece }); i >= 0 {
			return ps[i].Text == text || text == ""
		}
	}
	if text != "" {
		t.add(stepWhat, reports.Piece{ID: piece, By: t.by.Actor, At: t.by.At, Text: text})
	}
	return true
}

// sent takes a photo or document at any step.
func (t *turn) sent(e conversations.Sent) {
	if !slices.ContainsFunc(t.w.Evidence, func(f reports.File) bool { return f.UID == e.File.UID }) {
		f := e.File
		f.Piece = e.Piece
		t.w.Evidence = append(t.w.Evidence, f)
		t.emit(conversations.Fetch{File: e.File})
	}
	t.w.Skipped = slices.DeleteFunc(t.w.Skipped, func(s string) bool { return s == stepEvidence })
	t.note = fmt.Sprintf(textProblemFile, e.File.Label(), len(t.w.Evidence))
	if e.File.Note != "" {
		t.add(stepWhat, reports.Piece{ID: e.Piece, By: e.Actor, At: e.At, Text: e.File.Note})
	}
}
