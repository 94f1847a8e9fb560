package service

import (
	"cmp"
	"context"
	"slices"
	"sync"
	"time"

	"liubao/bot"
	"liubao/storage"
	"liubao/storage/audit"
)

// rowsAtOnce is how many rows one look checks: the whole file of a task force in
// one, that of a city within minutes.
const rowsAtOnce = 10_000

// damages are the rows that cannot be read, each since when. What is done for
// many passes over such a row, and would do so in silence if nobody looked.
type damages struct {
	mu     sync.Mutex
	since  map[string]time.Time
	mended []Damaged
}

// Damaged is a row that cannot be read.
type Damaged struct {
	Key   string
	Since time.Time // when that was first seen by this process, or when it was mended
}

// mostMended is how many rows that were mended are remembered.
const mostMended = 20

// Mended returns the rows that could not be read and were made anew by this process,
// the latest last.
func (s *Service) Mended() []Damaged {
	s.damaged.mu.Lock()
	defer s.damaged.mu.Unlock()
	return slices.Clone(s.damaged.mended)
}

// Damaged returns the rows that cannot be read, the latest found first.
func (s *Service) Damaged() []Damaged {
	s.damaged.mu.Lock()
	defer s.damaged.mu.Unlock()
	var out []Damaged
	for key, at := range s.damaged.since {
		out = append(out, Damaged{key, at})
	}
	slices.SortFunc(out, func(a, b Damaged) int {
		return cmp.Or(b.Since.Compare(a.Since), cmp.Compare(a.Key, b.Key))
	})
	return out
}

// rows looks at every row, some at a time, for as long as ctx lasts.
func (s *Service) rows(ctx context.Context) error {
	after, found := "", map[string]bool{}
	for {
		pause := s.tick // the next of them; and what is damaged is looked at again soon: somebody may be mending it
		var bad []audit.Damage
		var next string
		err := s.engine.View(ctx, func(r storage.Reader) (err error) {
			bad, next, err = audit.Unsound(r, after, rowsAtOnce)
			return err
		})
		if ctx.Err() != nil {
			return nil //nolint:nilerr // the end, not a failure
		}
		s.failing.note(looking, err, s.clock.Now())
		switch {
		case err != nil:
			s.log.Error("the rows could not be looked at and are tried again", "err", err)
		default:
			s.damagesFound(s.mend(ctx, bad), found)
			if after = next; after == "" { // once round: what was not found again is mended
				s.damagesOver(found)
				if len(found) == 0 {
					pause = max(pause, s.round)
				}
				clear(found)
			}
		}
		if !s.sleep(ctx, "rows", pause) {
			return nil
		}
	}
}

// mend makes anew what says nothing of its own, and returns what stays damaged.
func (s *Service) mend(ctx context.Context, bad []audit.Damage) []audit.Damage {
	return slices.DeleteFunc(bad, func(d audit.Damage) bool {
		over, mended := false, false
		err := s.Update(ctx, func(tx storage.Tx) (err error) {
			if over, err = audit.Sound(tx, d.Key); over || err != nil { // written anew meanwhile
				return err
			}
			if mended, err = bot.Mend(tx, d.Key); mended || err != nil {
				return err
			}
			mended, err = storage.Mend(tx, d.Key)
			return err
		})
		switch {
		case err != nil:
			s.log.Error("a row could not be mended and is tried again", "key", d.Key, "err", err)
			return false
		case mended:
			s.log.Warn("a row could not be read and was made anew", "key", d.Key, "why", d.Detail)
			s.damagesMended(d.Key)
		}
		return over || mended
	})
}

func (s *Service) damagesMended(key string) {
	s.damaged.mu.Lock()
	defer s.damaged.mu.Unlock()
	s.damaged.mended = append(s.damaged.mended, Damaged{key, s.clock.Now()})
	s.damaged.mended = s.damaged.mended[max(0, len(s.damaged.mended)-mostMended):]
}

func (s *Service) damagesFound(bad []audit.Damage, found map[string]bool) {
	s.damaged.mu.Lock()
	defer s.damaged.mu.Unlock()
	for _, d := range bad {
		found[d.Key] = true
		if _, known := s.damaged.since[d.Key]; !known {
			s.damaged.since[d.Key] = s.clock.Now()
			s.log.Error("a row cannot be read", "key", d.Key, "why", d.Detail)
		}
	}
}

func (s *Service) damagesOver(found map[string]bool) {
	s.damaged.mu.Lock()
	defer s.damaged.mu.Unlock()
	for key := range s.damaged.since {
		if !found[key] {
			delete(s.damaged.since, key)
		}
	}
}
