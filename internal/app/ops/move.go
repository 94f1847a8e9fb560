package ops

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"time"

	"liubao/storage"
	"liubao/storage/bolt"
	"liubao/storage/etcd"
	"liubao/storage/files"
	"liubao/storage/moving"
)

// MovedData says what a move did.
type MovedData struct {
	From, To string // as the operator calls them
	moving.Census
}

// Move takes the data of one configuration to where another one keeps them, in a file
// or a cluster, compares, and marks the first as moved. Neither may have a bot at work.
func Move(ctx context.Context, from, to Options, now time.Time) (out MovedData, err error) {
	if from.dataPlace() == to.dataPlace() {
		return out, fmt.Errorf("move: both configurations keep the data in %s; name another place in the second", from.dataPlace())
	}
	if err := present(from.Config); err != nil {
		return out, err
	}
	source, err := from.side(from.Etcd)
	if err != nil {
		return out, fmt.Errorf("move: %w", besides(from.Config, err))
	}
	defer func() { err = errors.Join(err, source.close()) }()
	if err := source.Engine.View(ctx, func(r storage.Reader) error { return sameFiles(r, to) }); err != nil {
		return out, fmt.Errorf("move: %w", err)
	}
	target, err := to.side(to.Etcd)
	if err != nil {
		return out, fmt.Errorf("move: %w", besides(to.Config, err))
	}
	defer func() { err = errors.Join(err, target.close()) }()
	out = MovedData{From: source.Name, To: target.Name}
	if out.Census, err = moving.Move(ctx, source.Store, target.Store, now); err != nil {
		err = fmt.Errorf("move: %w", err)
	}
	return out, err
}

// sameFiles refuses a configuration that does not name the place where files lie
// that are not with the data: they do not move.
func sameFiles(r storage.Reader, to Options) error {
	c, err := files.CountOn(r)
	if err != nil {
		return err
	}
	have := ""
	if to.Outside != nil {
		have = to.Outside.String()
	}
	if i := slices.IndexFunc(c.Places, func(p string) bool { return p != have }); i >= 0 {
		return fmt.Errorf("%d files lie in %s, which the second configuration does not name under [files]", c.Outside, c.Places[i])
	}
	return nil
}

// dataPlace says where the data are.
func (o Options) dataPlace() string {
	if o.Etcd != nil {
		return fmt.Sprintf("etcd %s %s", o.Config.Data.EtcdPrefix, o.Config.Data.Etcd)
	}
	return o.Config.Data.File
}

// side is a store that is opened to be moved.
type side struct {
	moving.Store
	close func() error
}

// side opens the data without a look at what they are. A cluster gets a second client,
// which does not remember what the first one wrote.
func (o Options) side(cluster *etcd.Options) (side, error) {
	s := side{Store: moving.Store{Name: o.dataPlace()}}
	if cluster == nil {
		if err := os.MkdirAll(filepath.Dir(o.Config.Data.File), 0o700); err != nil {
			return s, fmt.Errorf("data.file: %w", err)
		}
		_, missing := os.Stat(o.Config.Data.File)
		e, err := bolt.Open(o.Config.Data.File, bolt.Options{})
		if err != nil {
			return s, err
		}
		s.Engine = e
		s.close = func() error { return closeFile(e, o.Config.Data.File, errors.Is(missing, fs.ErrNotExist)) }
		return s, nil
	}
	e, err := etcd.Open(*cluster)
	if err != nil {
		return s, err
	}
	check, err := etcd.Open(*cluster)
	if err != nil {
		return s, errors.Join(err, e.Close())
	}
	s.Engine, s.Check = e, check
	s.close = func() error { return errors.Join(check.Close(), e.Close()) }
	return s, nil
}

// closeFile closes a data file, and removes one that this command made and wrote
// nothing to.
func closeFile(e *bolt.Engine, file string, made bool) error {
	empty := made
	err := e.View(context.Background(), func(r storage.Reader) error {
		return r.Scan("", "", 1, func(string, []byte) error { empty = false; return nil })
	})
	if err = errors.Join(err, e.Close()); err != nil || !empty {
		return err
	}
	return os.Remove(file)
}

// mayServe refuses data that are not complete, or are at work elsewhere.
func (p *Program) mayServe(ctx context.Context) error {
	return p.engine.View(ctx, func(r storage.Reader) error {
		if err := storage.Complete(r); err != nil || p.Again {
			return err
		}
		return storage.Mine(r)
	})
}

// again takes the mark of a move away, where the operator asked for it.
func (p *Program) again(ctx context.Context) error {
	if !p.Again {
		return nil
	}
	var m storage.Mark
	moved := false
	err := p.engine.Update(ctx, func(tx storage.Tx) (err error) {
		if m, moved, err = storage.Moved(tx); err != nil || !moved {
			return err
		}
		return tx.Delete(storage.RowMeta.Key(storage.MetaMoved))
	})
	if err == nil && moved {
		p.Log.Warn("these data were moved and are served here all the same; see to it that no bot serves the others", "other", m.Other)
	}
	return err
}
