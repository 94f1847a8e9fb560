package ops

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"liubao/internal/app/config"
	"liubao/storage"
	"liubao/storage/bolt"
	"liubao/storage/etcd"
)

// store is what a program keeps its data in: a file, or a cluster that several
// programs share.
type store interface {
	storage.Engine
	// BackupTo writes a backup to a file on this machine, verified.
	BackupTo(ctx context.Context, path string) error
}

// EtcdOptions are those of the configuration's cluster, nil where the data are in a
// file. Secrets are read out of their files.
func EtcdOptions(c *config.Config, getenv func(string) string, version string) (*etcd.Options, error) {
	if !c.Data.Cluster() {
		return nil, nil
	}
	password, err := c.EtcdPassword(getenv)
	if err != nil {
		return nil, err
	}
	tls, err := c.EtcdTLS(getenv)
	if err != nil {
		return nil, err
	}
	d := c.Data
	return &etcd.Options{
		Endpoints: d.Etcd, Prefix: d.EtcdPrefix, Username: d.EtcdUser, Password: password.Reveal(), TLS: tls,
		Lease: d.Lease, Timeout: d.Timeout, Node: d.Node, Version: version,
	}, nil
}

// openStore opens what the options say. A cluster need not be there.
func (p *Program) openStore() error {
	if p.Etcd != nil {
		if err := p.makeDataFolder(); err != nil { // the control socket lies there
			return err
		}
		o := *p.Etcd
		o.Log = p.Log
		var err error
		if p.cluster, err = etcd.Open(o); err == nil {
			p.engine = p.cluster
		}
		return err
	}
	if err := p.missing(); err != nil { // before a folder is made
		return err
	}
	if err := p.makeDataFolder(); err != nil {
		return err
	}
	e, err := bolt.Open(p.Config.Data.File, bolt.Options{})
	if err != nil {
		if hint := p.newestBackup(); hint != "" && errors.Is(err, storage.ErrCorrupt) {
			err = fmt.Errorf("%w\n%s", err, hint)
		}
		return err
	}
	p.engine = e
	if p.Disk != nil {
		p.engine = behind{p.Disk(e), e}
	}
	return nil
}

// behind is a file with something before it.
type behind struct {
	storage.Engine
	file *bolt.Engine
}

// BackupTo goes to the file itself.
func (b behind) BackupTo(ctx context.Context, path string) error { return b.file.BackupTo(ctx, path) }

func (p *Program) makeDataFolder() error {
	if err := os.MkdirAll(filepath.Dir(p.Config.Data.File), 0o700); err != nil {
		return fmt.Errorf("data.file: %w", err)
	}
	return nil
}
