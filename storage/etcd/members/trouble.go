package members

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	pb "go.etcd.io/etcd/api/v3/etcdserverpb"
	clientv3 "go.etcd.io/etcd/client/v3"
	"go.uber.org/zap"
)

// Watch tells of a key that comes, and nil where it goes away, until the returned
// function is called. That it is written again it does not tell.
func (c *Cluster) Watch(key string, tell func(at time.Time, val []byte)) (stop func(), err error) {
	client, err := c.Client()
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() {
		defer close(done)
		next := int64(0)       // the revision to go on from: a watch that broke off misses nothing
		for ctx.Err() == nil { // until it is stopped, a watch lives through whatever happens
			for resp := range client.Watch(ctx, key, clientv3.WithRev(next)) {
				if resp.CompactRevision > next {
					next = resp.CompactRevision
				}
				if len(resp.Events) > 0 {
					next = resp.Header.Revision + 1
				}
				for _, e := range resp.Events {
					switch {
					case e.Type == clientv3.EventTypeDelete:
						tell(time.Now(), nil)
					case e.IsCreate():
						tell(time.Now(), e.Kv.Value)
					}
				}
			}
		}
	}()
	return func() {
		cancel()
		<-done
		_ = client.Close() // its watch is over
	}, nil
}

// Restrict has the cluster want a user and password of everybody, and makes a user who
// may read and write the keys under a prefix and no others.
func (c *Cluster) Restrict(ctx context.Context, user, password, prefix string) error {
	root, err := c.Client()
	if err != nil {
		return err
	}
	defer func() { _ = root.Close() }()
	for _, step := range []func() error{
		func() error { _, err := root.RoleAdd(ctx, user); return err },
		func() error {
			_, err := root.RoleGrantPermission(ctx, user, prefix, clientv3.GetPrefixRangeEnd(prefix), clientv3.PermissionType(clientv3.PermReadWrite))
			return err
		},
		func() error { _, err := root.UserAdd(ctx, user, password); return err },
		func() error { _, err := root.UserGrantRole(ctx, user, user); return err },
		func() error { _, err := root.UserAdd(ctx, "root", password+" of root"); return err },
		func() error { _, err := root.UserGrantRole(ctx, "root", "root"); return err },
		func() error { _, err := root.AuthEnable(ctx); return err },
	} {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

// Elect has another server lead the cluster, in good order.
func (c *Cluster) Elect(ctx context.Context) error {
	leads, others, err := c.Leader(ctx)
	if err != nil || len(others) == 0 {
		return errors.Join(errors.New("nobody else can lead"), err)
	}
	client, err := clientv3.New(clientv3.Config{Endpoints: []string{leads.Endpoint}, DialTimeout: 5 * time.Second, Logger: zap.NewNop()})
	if err != nil {
		return err
	}
	defer func() { _ = client.Close() }()
	to, err := client.Status(ctx, others[0].Endpoint)
	if err == nil {
		_, err = client.MoveLeader(ctx, to.Header.MemberId)
	}
	return err
}

// Fill writes until the servers are out of space.
func (c *Cluster) Fill(ctx context.Context) error {
	client, err := c.Client()
	if err != nil {
		return err
	}
	defer func() { _ = client.Close() }()
	junk := strings.Repeat("x", 1<<20)
	for n := range 1 << 16 {
		one, cancel := context.WithTimeout(ctx, 5*time.Second)
		_, err := client.Put(one, fmt.Sprintf("junk/%d", n%4), junk)
		cancel()
		switch {
		case err != nil && strings.Contains(err.Error(), "space exceeded"):
			return nil
		case ctx.Err() != nil:
			return ctx.Err()
		}
	}
	return errors.New("the servers have no quota")
}

// Clear gives the space back as an operator does: compact, defragment each server,
// disarm the alarm.
func (c *Cluster) Clear(ctx context.Context) error {
	client, err := c.Client()
	if err != nil {
		return err
	}
	defer func() { _ = client.Close() }()
	now, err := client.Get(ctx, "junk/0")
	if err != nil {
		return err
	}
	if _, err := client.Compact(ctx, now.Header.Revision, clientv3.WithCompactPhysical()); err != nil {
		return err
	}
	for _, m := range c.Members {
		if _, err := client.Defragment(ctx, m.Endpoint); err != nil {
			return err
		}
	}
	if _, err := client.AlarmDisarm(ctx, &clientv3.AlarmMember{}); err != nil {
		return err
	}
	_, err = client.Delete(ctx, "junk/", clientv3.WithPrefix())
	return err
}

// Replace takes a server out of the cluster and puts a new one with no data in its
// place, at the same addresses.
func (c *Cluster) Replace(ctx context.Context, m *Member) error {
	m.Kill()
	client, err := c.Client()
	if err != nil {
		return err
	}
	defer func() { _ = client.Close() }()
	have, err := client.MemberList(ctx)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(have.Members, func(x *pb.Member) bool { return x.Name == m.Name })
	if i < 0 {
		return fmt.Errorf("%s is no member", m.Name)
	}
	if _, err := client.MemberRemove(ctx, have.Members[i].ID); err != nil {
		return err
	}
	if err := os.RemoveAll(filepath.Join(c.dir, m.Name)); err != nil {
		return err
	}
	if _, err := client.MemberAdd(ctx, []string{m.peer}); err != nil {
		return err
	}
	i = slices.Index(m.initial, "new")
	m.initial[i] = "existing"
	return m.Start()
}
