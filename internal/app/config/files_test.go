package config

import (
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"github.com/stretchr/testify/require"
)

// What is wrong about files is told with file, line, key and remedy.
func TestMistakesAboutFiles(t *testing.T) {
	const whole = "[files]\nendpoint = \"https://s3.example.org\"\nbucket = \"liubao\"\naccess_key_file = \"a\"\nsecret_key_file = \"s\"\n"
	for _, c := range []struct{ name, in, want string }{
		{"no address", "[files]\nendpoint = \"s3.example.org\"\nbucket = \"liubao\"\naccess_key_file = \"a\"\nsecret_key_file = \"s\"",
			`c.toml:2: files.endpoint: is not the address of a server; write for example endpoint = "https://s3.example.org"`},
		{"no bucket", "[files]\nendpoint = \"https://s3.example.org\"\naccess_key_file = \"a\"\nsecret_key_file = \"s\"",
			`c.toml:1: files.bucket: "" cannot name a bucket; write 3 to 63 characters of a-z, 0-9, - and ., for example bucket = "liubao"`},
		{"no keys", "[files]\nendpoint = \"https://s3.example.org\"\nbucket = \"liubao\"\naccess_key_file = \"a\"",
			`c.toml:1: files.secret_key_file: is missing; name a file of mode 0600 that holds the key and nothing else`},
		{"a bucket and no address", "[files]\nbucket = \"liubao\"",
			`c.toml:2: files.bucket: is written and no endpoint is; add for example endpoint = "https://s3.example.org", or leave it out to keep files with the data`},
		{"prefix", whole + "prefix = \"/office\"",
			`c.toml:6: files.prefix: "/office" is no prefix; write one that ends in / and does not begin with it, for example prefix = "office/"`},
		{"timeout", whole + "timeout = \"1h\"",
			`c.toml:6: files.timeout: 1h0m0s is out of range; write from "1s" to "10m", for example timeout = "1m"`},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := Parse("c.toml", []byte(c.in))
			require.EqualError(t, err, c.want)
		})
	}
	_, err := Parse("c.toml", []byte(whole))
	require.NoError(t, err)
}

// The keys are read out of files that nobody else may read, and stand in no error.
func TestKeysOfABucket(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("Windows has no modes")
	}
	dir := t.TempDir()
	write := func(name, text string, mode os.FileMode) {
		require.NoError(t, os.WriteFile(filepath.Join(dir, name), []byte(text), mode))
		require.NoError(t, os.Chmod(filepath.Join(dir, name), mode))
	}
	write("config.toml", "[files]\nendpoint = \"https://s3.example.org\"\nbucket = \"liubao\"\nprefix = \"office/\"\naccess_key_file = \"access\"\nsecret_key_file = \"secret\"\n", 0o600)
	write("access", "AKID\n", 0o600)
	write("secret", "hush-hush\n", 0o644)
	c, err := Load(filepath.Join(dir, "config.toml"))
	require.NoError(t, err)
	none := func(string) string { return "" }
	_, err = c.Bucket(none)
	require.ErrorContains(t, err, "config.toml:6: files.secret_key_file: "+filepath.Join(dir, "secret")+" has mode 0644, so that others can read it; run: chmod 600")
	require.NotContains(t, err.Error(), "hush-hush")
	write("secret", " \n", 0o600)
	_, err = c.Bucket(none)
	require.ErrorContains(t, err, "files.secret_key_file: is empty; write the key into it")
	write("secret", "hush-hush\n", 0o600)
	b, err := c.Bucket(none)
	require.NoError(t, err)
	require.Equal(t, "s3://liubao/office/", b.String())

	c.Files.CAFile = filepath.Join(dir, "access")
	_, err = c.Bucket(none)
	require.ErrorContains(t, err, "files.ca_file: "+filepath.Join(dir, "access")+" holds no certificate")
}
