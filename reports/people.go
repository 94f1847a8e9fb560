package reports

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"
	"time"

	"liubao/plan"
)

// Role is what a person is to the task force. A person holds a set of roles;
// what each may do stands in one table, in bot/desk/staff.
type Role string

// The roles.
const (
	Director  Role = "director"        // 办公室主任
	DeputyDir Role = "deputy-director" // 办公室副主任
	Leader    Role = "leader"          // 组长、副组长
	Inspector Role = "inspector"       // 效能办
	Assessor  Role = "assessor"        // 党群局(考核)
	Head      Role = "head"            // 单位负责人
	Contact   Role = "contact"         // 联络员
	Deputy    Role = "deputy"          // AB岗
)

// Label returns the word shown in chat.
func (r Role) Label() string {
	switch r {
	case Director:
		return "办公室主任"
	case DeputyDir:
		return "办公室副主任"
	case Leader:
		return "专班领导"
	case Inspector:
		return "督查员"
	case Assessor:
		return "考核员"
	case Head:
		return "单位负责人"
	case Contact:
		return "联络员"
	case Deputy:
		return "AB岗联络员"
	}
	return string(r)
}

// Person is somebody the bot knows. People come by invitation only.
type Person struct {
	V     int    `json:"v"`
	ID    string `json:"id"` // random, short, stable; not their address
	Name  string `json:"name"`
	Unit  string `json:"unit,omitempty"` // unit id
	Roles []Role `json:"roles"`
	// Chat is where they are spoken to in private, and known by; empty before they come.
	Chat        Address   `json:"address,omitempty"`
	Since       time.Time `json:"since"`
	Unreachable time.Time `json:"unreachable,omitzero"` // blocked or deactivated since
	Left        time.Time `json:"left,omitzero"`        // no longer takes part since
	// AwayFrom and AwayTo are the first and last day of a leave, zero for none.
	AwayFrom plan.Date `json:"awayFrom,omitzero"`
	AwayTo   plan.Date `json:"awayTo,omitzero"`
}

// Has reports whether the person holds any of the roles.
func (p Person) Has(roles ...Role) bool {
	return slices.ContainsFunc(roles, func(r Role) bool { return slices.Contains(p.Roles, r) })
}

// Away reports whether the person is on leave that day.
func (p Person) Away(day plan.Date) bool {
	return !p.AwayFrom.IsZero() && !day.Before(p.AwayFrom) && !day.After(p.AwayTo)
}

// Reachable reports whether a message can be sent to the person.
func (p Person) Reachable() bool {
	return p.Chat != "" && p.Unreachable.IsZero() && p.Left.IsZero()
}

// Invite is a single-use link that makes whoever opens it a person. Only the
// SHA-256 of its secret is kept.
type Invite struct {
	V       int       `json:"v"`
	Hash    string    `json:"hash"` // hex SHA-256 of the secret
	Unit    string    `json:"unit,omitempty"`
	Role    Role      `json:"role"`
	By      string    `json:"by"`
	At      time.Time `json:"at"`
	Expires time.Time `json:"expires"`
	UsedBy  string    `json:"usedBy,omitempty"`
	UsedAt  time.Time `json:"usedAt,omitzero"`
	// Name is whom the link is meant for, where that is known.
	Name string `json:"name,omitempty"`
	// Replaces is the id of the person whose work goes to whoever opens it.
	Replaces string `json:"replaces,omitempty"`
}

// Group is a chat that stands for the task force: the group, or one topic of it.
type Group struct {
	V      int       `json:"v"`
	Chat   Address   `json:"chat"`
	Thread int       `json:"thread,omitempty"` // forum topic, 0 for none
	Title  string    `json:"title"`
	By     string    `json:"by"`
	At     time.Time `json:"at"`
	// Refused is when the office was last told that the bot lacks a right there.
	Refused map[string]time.Time `json:"refused,omitempty"`
}

// NamesOf lists people's names.
func NamesOf(people []Person) string {
	var out []string
	for _, p := range people {
		out = append(out, p.Name)
	}
	return strings.Join(out, "、")
}

// RoleNames lists a person's roles.
func RoleNames(p Person) string {
	var out []string
	for _, r := range p.Roles {
		out = append(out, r.Label())
	}
	return strings.Join(out, "、")
}

// SecretHash is how the secret of an invitation is kept: its SHA-256 in hex.
func SecretHash(secret string) string {
	sum := sha256.Sum256([]byte(secret))
	return hex.EncodeToString(sum[:])
}
