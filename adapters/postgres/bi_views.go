package postgres

// biViews are what a BI tool sees: nothing but views over the events of releases that were
// published for the public. They hold no rows of their own, so there is nothing to keep up to
// date or to make again, and what is removed from the log is gone from them.
//
// The views are the owner's and read with his rights; security_barrier keeps a function in the
// tool's own WHERE from seeing rows that they leave out. The shapes read here are those
// of the golden files; a test finds a newer one.
var biViews = []string{
	// Between 'release-' and 'release.' is what begins with the first: a stretch of the index by stream.
	`CREATE OR REPLACE VIEW ruggensteun_bi.releases WITH (security_barrier) AS
	WITH told AS MATERIALIZED (
		SELECT
			stream,
			type,
			position,
			convert_from(payload, 'UTF8')::jsonb AS said
		FROM ruggensteun.events
		WHERE stream >= 'release-' AND stream < 'release.'
			AND type IN ('release.prepared.v1', 'release.published.v1', 'release.withdrawn.v1')
			AND payload IS NOT NULL
	)
	SELECT
		substr(head.stream, 9)::uuid AS release,
		head.said->'title'->>'nl' AS title_nl,
		head.said->'title'->>'en' AS title_en,
		(head.said->'epoch'->>'end')::timestamptz AS as_of,
		(head.said->'epoch'->>'position')::bigint AS as_of_position,
		head.said->'method'->>'rules' AS rules,
		head.said->'method'->>'cell_key' AS cell_key,
		head.said->'method'->>'p_table' AS p_table,
		coalesce((head.said->>'invented')::boolean, false) AS invented,
		(published.said->>'at')::timestamptz AS published_at,
		gone.said IS NOT NULL AS withdrawn,
		(gone.said->>'at')::timestamptz AS withdrawn_at,
		gone.said->>'reason' AS withdrawn_because,
		(gone.said->>'replaced_by')::uuid AS replaced_by
	FROM told AS head
	JOIN told AS published ON published.stream = head.stream AND published.type = 'release.published.v1'
	LEFT JOIN LATERAL (
		SELECT last.said
		FROM told AS last
		WHERE last.stream = head.stream AND last.type = 'release.withdrawn.v1'
		ORDER BY last.position DESC
		LIMIT 1
	) AS gone ON true
	WHERE head.type = 'release.prepared.v1' AND head.said->>'viewer' = 'public'`,

	`CREATE OR REPLACE VIEW ruggensteun_bi.answers WITH (security_barrier) AS
	WITH told AS MATERIALIZED (
		SELECT
			substr(stream, 9)::uuid AS release,
			convert_from(payload, 'UTF8')::jsonb AS said
		FROM ruggensteun.events
		WHERE stream >= 'release-' AND stream < 'release.'
			AND type = 'release.answered.v1'
			AND payload IS NOT NULL
	)
	SELECT
		of.release,
		told.said->>'hash' AS hash,
		told.said->>'question' AS question,
		printed.answer->>'unit' AS unit,
		printed.answer->>'definition_nl' AS definition_nl,
		printed.answer->>'definition' AS definition_en,
		printed.answer->'protection'->>'nl' AS protection_nl,
		printed.answer->'protection'->>'en' AS protection_en,
		of.as_of,
		of.as_of_position,
		of.rules,
		of.invented,
		of.published_at,
		of.withdrawn,
		told.said->>'text' AS printed
	FROM ruggensteun_bi.releases AS of
	JOIN told ON told.release = of.release
	CROSS JOIN LATERAL (SELECT (told.said->>'text')::jsonb AS answer) AS printed`,

	// n is as it was printed: NULL where it was not broken down; of protected figures 0 means
	// that there may be some.
	`CREATE OR REPLACE VIEW ruggensteun_bi.cells WITH (security_barrier) AS
	WITH answer AS MATERIALIZED (
		SELECT *, printed::jsonb AS a
		FROM ruggensteun_bi.answers
	), cell AS (
		SELECT answer.hash, answer.release, 'CELL' AS kind, r.n AS row, c.n AS column, c.value AS printed
		FROM answer, jsonb_array_elements(a->'cells') WITH ORDINALITY AS r(value, n), jsonb_array_elements(r.value) WITH ORDINALITY AS c(value, n)
		UNION ALL
		SELECT answer.hash, answer.release, 'ROW_TOTAL', r.n, NULL, r.value
		FROM answer, jsonb_array_elements(a->'row_totals') WITH ORDINALITY AS r(value, n)
		UNION ALL
		SELECT answer.hash, answer.release, 'COLUMN_TOTAL', NULL, c.n, c.value
		FROM answer, jsonb_array_elements(a->'column_totals') WITH ORDINALITY AS c(value, n)
		UNION ALL
		SELECT answer.hash, answer.release, 'TOTAL', NULL, NULL, a->'total'
		FROM answer
	)
	SELECT
		cell.release,
		cell.hash,
		answer.question,
		cell.kind,
		answer.a->'rows'->>(cell.row::int - 1) AS row_code,
		answer.a->'row_labels'->(cell.row::int - 1)->>'nl' AS row_nl,
		answer.a->'row_labels'->(cell.row::int - 1)->>'en' AS row_en,
		answer.a->'columns'->>(cell.column::int - 1) AS column_code,
		answer.a->'column_labels'->(cell.column::int - 1)->>'nl' AS column_nl,
		answer.a->'column_labels'->(cell.column::int - 1)->>'en' AS column_en,
		(cell.printed->>'n')::bigint AS n,
		NOT cell.printed ? 'n' AS kept_back,
		answer.withdrawn
	FROM cell
	JOIN answer ON answer.hash = cell.hash AND answer.release = cell.release`,

	`CREATE OR REPLACE VIEW ruggensteun_bi.explanations WITH (security_barrier) AS
	WITH told AS MATERIALIZED (
		SELECT
			substr(stream, 9)::uuid AS release,
			convert_from(payload, 'UTF8')::jsonb AS said
		FROM ruggensteun.events
		WHERE stream >= 'release-' AND stream < 'release.'
			AND type = 'release.explained.v1'
			AND payload IS NOT NULL
	)
	SELECT
		of.release,
		told.said->>'code' AS employer,
		told.said->>'unit' AS unit,
		told.said->>'text' AS explanation,
		coalesce((told.said->>'nothing')::boolean, false) AS nothing_to_say,
		(told.said->>'at')::timestamptz AS explained_at,
		of.withdrawn
	FROM ruggensteun_bi.releases AS of
	JOIN told ON told.release = of.release`,
}

// BIEvents are the shapes that the views read.
var BIEvents = []string{"release.answered.v1", "release.explained.v1", "release.prepared.v1", "release.published.v1", "release.withdrawn.v1"}
