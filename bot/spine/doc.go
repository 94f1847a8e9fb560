// Package spine turns updates into steps and steps into messages: intake, lanes and
// delivery, and the jobs beside them.
//
// Promises: an update is on disk before it is acknowledged and a message
// before it is sent; everything one update causes is one transaction; a chat's
// updates are handled, and its messages delivered, in order; an update that
// cannot be handled is kept apart, told of, and holds up nobody; a message is
// sent again only where it may not have arrived, and then at most once.
package spine
