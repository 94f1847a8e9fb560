package storage_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"liubao/reports"
	"liubao/storage"
)

func TestKeysAreReadable(t *testing.T) {
	k := reports.Key{Period: "2027-02-28", Duty: "progress", Subject: "jobs"}
	at := time.Date(2027, 2, 28, 17, 30, 0, 5, time.FixedZone("", 8*3600))
	for want, got := range map[string]string{
		"report/2027-02-28/progress/jobs":                               storage.RowReport.Of(k),
		"version/2027-02-28/progress/jobs/000003":                       storage.VersionKey(k, 3),
		"draft/2027-02-28/progress/jobs":                                storage.RowDraft.Of(k),
		"dropped/2027-02-28/progress/jobs/000004":                       storage.DroppedKey(k, 4),
		"review/2027-02-28/progress/jobs/20270228T093000.000000005Z/p1": storage.ReviewKey(k, at, "p1"),
		"cursor/tg:-1001234567890123/tg:42":                             storage.RowCursor.InChat("tg:-1001234567890123", "tg:42"),
		"sent/2027-02-28/progress/d-3/p1":                               storage.RowSent.Key("2027-02-28", "progress", "d-3", "p1"),
		"outbox/tg:42/00000000000000000007":                             storage.OutboxKey("tg:42", 7),
		"audit/2027-02-28/fin/00000012":                                 storage.AuditKey("2027-02-28", "fin", 12),
		"audithead/2027-02-28/fin":                                      storage.RowAuditHead.Key("2027-02-28", "fin"),
		"files/ab12/000003":                                             storage.FilePartKey("ab12", 3),
		"meta/schema":                                                   storage.RowMeta.Key(storage.MetaSchema),
		"fetch/a%2Fb%25c":                                               storage.RowFetch.Key("a/b%c"),
		"quota/p1":                                                      storage.RowQuota.Key("p1"),
		"setting/%":                                                     storage.RowSetting.Key(""),
		"slot/tg:1/a%0Ab%FF":                                            storage.SlotKey("tg:1", "a\nb\xff"),
	} {
		require.Equal(t, want, got)
	}
}

func TestComponentsUndoKeys(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.OneOf(rapid.String(), rapid.Map(rapid.SliceOf(rapid.Byte()), func(b []byte) string { return string(b) }))
		k := reports.Key{Period: text.Draw(t, "period"), Duty: text.Draw(t, "duty"), Subject: text.Draw(t, "subject")}
		key := storage.RowReport.Of(k)
		require.Equal(t, []string{"report", k.Period, k.Duty, k.Subject}, storage.Components(key))
		require.True(t, strings.HasPrefix(key, storage.RowReport.Prefix(k.Period, k.Duty)))
		require.True(t, strings.HasPrefix(key, storage.RowReport.Prefix(k.Period)))
	})
}

func TestNumbersParse(t *testing.T) {
	n, err := storage.ParseSeq("00000000000000000042")
	require.NoError(t, err)
	require.EqualValues(t, 42, n)
	_, err = storage.ParseSeq("42")
	require.ErrorIs(t, err, storage.ErrCorrupt)
}
