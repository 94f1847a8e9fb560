package scenes

import (
	"testing"

	"github.com/stretchr/testify/require"

	"liubao/plan"
)

// TestPostsAreHeldByInventedPeople: nobody whom the notice names says
// anything in a story.
func TestPostsAreHeldByInventedPeople(t *testing.T) {
	real, err := plan.Default()
	require.NoError(t, err)
	named := map[string]bool{}
	for _, x := range real.Posts {
		named[x.Holder] = x.Holder != ""
	}
	p, err := Plan(december)
	require.NoError(t, err)
	require.NotEmpty(t, p.Posts)
	holders := map[string]bool{}
	for _, x := range p.Posts {
		require.False(t, named[x.Holder], x.Holder)
		require.False(t, holders[x.Holder], "%s holds two posts", x.Holder)
		holders[x.Holder] = true
	}
}
