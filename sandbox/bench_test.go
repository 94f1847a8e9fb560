package sandbox

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// card is a message as a bot sends it, with a version so that every edit is one.
func card(b testing.TB, p m, version int) []byte {
	b.Helper()
	var text strings.Builder
	fmt.Fprintf(&text, "<b>第%d项保障</b> %d\n", version%9, version)
	for i := range 5 {
		fmt.Fprintf(&text, "%d. 第%d项工作：走访企业，协调解决用工和用电问题，已列入台账逐项销号 &lt;%d/5&gt;\n", i, i, i)
	}
	p["text"], p["parse_mode"] = text.String(), "HTML"
	var rows [][]m
	for i := range 6 {
		rows = append(rows, []m{
			{"text": fmt.Sprintf("第%d项工作", i), "callback_data": fmt.Sprintf("20261201.progress.a1.%d.t%d", version, i)},
			{"text": "改", "callback_data": fmt.Sprintf("20261201.progress.a1.%d.t%d:redo", version, i), "style": "primary"},
		})
	}
	p["reply_markup"] = m{"inline_keyboard": rows}
	body, err := json.Marshal(p)
	require.NoError(b, err)
	return body
}

// BenchmarkUpdate is what the sandbox does for one update of the load
// programs, without the transport: a tap, which is fetched and answered, and
// the card that is edited for it, while somebody looks on.
func BenchmarkUpdate(b *testing.B) {
	s := New(Options{Limits: &NoLimits, Seed: 1})
	p := s.AddUser(User{FirstName: "王"})
	_, err := p.Start("")
	require.NoError(b, err)
	sub := s.Subscribe()
	defer sub.Close()
	ask := func(method string, body []byte) []byte {
		r := httptest.NewRequest(http.MethodPost, "/bot"+s.Token()+"/"+method, bytes.NewReader(body))
		r.Header.Set("Content-Type", kindJSON)
		w := httptest.NewRecorder()
		s.ServeHTTP(w, r)
		if w.Code != http.StatusOK {
			b.Fatalf("%s: %d %s", method, w.Code, w.Body)
		}
		return w.Body.Bytes()
	}
	var sent struct {
		Result Message `json:"result"`
	}
	require.NoError(b, json.Unmarshal(ask("sendMessage", card(b, m{"chat_id": p.ID()}, 0)), &sent))
	id := sent.Result.MessageID
	const cards = 64
	var bodies [cards][]byte
	for i := range bodies {
		bodies[i] = card(b, m{"chat_id": p.ID(), "message_id": id}, i+1)
	}
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		tap, err := p.TapData(p.ID(), id, "20261201.progress.a1.7.t3")
		if err != nil {
			b.Fatal(err)
		}
		ask("getUpdates", fmt.Appendf(nil, `{"offset":%d,"timeout":0}`, s.st.NextUpdate-1))
		ask("answerCallbackQuery", fmt.Appendf(nil, `{"callback_query_id":%q}`, tap.ID()))
		ask("editMessageText", bodies[i%cards])
		for _, ok := sub.Try(); ok; _, ok = sub.Try() {
		}
		if i%1000 == 0 { // what has piled up is no part of it
			s.mu.Lock()
			s.st.Chats[p.ID()].find(id).Edits = nil
			s.mu.Unlock()
		}
	}
}
