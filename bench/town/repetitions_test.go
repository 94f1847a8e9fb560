package town

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

// A card that comes again behind a newer one is told apart from one that comes for
// the first time there: the first a frozen program may have begun, the second nobody may.
func TestRepetitions(t *testing.T) {
	card := func(chat int64, version int) Said { return Said{Chat: chat, Version: version} }
	again, late, disorder := Repetitions([]Said{card(1, 1), card(2, 7), card(1, 2), card(1, 2), card(1, 3), card(1, 1), card(1, 0), card(1, 0)})
	assert.Equal(t, []Said{card(1, 2), card(1, 1)}, again)
	assert.Equal(t, []Said{card(1, 1)}, late)
	assert.Empty(t, disorder)
	_, late, disorder = Repetitions([]Said{card(1, 1), card(1, 3), card(1, 2), card(2, 1)})
	assert.Empty(t, late)
	assert.Len(t, disorder, 1)
}
