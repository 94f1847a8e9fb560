package storage

// PutRaw stores the JSON of a row that was taken out of a store, byte for byte, and
// tells the audit log nothing: the log came with it. It is for looking at what was
// taken out, and for nothing that goes on being written.
func PutRaw(tx Tx, key string, js []byte) error {
	b, err := pack(append(make([]byte, headLen, headLen+len(js)), js...), compressOver)
	if err != nil {
		return err
	}
	return tx.Put(key, b)
}
