package desktest

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"liubao/conversations/report"
	"liubao/reports"
	"liubao/storage"
)

// What a contact rewrites stays beside the draft and does not make it longer,
// also where an earlier program left it inside.
func TestRewrittenWordsAreKeptBesideTheDraft(t *testing.T) {
	onStage(t, func(s *stage) {
		s.person("党群局甲", "dangqun", reports.Contact)
		s.drop()
		k := reports.Key{Period: "2026-12-15", Duty: "progress", Subject: "a1"}
		draft := func() (w report.Draft, dropped []string) {
			require.NoError(t, s.engine.View(s.ctx(), func(r storage.Reader) error {
				var err error
				if w, _, err = storage.Draft[report.Draft](r, k); err != nil {
					return err
				}
				rows, err := storage.Dropped(r, k)
				dropped = nil
				for _, p := range rows {
					dropped = append(dropped, p.Text)
				}
				return err
			}))
			return w, dropped
		}
		rewrite := "\n党群局甲> [总览]\n党群局甲> [✓ 任务1]\n党群局甲> [重写]"
		s.replay("党群局甲> /report\n党群局甲> [○ 任务1]\n党群局甲> [有进展]\n党群局甲> 新增岗位三百个。" + rewrite)
		w, dropped := draft()
		require.Equal(t, []string{"新增岗位三百个。"}, dropped)
		require.Empty(t, w.Dropped)

		w.Dropped = []reports.Piece{{ID: "1", Text: "早先写的。"}} // as an earlier program left it
		require.NoError(t, s.engine.Update(s.ctx(), func(tx storage.Tx) error { return storage.Put(tx, storage.RowDraft.Of(k), w) }))
		s.replay("党群局甲> 新增岗位三百五十个。" + rewrite + "\n党群局甲> 新增岗位四百个。")
		w, dropped = draft()
		require.Equal(t, []string{"新增岗位三百个。", "早先写的。", "新增岗位三百五十个。"}, dropped)
		require.Empty(t, w.Dropped)
		require.Equal(t, "新增岗位四百个。", w.Entries[0].Text())

		w.Rev -= 2 // so that the next are taken out at the same revision as the last
		require.NoError(t, s.engine.Update(s.ctx(), func(tx storage.Tx) error { return storage.Put(tx, storage.RowDraft.Of(k), w) }))
		s.replay(strings.TrimPrefix(rewrite, "\n"))
		w, dropped = draft()
		require.Equal(t, []string{"新增岗位三百个。", "早先写的。", "新增岗位三百五十个。", "新增岗位四百个。"}, dropped)
		require.Empty(t, w.Dropped)
	})
}
