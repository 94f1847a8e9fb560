package etcd

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"liubao/storage"
	"liubao/storage/bolt"
	"liubao/storage/internal/txn"
)

// Backup implements [storage.Engine]: what it writes is the store at one revision,
// as a file for package bolt. It needs room for it among the temporary files.
func (e *Engine) Backup(ctx context.Context, w io.Writer) error {
	return e.copied(ctx, func(file *bolt.Engine) error { return file.Backup(ctx, w) })
}

// BackupTo writes a backup to a file on this machine, as package bolt's does.
func (e *Engine) BackupTo(ctx context.Context, path string) error {
	return e.copied(ctx, func(file *bolt.Engine) error { return file.BackupTo(ctx, path) })
}

// copied runs use on a file that holds what the store held at one revision.
func (e *Engine) copied(ctx context.Context, use func(*bolt.Engine) error) (err error) {
	if err := e.door.Enter(ctx); err != nil {
		return err
	}
	defer e.door.Leave()
	dir, err := os.MkdirTemp("", "liubao-") // mode 0700
	if err != nil {
		return fmt.Errorf("back up: %w", err)
	}
	defer func() { _ = os.RemoveAll(dir) }()
	file, err := bolt.Open(filepath.Join(dir, "copy.db"), bolt.Options{})
	if err != nil {
		return fmt.Errorf("back up: %w", err)
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	rev, err := e.revision(ctx)
	if err != nil {
		return fmt.Errorf("back up: %w", err)
	}
	err = txn.View(ctx, &base{e: e, ctx: ctx, rev: rev}, func(r storage.Reader) error { return storage.Copy(ctx, r, file) })
	if err != nil {
		return fmt.Errorf("back up: %w", err)
	}
	return use(file)
}
