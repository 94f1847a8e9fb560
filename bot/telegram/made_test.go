package telegram

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Whatever the order of its fields, a message's id and an answer's result are
// found; garbage in their place is no answer.
func TestAnswersInAnyOrder(t *testing.T) {
	for body, want := range map[string]int{
		`{"ok":true,"result":{"message_id":5,"date":1}}`:              5,
		`{"ok":true,"result":{"message_id":5}}`:                       5,
		`{"ok":true,"result":{"date":1,"message_id":6}}`:              6,
		`{"result":{"message_id":7,"date":1},"ok":true}`:              7,
		"{ \"ok\" : true, \"result\" : { \"message_id\" : 8 } }\n":    8,
		`{"ok":true,"result":{"message_id":9,"date":1},"x":null}`:     9,
		`{"ok":true,"result":{"message_id":99999999999999999999,"d"}`: 0,
		`{"ok":true,"result":{"message_id":"5","date":1}}`:            0,
		`{"ok":true,"result":{"message_id":-5,"date":1}}`:             -5,
		`{"ok":true,"result":{"message_id":5`:                         0,
		`{"ok":false,"result":{"message_id":5,"date":1}}`:             0,
	} {
		c, _ := server(t, answer(200, body))
		m, err := c.Send(t.Context(), Out{Chat: 1, HTML: "x"})
		assert.Equal(t, want, m.ID, body)
		if want == 0 {
			require.Error(t, err, body)
		} else {
			require.NoError(t, err, body)
		}
	}
}
