package etcd

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"liubao/storage/etcd/members"
)

// A user sees and changes the keys of its own task force alone; what etcd refuses is
// said plainly, without the password.
func TestUsers(t *testing.T) {
	t.Parallel() // it waits most of the time
	c := members.ForTest(t, 1, members.Args...)
	ctx := t.Context()
	o := optionsOn(c)
	o.Prefix += "/"
	require.NoError(t, c.Restrict(ctx, "liubao", "s3cret", o.Prefix))

	o.Username, o.Password = "liubao", "wrong-s3cret"
	_, err := Open(o)
	require.ErrorContains(t, err, "etcd refuses the user or its password")
	assert.NotContains(t, err.Error(), "s3cret")

	o.Password = "s3cret"
	e := opened(t, o)
	require.NoError(t, put(e, "a", "1"))
	assert.Equal(t, "1", get(t, stands(t, o), "a"))

	o.Prefix = "test/other/"
	other := stands(t, o)
	_, err = other.revision(ctx)
	require.ErrorContains(t, err, "grant its role readwrite on the prefix")
}
