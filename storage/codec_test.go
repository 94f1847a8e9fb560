package storage_test

import (
	"bytes"
	"compress/flate"
	"context"
	"encoding/json"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"liubao/storage"
	"liubao/storage/mem"
)

type note struct {
	V    int    `json:"v"`
	Text string `json:"text"`
}

func TestCodecRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		want := note{1, strings.Repeat(rapid.String().Draw(t, "text"), rapid.IntRange(1, 300).Draw(t, "times"))}
		want.Text = strings.ToValidUTF8(want.Text, "?")
		e := mem.New()
		update(t, e, func(tx storage.Tx) error { return storage.Put(tx, "k", want) })
		view(t, e, func(r storage.Reader) error {
			got, ok, err := storage.Get[note](r, "k")
			require.True(t, ok)
			require.Equal(t, want, got)
			return err
		})
	})
}

func TestCodecReadsAnyString(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		js := rapid.SampledFrom([]string{`"`, ``}).Draw(t, "begin") + rapid.StringMatching(`[a-z0-9"\\ \x00-\x1f甲-]{0,6}`).Draw(t, "text") + `"`
		var want string
		bad := json.Unmarshal([]byte(js), &want)
		got, err := storage.Decode[string]("k", []byte("j"+js))
		require.Equal(t, bad != nil, err != nil, js)
		require.Equal(t, want, got)
	})
}

func TestCodecCompressesLongValues(t *testing.T) {
	e := mem.New()
	text := strings.Repeat("本期新增企业三户，均已纳统。", 100)
	update(t, e, func(tx storage.Tx) error {
		if err := storage.Put(tx, "long", note{1, text}); err != nil {
			return err
		}
		return storage.Put(tx, "short", note{1, "已办结"})
	})
	view(t, e, func(r storage.Reader) error {
		b, _, _ := r.Get("long")
		require.Less(t, len(b), len(text)/4)
		b, _, _ = r.Get("short")
		require.Equal(t, `J....{"v":1,"text":"已办结"}`, string(b[:1])+"...."+string(b[5:]))
		return nil
	})
}

func TestCodecKeepsWhatDoesNotCompress(t *testing.T) {
	e := mem.New()
	raw := make([]byte, 3000)
	rng := rand.New(rand.NewPCG(1, 2))
	for i := range raw {
		raw[i] = byte(rng.Uint32())
	}
	update(t, e, func(tx storage.Tx) error { return storage.Put(tx, "k", raw) })
	view(t, e, func(r storage.Reader) error {
		got, _, err := storage.Get[[]byte](r, "k")
		require.Equal(t, raw, got)
		return err
	})
}

func TestCodecRefusesDamage(t *testing.T) {
	var bomb bytes.Buffer
	bomb.WriteByte('f')
	w, err := flate.NewWriter(&bomb, flate.BestCompression)
	require.NoError(t, err)
	zeros := make([]byte, 1<<20)
	for range 64 {
		_, err := w.Write(zeros)
		require.NoError(t, err)
	}
	require.NoError(t, w.Close())
	require.Less(t, bomb.Len(), storage.MaxValue)

	for name, val := range map[string][]byte{
		"empty": {}, "unknown": []byte("x{}"), "not json": []byte("j{"), "two values": []byte("j{} {}"),
		"wrong type": []byte(`j"word"`), "not deflate": []byte("f\xff\xff"), "cut": bomb.Bytes()[:50], "bomb": bomb.Bytes(),
	} {
		t.Run(name, func(t *testing.T) {
			e := mem.New()
			update(t, e, func(tx storage.Tx) error { return tx.Put("k", val) })
			err := e.View(context.Background(), func(r storage.Reader) error {
				_, ok, err := storage.Get[note](r, "k")
				require.False(t, ok)
				return err
			})
			require.ErrorIs(t, err, storage.ErrCorrupt)
			require.ErrorContains(t, err, "k: ")
		})
	}
}

func TestCodecRefusesTooMuch(t *testing.T) {
	e := mem.New()
	err := e.Update(context.Background(), func(tx storage.Tx) error {
		return storage.Put(tx, "k", note{1, strings.Repeat("a", 5<<20)})
	})
	require.ErrorIs(t, err, storage.ErrTooLarge)
}

func update(t require.TestingT, e storage.Engine, fn func(storage.Tx) error) {
	require.NoError(t, e.Update(context.Background(), fn))
}

func view(t require.TestingT, e storage.Engine, fn func(storage.Reader) error) {
	require.NoError(t, e.View(context.Background(), fn))
}

func TestPassingValuesAreCompressedWhereLong(t *testing.T) {
	e := mem.New()
	words := "本期新增企业三户，均已纳统。"
	update(t, e, func(tx storage.Tx) error {
		if err := storage.PutPassing(tx, "long", note{1, strings.Repeat(words, 1000)}); err != nil {
			return err
		}
		return storage.PutPassing(tx, "middling", note{1, strings.Repeat(words, 100)})
	})
	view(t, e, func(r storage.Reader) error {
		b, _, _ := r.Get("long")
		require.Equal(t, byte('F'), b[0])
		b, _, _ = r.Get("middling")
		require.Equal(t, byte('J'), b[0])
		got, _, err := storage.Get[note](r, "long")
		require.Equal(t, strings.Repeat(words, 1000), got.Text)
		return err
	})
}

// No byte of a value can change without its being told.
func TestCodecNoticesEveryChangedBit(t *testing.T) {
	e := mem.New()
	words := "本期新增企业三户，均已纳统。"
	update(t, e, func(tx storage.Tx) error {
		if err := storage.Put(tx, "long", note{1, strings.Repeat(words, 100)}); err != nil {
			return err
		}
		return storage.Put(tx, "short", note{1, words})
	})
	view(t, e, func(r storage.Reader) error {
		for _, key := range []string{"long", "short"} {
			whole, _, err := r.Get(key)
			require.NoError(t, err)
			for i := range whole {
				for bit := range 8 {
					bad := bytes.Clone(whole)
					bad[i] ^= 1 << bit
					_, err := storage.Decode[note](key, bad)
					require.ErrorIs(t, err, storage.ErrCorrupt, "%s, bit %d of byte %d", key, bit, i)
				}
			}
			_, err = storage.Decode[note](key, whole)
			require.NoError(t, err)
		}
		return nil
	})
}

// What an earlier program wrote, without a checksum, is still read.
func TestCodecReadsValuesWithoutAChecksum(t *testing.T) {
	got, err := storage.Decode[note]("k", []byte(`j{"v":1,"text":"已办结"}`))
	require.NoError(t, err)
	require.Equal(t, note{1, "已办结"}, got)
}
