package fast

import (
	"net/url"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestTarget: what is taken as it stands is what net/url makes of it.
func TestTarget(t *testing.T) {
	for _, uri := range []string{
		"/bot1:a_b-c/getMe", "/file/bot1:a/photos/file_1.jpg", "/bot1:a/getUpdates?timeout=3", "/bot1%3Aa/getMe", "/bot1:a/getM\u00e9",
		"/", "//host/getMe", "/a//b", "/../x", "*", "http://h/bot1:a/getMe?x", "/a b", "/%zz", "", "bot1:a/getMe", "/a#b", "/\x7f", "/a;b",
	} {
		path, query, err := target(uri)
		u, wrong := url.ParseRequestURI(uri)
		require.Equal(t, wrong, err, uri)
		if err == nil {
			require.Equal(t, []string{u.Path, u.RawQuery}, []string{path, query}, uri)
		}
	}
}
