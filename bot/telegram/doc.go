// Package telegram speaks to a Bot API server and is the only package that
// knows how.
//
// Promises: an update that was not understood never holds up another; every
// error that leaves the package is a [*bot.Error] with one of a closed set of
// [bot.Class]es, or a context's error; and no error, whatever its cause, contains
// the bot's token or a proxy's password.
package telegram
