package desk

func (o Overview) Reported() int {
	n := 0
	for _, s := range o.Rows {
		if s.Reported() {
			n++
		}
	}
	return n
}
