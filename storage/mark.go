package storage

import (
	"errors"
	"fmt"
	"time"
)

// Mark says of a whole store that no bot may serve it: it is being filled from
// another one, or was moved to another one.
type Mark struct {
	V     int       `json:"v"`
	ID    string    `json:"id"`    // the same in both stores of one move
	Other string    `json:"other"` // the other store, as the operator calls it
	At    time.Time `json:"at"`
}

// ErrUnfinished: the store was being filled from another one, and that has not ended.
var ErrUnfinished = errors.New("the data are not complete")

// ErrMoved: the store's data are at work in another one.
var ErrMoved = errors.New("the data were moved")

// Unfinished returns the mark of a store that is being filled; ok is false for none.
func Unfinished(r Reader) (Mark, bool, error) { return Get[Mark](r, RowMeta.Key(MetaUnfinished)) }

// Moved returns the mark of a store that was moved; ok is false for none.
func Moved(r Reader) (Mark, bool, error) { return Get[Mark](r, RowMeta.Key(MetaMoved)) }

// Complete is [ErrUnfinished] for a store that is being filled.
func Complete(r Reader) error {
	m, ok, err := Unfinished(r)
	if err != nil || !ok {
		return err
	}
	return fmt.Errorf("%w: they were being copied from %s since %s; run the same command once more", ErrUnfinished, m.Other, m.At.Format(time.DateTime))
}

// Mine is [ErrMoved] for a store that was moved.
func Mine(r Reader) error {
	m, ok, err := Moved(r)
	if err != nil || !ok {
		return err
	}
	return fmt.Errorf("%w to %s at %s; serve them there, or here all the same with --again", ErrMoved, m.Other, m.At.Format(time.DateTime))
}
