package conversations

import (
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/text/width"
	"pgregory.net/rapid"
)

// Where a text is not looked at for want of digits, there is nothing in it.
func TestFewDigitsAreNobodysNumber(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.StringMatching(`(甲|１|a|-|\+86)?[1１][3-9８][0-9０ -]{7,14}`).Draw(t, "text")
		require.Equal(t, numbersIn(width.Fold.String(s)), Suspects(s))
	})
	require.Len(t, Suspects("电话１３９１２３４５６７８。"), 1)
}
