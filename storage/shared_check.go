package storage

import (
	"fmt"
	"reflect"
	"time"
)

// differ says where two values differ, "" where they do not. Times are the same
// where they are the same instant at the same offset, whatever their zone is
// called: that is all that is stored of them.
func differ(a, b any) string { return differing("", reflect.ValueOf(a), reflect.ValueOf(b)) }

func differing(at string, a, b reflect.Value) string {
	if t, ok := a.Interface().(time.Time); ok {
		u := b.Interface().(time.Time) //nolint:forcetypeassert // both are of one type
		_, to := t.Zone()
		_, uo := u.Zone()
		if !t.Equal(u) || to != uo {
			return fmt.Sprintf("%s: %s, not %s", at, t, u)
		}
		return ""
	}
	switch a.Kind() {
	case reflect.Pointer:
		if a.IsNil() || b.IsNil() {
			break
		}
		return differing(at, a.Elem(), b.Elem())
	case reflect.Struct:
		for i := range a.NumField() {
			if where := differing(at+"."+a.Type().Field(i).Name, a.Field(i), b.Field(i)); where != "" {
				return where
			}
		}
		return ""
	case reflect.Slice:
		if a.Len() != b.Len() {
			break
		}
		for i := range a.Len() {
			if where := differing(fmt.Sprintf("%s[%d]", at, i), a.Index(i), b.Index(i)); where != "" {
				return where
			}
		}
		return ""
	case reflect.Map:
		if a.Len() != b.Len() {
			break
		}
		for _, k := range a.MapKeys() {
			v := b.MapIndex(k)
			if !v.IsValid() {
				return fmt.Sprintf("%s[%v] is new", at, k)
			}
			if where := differing(fmt.Sprintf("%s[%v]", at, k), a.MapIndex(k), v); where != "" {
				return where
			}
		}
		return ""
	}
	if !reflect.DeepEqual(a.Interface(), b.Interface()) {
		return fmt.Sprintf("%s: %v, not %v", at, a, b)
	}
	return ""
}
