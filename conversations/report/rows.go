package report

import "liubao/conversations"

// Step implements [conversations.Dialog].
func (d Dialog) Step(c conversations.Cursor, w conversations.Draft, e conversations.Event) (conversations.Cursor, conversations.Draft, []conversations.Effect, error) {
	return conversations.Over(c, w, func(at Cursor, words Draft) (Cursor, Draft, []conversations.Effect, error) {
		rev, v := words.Rev, words.V
		at, words, effects, err := Step(d, at, words, e)
		if err != nil || words.Rev == rev && words.V == v {
			return at, words, effects, err
		}
		words, more := words.saved()
		return at, words, append(effects, more...), nil
	})
}

// Leave implements [conversations.Dialog].
func (d Dialog) Leave(c conversations.Cursor, w conversations.Draft, by conversations.By) (conversations.Cursor, conversations.Draft, error) {
	c, w, _, err := conversations.Over(c, w, func(at Cursor, words Draft) (Cursor, Draft, []conversations.Effect, error) {
		at, words = Leave(at, words, by)
		return at, words, nil, nil
	})
	return c, w, err
}

// saved returns the draft as it is saved, and what is saved beside it.
func (w Draft) saved() (Draft, []conversations.Effect) {
	more := []conversations.Effect{conversations.Drafted{Brief: w.Brief()}}
	if len(w.Dropped) > 0 {
		more = append(more, conversations.TakenOut{Rev: w.Rev, Words: w.Dropped})
		w.Dropped = nil
	}
	return w, more
}
