package paper

import (
	"errors"
)

var errNoChoice = errors.New("no such choice")
