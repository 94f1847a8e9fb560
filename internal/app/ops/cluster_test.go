package ops

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"liubao/internal/app/claims"
	"liubao/storage"
	"liubao/storage/audit"
	"liubao/storage/etcd"
	"liubao/storage/etcd/members"
	"liubao/storage/migrate"
)

// pair are two bots on one cluster and one Telegram.
func pair(t *testing.T) (a, b *site) {
	c := members.ForTest(t, 1, members.Args...)
	return twins(t, "[data]\netcd = [\""+c.Endpoints()[0]+"\"]\nlease = \"2s\"\n"+withHTTP)
}

func getenvNone(string) string { return "" }

// twins are two bots of one configuration and one Telegram.
func twins(t *testing.T, text string) (a, b *site) {
	a, b = newSite(t, text), newSite(t, text)
	b.tg, b.at, b.o.Token, b.clock, b.o.Clock = a.tg, a.at, a.o.Token, a.clock, a.clock
	b.o.Config.Telegram.API = a.o.Config.Telegram.API
	for name, s := range map[string]*site{"bot-1": a, "bot-2": b} {
		s.o.Config.Data.Node = name
		var err error
		s.o.Etcd, err = EtcdOptions(s.o.Config, getenvNone, "v1.2.3")
		require.NoError(t, err)
	}
	return a, b
}

// The second bot stands by, says so, answers whoever asks it, and takes over.
func TestStandby(t *testing.T) {
	a, b := pair(t)
	a.start()
	a.running()
	b.start()
	b.until("the second stands by", func() bool {
		_, body := b.get("/readyz")
		return strings.Contains(body, "standby: bot-1 leads")
	})
	code, _ := b.get("/readyz")
	assert.Equal(t, http.StatusServiceUnavailable, code)
	code, body := b.get("/healthz")
	assert.Equal(t, http.StatusOK, code, body)
	_, body = b.get("/metrics")
	assert.Contains(t, body, "liubao_cluster_leader 0")
	_, body = a.get("/metrics")
	assert.Contains(t, body, "liubao_cluster_leader 1")
	assert.Contains(t, body, "liubao_cluster_lease_left_seconds")
	posted := httptest.NewRecorder()
	b.p.webhook().ServeHTTP(posted, httptest.NewRequest(http.MethodPost, "/telegram", strings.NewReader("{}")))
	assert.Equal(t, http.StatusServiceUnavailable, posted.Code)

	s, err := Ask[Status](t.Context(), b.o, "status", nil)
	require.NoError(t, err)
	assert.Equal(t, "standby: bot-1 leads", s.Standby)
	assert.Empty(t, s.Problems)
	require.NotNil(t, s.Cluster)
	assert.Equal(t, "bot-2", s.Cluster.Node)
	made, err := Ask[claims.Claim](t.Context(), b.o, "claim", nil)
	require.NoError(t, err, b.log)
	assert.Equal(t, claims.File(b.o.Config), made.File)
	assert.Contains(t, made.Link, "?start=")
	b.director()
	_, err = Ask[audit.Findings](t.Context(), b.o, "audit/verify", nil)
	require.NoError(t, err)

	a.end()
	b.running()
	code, body = b.get("/readyz")
	assert.Equal(t, http.StatusOK, code, body)
	b.end()
	s, err = Ask[Status](t.Context(), a.o, "status", nil)
	require.NoError(t, err)
	assert.Contains(t, s.Problems, "no bot runs on this machine")
	_, err = Ask[claims.Claim](t.Context(), a.o, "claim", nil) // nobody leads: the command does, for a moment
	require.NoError(t, err)
}

// A bot that is older than the data stands by and says why, and leads once it may.
func TestOlderDoesNotLead(t *testing.T) {
	a, _ := pair(t)
	schema := func(n int) {
		e, err := etcd.Open(*a.o.Etcd)
		require.NoError(t, err)
		_, err = e.Campaign(t.Context())
		require.NoError(t, err)
		require.NoError(t, e.Update(t.Context(), func(tx storage.Tx) error {
			return storage.Put(tx, storage.RowMeta.Key(storage.MetaSchema), n)
		}))
		require.NoError(t, e.Close())
	}
	schema(storage.Schema + 1)
	a.start()
	a.until("it says why", func() bool {
		_, body := a.get("/readyz")
		return strings.Contains(body, "does not lead: the store was written by a newer liubao")
	})
	code, _ := a.get("/healthz")
	assert.Equal(t, http.StatusOK, code)
	assert.Nil(t, a.p.service.Load())
	schema(storage.Schema)
	a.running()
	code, body := a.get("/readyz")
	assert.Equal(t, http.StatusOK, code, body)
}

// What is wrong with a cluster is told, the members' quota from 60% on.
func TestTroublesOfACluster(t *testing.T) {
	s := newSite(t, "")
	now := s.clock.Now()
	p := &Program{Options: s.o}
	leads := etcd.Figures{Leads: true, Left: 7 * time.Second, Lease: 8 * time.Second}
	with := func(change func(*etcd.Figures)) *Cluster {
		f := leads
		change(&f)
		return &Cluster{Figures: f}
	}
	for name, c := range map[string]struct {
		cluster          *Cluster
		problem, warning string
	}{
		"well":     {with(func(*etcd.Figures) {}), "", ""},
		"no lease": {with(func(f *etcd.Figures) { f.Left = 3 * time.Second }), "etcd does not renew the lease", ""},
		"waits":    {with(func(f *etcd.Figures) { f.Pending = now.Add(-2 * time.Second) }), "has not answered to a commit since", ""},
		"slow":     {with(func(f *etcd.Figures) { f.Last = 2100 * time.Millisecond }), "the last commit took 2.1s", ""},
		"refuses":  {with(func(f *etcd.Figures) { f.Failing = "etcd is out of space" }), "does not take what is written: etcd is out of space", ""},
		"alarm":    {&Cluster{Members: []etcd.Member{{Alarm: "NOSPACE"}, {Alarm: "NOSPACE"}}}, "etcd raises the alarm NOSPACE", ""},
		"away":     {&Cluster{Members: []etcd.Member{{Endpoint: "http://a:1", Err: "x"}}}, "", "the etcd member http://a:1 does not answer"},
		"59%":      {&Cluster{Members: []etcd.Member{{Size: 59, Quota: 100}}}, "", ""},
		"61%":      {&Cluster{Members: []etcd.Member{{Endpoint: "http://a:1", Size: 61, Quota: 100}}}, "", "http://a:1 uses 61% of its quota"},
	} {
		var got troubles
		got.cluster(p, c.cluster, now)
		assert.Contains(t, strings.Join(got.problems, "\n"), c.problem, name)
		assert.Contains(t, strings.Join(got.warnings, "\n"), c.warning, name)
		if c.problem == "" {
			assert.Empty(t, got.problems, name)
		} else {
			assert.Len(t, got.problems, 1, name)
		}
		if c.warning == "" {
			assert.Empty(t, got.warnings, name)
		}
	}
}

// A bot that cannot serve the data though it may lead says why, and leaves the lead to
// others for a while instead of taking it again and again.
func TestCannotServe(t *testing.T) {
	a, _ := pair(t)
	e, err := etcd.Open(*a.o.Etcd)
	require.NoError(t, err)
	_, err = e.Campaign(t.Context())
	require.NoError(t, err)
	require.NoError(t, migrate.Run(t.Context(), e, nil))
	require.NoError(t, e.Update(t.Context(), func(tx storage.Tx) error {
		return storage.Put(tx, "draft/p/no-such-duty/1", "x")
	}))
	require.NoError(t, e.Close())
	a.start()
	a.until("it says why", func() bool {
		code, body := a.get("/readyz")
		return code == http.StatusServiceUnavailable && strings.Contains(body, "this bot does not lead: the data file was made with another plan")
	})
	assert.Never(t, func() bool { return strings.Count(a.log.String(), "this process leads") > 1 }, time.Second, 10*time.Millisecond)
}
