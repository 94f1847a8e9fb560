package pdf

// nested reports whether graphics states are opened without end: the library
// keeps each.
func nested(content []byte) bool {
	depth := 0
	for i, c := range content {
		alone := (i == 0 || isSpace(content[i-1])) && (i+1 == len(content) || isSpace(content[i+1]))
		switch {
		case c == 'q' && alone:
			if depth++; depth > maxStates {
				return true
			}
		case c == 'Q' && alone && depth > 0:
			depth--
		}
	}
	return false
}

func isSpace(c byte) bool {
	return c == ' ' || c == '\n' || c == '\r' || c == '\t' || c == 0 || c == '\f'
}
