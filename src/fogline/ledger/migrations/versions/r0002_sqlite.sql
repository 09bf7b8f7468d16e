CREATE TABLE report_now (
	report INTEGER NOT NULL,
	form INTEGER NOT NULL,
	name TEXT NOT NULL,
	published INTEGER,
	PRIMARY KEY (report)
)
-- next
CREATE INDEX report_now_name ON report_now (name)
-- next
CREATE INDEX report_now_published ON report_now (published)
-- next
-- reports
-- next
CREATE TABLE place_now (
	place INTEGER NOT NULL,
	evidence BLOB NOT NULL,
	PRIMARY KEY (place)
)
-- next
-- map
-- next
ALTER TABLE entry_place RENAME TO entry_place_0001
-- next
CREATE TABLE entry_place (
	place INTEGER NOT NULL,
	long SMALLINT NOT NULL,
	from_day INTEGER NOT NULL,
	entry INTEGER NOT NULL,
	nth SMALLINT NOT NULL,
	to_day INTEGER NOT NULL,
	known INTEGER NOT NULL,
	begins INTEGER NOT NULL,
	ends INTEGER,
	rejected BOOLEAN NOT NULL,
	effect SMALLINT,
	party INTEGER,
	held BOOLEAN NOT NULL,
	PRIMARY KEY (place, long, from_day, entry, nth)
)
 WITHOUT ROWID
-- next
INSERT INTO entry_place
SELECT x.place, x.long, x.from_day, x.entry,
  CASE WHEN c.effect IS NULL THEN 0
    ELSE row_number() OVER (PARTITION BY x.place, x.entry ORDER BY c.effect, c.party) - 1 END,
  x.to_day, e.known, e.begins, e.ends, coalesce(e.status, '') = 'rejected',
  CASE c.effect WHEN 'holds' THEN 0 WHEN 'left' THEN 1 WHEN 'there' THEN 2 WHEN 'gone' THEN 3
    WHEN 'disputes' THEN 4 WHEN 'denied' THEN 5 END,
  c.party, coalesce(c.held, 0)
FROM entry_place_0001 x
JOIN entry e ON e.entry = x.entry
LEFT JOIN control c ON c.place = x.place AND c.from_day = x.from_day AND c.entry = x.entry
-- next
CREATE INDEX entry_place_entry ON entry_place (entry)
-- next
DROP TABLE entry_place_0001
-- next
DROP TABLE control
-- next
DROP TABLE standing
