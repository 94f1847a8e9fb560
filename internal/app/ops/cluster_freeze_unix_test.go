//go:build unix

package ops

import (
	"net/http"
	"strings"
	"testing"

	"liubao/storage/etcd/members"
)

// Where etcd does not answer, whoever asks whether a bot is ready is told so in time,
// be it the one that led or one that stands by; and it goes on by itself.
func TestReadinessWithoutEtcd(t *testing.T) {
	t.Parallel() // it waits most of the time
	c := members.ForTest(t, 1, members.Args...)
	a, b := twins(t, "[data]\netcd = [\""+c.Endpoints()[0]+"\"]\nlease = \"2s\"\n"+withHTTP)
	a.start()
	a.running()
	b.start()
	c.Members[0].Freeze()
	t.Cleanup(c.Members[0].Thaw) // before it is killed
	for _, s := range []*site{a, b} {
		s.until("it says so", func() bool {
			code, body := s.get("/readyz")
			return code == http.StatusServiceUnavailable && strings.Contains(body, "the lead cannot be asked for: etcd does not answer") &&
				strings.Contains(body, "the data could not be read within 3s from etcd")
		})
	}
	c.Members[0].Thaw()
	a.until("one of them is ready again", func() bool {
		first, _ := a.get("/readyz")
		second, _ := b.get("/readyz")
		return first == http.StatusOK || second == http.StatusOK
	})
}
