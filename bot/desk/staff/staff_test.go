package staff

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"liubao/reports"
	"liubao/storage"
	"liubao/storage/mem"
)

// TestDeciders: nobody decides about their own unit; the office's others come
// first, leaders only where there are none.
func TestDeciders(t *testing.T) {
	e := mem.With(mem.Options{Twice: true})
	t.Cleanup(func() { require.NoError(t, e.Close()) })
	save := func(ps ...reports.Person) {
		require.NoError(t, e.Update(context.Background(), func(tx storage.Tx) error {
			for _, p := range ps {
				if err := storage.SavePerson(tx, p); err != nil {
					return err
				}
			}
			return nil
		}))
	}
	who := func(unit string) (out []string) {
		require.NoError(t, e.View(context.Background(), func(r storage.Reader) error {
			people, err := Deciders(r, ActReview, unit)
			out = nil
			for _, p := range people {
				out = append(out, p.ID)
			}
			return err
		}))
		return out
	}
	director := reports.Person{ID: "dir", Name: "主任", Unit: "jingfa", Roles: []reports.Role{reports.Director}, Chat: "tg:1"}
	deputy := reports.Person{ID: "dep", Name: "副主任", Unit: "caizheng", Roles: []reports.Role{reports.DeputyDir, reports.Contact}, Chat: "tg:2"}
	leader := reports.Person{ID: "lead", Name: "组长", Roles: []reports.Role{reports.Leader}, Chat: "tg:3"}
	inspector := reports.Person{ID: "ins", Name: "督查", Roles: []reports.Role{reports.Inspector}, Chat: "tg:4"}
	save(director, inspector)
	assert.Equal(t, []string{"dir"}, who("caizheng"))
	assert.Empty(t, who("jingfa"), "the inspector does not review")
	save(leader)
	assert.Equal(t, []string{"lead"}, who("jingfa"))
	save(deputy)
	assert.Equal(t, []string{"dep"}, who("jingfa"))
	assert.Equal(t, []string{"dir"}, who("caizheng"), "the deputy is of that unit")
	assert.Equal(t, []string{"dep", "dir"}, who("dangqun"))
	deputy.Unreachable = time.Unix(1, 0)
	save(deputy)
	assert.Equal(t, []string{"lead"}, who("jingfa"))
}
