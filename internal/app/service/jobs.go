package service

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"time"

	"liubao/bot"
	"liubao/bot/desk/report"
	"liubao/bot/desk/uploads"
	"liubao/reports"
	"liubao/storage"
	"liubao/storage/files"
)

// downloadLimit is what a bot may download: 20 MB, by the Bot API.
const downloadLimit = 20 << 20

// sleep lets a job wait for d on the service's clock, or until it is nudged.
func (s *Service) sleep(ctx context.Context, job string, d time.Duration) bool {
	fired, stop := s.clock.Timer(d)
	defer stop()
	if !s.parked.rest(job, s.clock.Now().Add(d)) {
		return s.breathe(ctx, job)
	}
	defer s.parked.set(job, time.Time{})
	select {
	case <-fired:
		return true
	case <-s.parked.nudged[job]:
		return s.breathe(ctx, job)
	case <-ctx.Done():
		return false
	}
}

// breath is how long a job waits after a nudge, so that the answer to what a
// person did goes out before what the job adds to it, and what comes together,
// such as the photos of an album, is done together.
const breath = 200 * time.Millisecond

// breathe waits for a breath.
func (s *Service) breathe(ctx context.Context, job string) bool {
	fired, stop := s.clock.Timer(breath)
	defer stop()
	s.parked.hold(job, true)
	s.parked.set(job, s.clock.Now().Add(breath))
	defer s.parked.hold(job, false)
	defer s.parked.set(job, time.Time{})
	select {
	case <-fired:
		return true
	case <-ctx.Done():
		return false
	}
}

// reconcile carries out what falls due, for as long as ctx lasts. It sleeps
// until the next moment that the rules know of, and never longer than a tick.
func (s *Service) reconcile(ctx context.Context) error {
	for fails := 0; ; {
		now := s.clock.Now()
		n, err := s.Desk.Reconcile(ctx, s, now)
		if ctx.Err() != nil {
			return nil //nolint:nilerr // the end, not a failure
		}
		s.failing.note(CarryingOut, err, s.clock.Now())
		switch {
		case err != nil:
			fails++
			s.log.Error("what is due could not be carried out and is tried again", "err", err)
		default:
			fails = 0
			if n > 0 {
				s.log.Info("carried out what was due", "moments", n)
			}
		}
		wait := s.tick
		if next, ok := s.NextMoment(ctx, now); ok && next.Sub(now) < wait {
			wait = max(next.Sub(now), time.Millisecond)
		}
		if fails > 0 { // what failed is still due, and would be for ever
			wait = max(wait, min(time.Second<<min(fails, 8), s.tick))
		}
		if !s.sleep(ctx, "reminders", wait) {
			return nil
		}
	}
}

// NextMoment returns when the rules or a timer next have something to do after now.
func (s *Service) NextMoment(ctx context.Context, now time.Time) (time.Time, bool) {
	var next time.Time
	ok := false
	err := s.engine.View(ctx, func(r storage.Reader) error {
		d, err := s.Desk.With(r)
		if err != nil {
			return err
		}
		next, ok = d.NextMoment(now)
		at, set, err := d.NextTimer(r, now)
		if set && (!ok || at.Before(next)) {
			next, ok = at, true
		}
		return err
	})
	if err != nil {
		s.log.Warn("the next timer could not be read", "err", err)
	}
	return next, ok
}

// fetch downloads the files that people sent. A file that cannot be had is
// tried again with growing pauses for a day, and then given up.
func (s *Service) fetch(ctx context.Context) error {
	tried := map[string]int{} // by file, how often in vain
	for failed := 0; ; {
		n, err := s.fetchSome(ctx, tried)
		if ctx.Err() != nil {
			return nil //nolint:nilerr // the end, not a failure
		}
		s.failing.note(fetching, err, s.clock.Now())
		if err != nil {
			s.log.Warn("a file could not be fetched and is tried again", "err", err)
		}
		if n > 0 {
			failed = 0
			continue
		}
		if failed = min(failed+1, 8); err == nil {
			failed = 0
		}
		if !s.sleep(ctx, "files", s.fetchPause(failed)) {
			return nil
		}
	}
}

func (s *Service) fetchPause(failed int) time.Duration {
	if failed == 0 {
		return min(s.tick, 5*time.Second*time.Duration(max(1, int(s.tick/time.Minute))))
	}
	return time.Second << failed
}

// fetchSome fetches a number of files, those first that were tried least: what cannot
// be had holds nobody else's up.
func (s *Service) fetchSome(ctx context.Context, tried map[string]int) (n int, err error) {
	var files []reports.File
	if err := s.engine.View(ctx, func(r storage.Reader) error {
		files, err = storage.Fetches(r)
		return err
	}); err != nil {
		return 0, err
	}
	slices.SortStableFunc(files, func(a, b reports.File) int { return tried[a.UID] - tried[b.UID] })
	var errs []error
	for _, f := range files[:min(len(files), fetchedAtOnce)] {
		err := guarded(func() error { return s.fetchOne(ctx, f) })
		if tried[f.UID]++; errors.Is(err, errBroke) && tried[f.UID] >= fetchTries {
			s.log.Error("a file that brings its reader down, or keeps it busy, is given up", "err", err)
			err = s.Update(ctx, func(tx storage.Tx) error { return s.Desk.FileLost(tx, f, s.clock.Now()) })
		}
		if err != nil {
			errs = append(errs, err)
			continue
		}
		delete(tried, f.UID)
		n++
	}
	return n, errors.Join(errs...)
}

// How many files are fetched before the list of them is read anew, and how often one is
// tried that brings its reader down.
const (
	fetchedAtOnce = 16
	fetchTries    = 3
)

// readTime is how long a file may keep its reader busy: seconds are usual for the longest.
const readTime = 2 * time.Minute

func (s *Service) fetchOne(ctx context.Context, f reports.File) error {
	data, err := s.client.Download(ctx, f.ID, downloadLimit)
	if err != nil {
		gone := bot.ClassOf(err) == bot.Rejected || bot.ClassOf(err) == bot.Gone || s.clock.Now().Sub(f.At) > 24*time.Hour
		if !gone {
			return fmt.Errorf("download: %w", err)
		}
		s.log.Warn("a file cannot be downloaded and is given up", "err", err)
		return s.Update(ctx, func(tx storage.Tx) error { return s.Desk.FileLost(tx, f, s.clock.Now()) })
	}
	sum, err := s.files.Put(ctx, data)
	s.failing.note(storing, err, s.clock.Now())
	if err != nil {
		return fmt.Errorf("store a file: %w", err)
	}
	contents, err := ended(readTime, func() (*report.Contents, error) { return report.Read(s.Desk, ctx, s.engine, f, data) })
	if err != nil {
		return fmt.Errorf("read a file: %w", err)
	}
	return s.Update(ctx, func(tx storage.Tx) error {
		if err := s.Desk.FileArrived(tx, uploads.Arrived{File: f, Hash: sum, Content: data}, s.clock.Now()); err != nil {
			return err
		}
		return report.FileRead(s.Desk, tx, f, contents, s.clock.Now())
	})
}

// upkeep joins the heads of the audit log once a day and forgets what is no
// longer needed.
func (s *Service) upkeep(ctx context.Context) error {
	for {
		err := s.Desk.Upkeep(ctx, s.engine, s.clock.Now())
		for more := true; more && ctx.Err() == nil; {
			var failed error
			if failed = s.Update(ctx, func(tx storage.Tx) (err error) { more, err = bot.PruneDead(tx, s.clock.Now()); return err }); failed != nil {
				err, more = errors.Join(err, failed), false
			}
		}
		if ctx.Err() != nil {
			return nil //nolint:nilerr // the end, not a failure
		}
		s.failing.note(keeping, err, s.clock.Now())
		pause := 6 * time.Hour
		if err != nil {
			pause = time.Hour
			s.log.Error("the daily upkeep failed and is tried again", "err", err)
		}
		if !s.sleep(ctx, "upkeep", pause) {
			return nil
		}
	}
}

// sending hands out stored files for sending.
type sending struct{ files.Store }

// Open returns a stored file's bytes. They are held in memory: at most 50 MB,
// what a bot may upload.
func (s sending) Open(ctx context.Context, hash string) (io.ReadCloser, error) {
	data, err := s.Get(ctx, hash)
	return io.NopCloser(bytes.NewReader(data)), err
}
