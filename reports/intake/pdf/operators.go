package pdf

import "bytes"

// plainShows writes [<01>19<02>]TJ as <01>Tj<02>Tj: the library shows one glyph
// too many behind each TJ. The small moves between the glyphs are of no matter
// to text.
func plainShows(content []byte) []byte {
	if !bytes.Contains(content, []byte("TJ")) {
		return content
	}
	var out bytes.Buffer
	for i := 0; i < len(content); {
		switch content[i] {
		case '(', '<':
			end := stringEnd(content, i)
			out.Write(content[i:end])
			i = end
		case '[':
			shown, end, ok := array(content, i)
			if ok {
				out.Write(shown)
			} else {
				out.Write(content[i:end])
			}
			i = end
		default:
			out.WriteByte(content[i])
			i++
		}
	}
	return out.Bytes()
}

// array reads an array of strings and numbers that TJ shows; ok is false for
// any other, which ends behind its bracket.
func array(content []byte, i int) (shown []byte, end int, ok bool) {
	var out bytes.Buffer
	for i++; i < len(content) && content[i] != ']'; {
		switch content[i] {
		case '(', '<':
			end := stringEnd(content, i)
			out.Write(content[i:end])
			out.WriteString("Tj ")
			i = end
		case '[':
			return nil, i, false
		default:
			i++
		}
	}
	end = min(i+1, len(content))
	rest := bytes.TrimLeft(content[end:], " \t\r\n")
	if !bytes.HasPrefix(rest, []byte("TJ")) {
		return nil, end, false
	}
	return out.Bytes(), len(content) - len(rest) + 2, true
}

// stringEnd returns where the string that begins at i ends: (a\)b) or <0a0b>.
func stringEnd(content []byte, i int) int {
	if content[i] == '<' {
		if j := bytes.IndexByte(content[i:], '>'); j > 0 && (i+1 >= len(content) || content[i+1] != '<') {
			return i + j + 1
		}
		return i + 1
	}
	depth := 0
	for ; i < len(content); i++ {
		switch content[i] {
		case '\\':
			i++
		case '(':
			depth++
		case ')':
			if depth--; depth == 0 {
				return i + 1
			}
		}
	}
	return len(content)
}

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
