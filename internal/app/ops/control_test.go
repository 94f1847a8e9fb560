package ops

import (
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"liubao/internal/app/claims"
	"liubao/storage/audit"
	"liubao/storage/bolt"
)

func TestAsksTheRunningBot(t *testing.T) {
	s := newSite(t, "")
	s.start()
	s.running()
	info, err := os.Stat(SocketFile(s.o.Config))
	require.NoError(t, err)
	assert.Equal(t, fs.FileMode(0o600)|fs.ModeSocket, info.Mode())

	other := s.o // what a command knows: no token
	other.NoToken, other.Log = os.ErrNotExist, nil
	status, err := Ask[Status](t.Context(), other, "status", nil)
	require.NoError(t, err)
	assert.True(t, status.Running)
	assert.Equal(t, "liubao_bot", status.Bot)
	assert.Empty(t, status.Problems)
	assert.Equal(t, "v1.2.3", status.Version)

	first := s.link()
	claim, err := Ask[claims.Claim](t.Context(), other, "claim", nil)
	require.NoError(t, err)
	assert.NotEqual(t, first, s.link())
	assert.True(t, strings.HasSuffix(claim.Link, "?start="+s.link()))
	assert.Equal(t, morning.Add(time.Hour).UTC(), claim.Expires.UTC())
	s.director()

	found, err := Ask[audit.Findings](t.Context(), other, "audit/verify", nil)
	require.NoError(t, err)
	assert.True(t, found.OK())
	assert.Positive(t, found.Rows)

	_, err = Ask[Story](t.Context(), other, "audit/show", url.Values{"unit": {"没有这个单位"}})
	require.ErrorContains(t, err, `the plan has no unit "没有这个单位"; write one of 党群局, `)

	s.end()
	assert.NoFileExists(t, SocketFile(s.o.Config))
}

func TestAsksTheFile(t *testing.T) {
	s := newSite(t, "")
	_, err := Ask[audit.Findings](t.Context(), s.o, "audit/verify", nil)
	require.ErrorIs(t, err, fs.ErrNotExist)
	assert.NoFileExists(t, s.o.Config.Data.File, "a question makes no file")

	claim, err := Ask[claims.Claim](t.Context(), s.o, "claim", nil)
	require.NoError(t, err)
	assert.True(t, strings.HasSuffix(claim.Link, "?start="+s.link()))
	none := s.o
	none.NoToken = os.ErrPermission
	_, err = Ask[claims.Claim](t.Context(), none, "claim", nil)
	require.ErrorIs(t, err, os.ErrPermission)

	s.start()
	s.running()
	s.director()
	s.end()
	unit, ok := s.o.Plan.Unit(s.o.Plan.Office)
	require.True(t, ok)
	story, err := Ask[Story](t.Context(), s.o, "audit/show", url.Values{"unit": {unit.Name}, "period": {"2026-12"}})
	require.NoError(t, err)
	told := strings.Join(story.Lines, "\n")
	assert.Contains(t, told, "主任甲")
	assert.Contains(t, told, "加入")
	assert.Equal(t, []string{"2026-12"}, story.Periods)
	assert.Regexp(t, "[0-9a-f]{64}", told)
}

func TestLockedWithoutASocket(t *testing.T) {
	s := newSite(t, "")
	s.start()
	s.running()
	o := s.o
	conf := *o.Config
	conf.Data.Socket = filepath.Join(t.TempDir(), "other.sock")
	o.Config = &conf
	_, err := Ask[audit.Findings](t.Context(), o, "audit/verify", nil)
	require.ErrorIs(t, err, bolt.ErrLocked)
	assert.ErrorContains(t, err, "does not answer at "+conf.Data.Socket)
}
