// Package intake reads incidents from files of employers: tables as CSV or XLSX,
// by a mapping that says which column answers which question.
//
// Read goes through a file once and gives a Batch: a Report of everything found,
// and Records, one per incident, in the order of the file. A record is neutral:
// it says what the file says, in the codes of the trade, and takes no decision.
// Whoever imports goes on from there:
//
//	batch, err := intake.Read(ctx, file, size, mapping, intake.Options{Zone: zone})
//	defer batch.Close()
//	for record, err := range batch.Records(ctx) {
//		// record.Key tells whether the incident is on record already: register
//		// it, or compare record.Answers with what is known and correct it.
//		// What the domain refuses: batch.Reject(record, reason).
//		// What is left as it is on record: batch.List(record, kind, field, why).
//	}
//	report := batch.Report()
//	rows, err := batch.WriteRejects(ctx, path)
//
// Not here: registering and correcting, resuming after a stop and undoing a batch,
// which is cmd/ruggensteun's, and finding doubles. A Batch is for one goroutine;
// between two records it takes Reject and List. Answers holds an entry for the fields of the mapping only, so that a correction
// never touches what the file does not speak of.
//
// Rows of one incident may lie anywhere in the file. They are sorted by key in
// temporary files (sorter.go), so that memory does not grow with the file. What
// is true of one field is a row in the tables of field.go; MAPPING.md is the
// manual, and its examples are tests.
//
// Nothing of a person's field is in an error, a report or a file name. Temporary
// files and rejects do hold such values: mode 0600, and the former have no name.
package intake
