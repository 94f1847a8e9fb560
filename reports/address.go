package reports

import "strings"

// Address is where somebody is spoken to: the name of a channel, a colon, and an
// id that this channel alone understands, such as tg:-100123. Empty is nowhere.
type Address string

// NewAddress joins a channel's name and its id.
func NewAddress(channel, id string) Address { return Address(channel + ":" + id) }

// Channel returns the name of the channel.
func (a Address) Channel() string {
	channel, _, _ := strings.Cut(string(a), ":")
	return channel
}

// ID returns what the channel knows the address by.
func (a Address) ID() string {
	_, id, _ := strings.Cut(string(a), ":")
	return id
}
