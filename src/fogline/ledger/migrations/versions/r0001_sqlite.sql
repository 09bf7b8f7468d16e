CREATE TABLE record (
	seq INTEGER NOT NULL,
	kind TEXT NOT NULL,
	id BLOB NOT NULL,
	hash BLOB NOT NULL,
	recorded BIGINT NOT NULL,
	chain BLOB NOT NULL,
	PRIMARY KEY (seq)
)
-- next
CREATE INDEX record_recorded ON record (recorded, seq)
-- next
CREATE TABLE report (
	report INTEGER NOT NULL,
	id BLOB NOT NULL,
	text BLOB,
	PRIMARY KEY (report),
	UNIQUE (id)
)
-- next
CREATE TABLE report_form (
	seq INTEGER NOT NULL,
	report INTEGER NOT NULL,
	amends BOOLEAN NOT NULL,
	hash BLOB NOT NULL,
	body TEXT NOT NULL,
	raw BLOB,
	PRIMARY KEY (seq)
)
-- next
CREATE INDEX report_form_report ON report_form (report)
-- next
CREATE TABLE reading (
	seq INTEGER NOT NULL,
	report INTEGER NOT NULL,
	reader TEXT NOT NULL,
	version TEXT NOT NULL,
	body TEXT NOT NULL,
	first INTEGER NOT NULL,
	rows INTEGER NOT NULL,
	PRIMARY KEY (seq)
)
-- next
CREATE UNIQUE INDEX reading_report ON reading (report, reader, version)
-- next
CREATE TABLE claim (
	claim INTEGER NOT NULL,
	"key" BLOB NOT NULL,
	report INTEGER NOT NULL,
	PRIMARY KEY (claim),
	UNIQUE ("key")
)
-- next
CREATE INDEX claim_report ON claim (report)
-- next
CREATE TABLE content (
	content INTEGER NOT NULL,
	reading INTEGER NOT NULL,
	claim INTEGER NOT NULL,
	hash BLOB NOT NULL,
	body TEXT NOT NULL,
	PRIMARY KEY (content)
)
-- next
CREATE TABLE resolving (
	seq INTEGER NOT NULL,
	reading INTEGER NOT NULL,
	atlas TEXT NOT NULL,
	first INTEGER NOT NULL,
	rows INTEGER NOT NULL,
	PRIMARY KEY (seq)
)
-- next
CREATE INDEX resolving_reading ON resolving (reading)
-- next
CREATE TABLE resolution (
	resolution INTEGER NOT NULL,
	resolving INTEGER NOT NULL,
	claim INTEGER NOT NULL,
	hash BLOB NOT NULL,
	body TEXT NOT NULL,
	PRIMARY KEY (resolution)
)
-- next
CREATE TABLE place_form (
	digest BLOB NOT NULL,
	body TEXT NOT NULL,
	PRIMARY KEY (digest)
)
-- next
CREATE TABLE weighing (
	seq INTEGER NOT NULL,
	version TEXT NOT NULL,
	first INTEGER NOT NULL,
	rows INTEGER NOT NULL,
	body TEXT NOT NULL,
	PRIMARY KEY (seq)
)
-- next
CREATE TABLE link (
	link INTEGER NOT NULL,
	weighing INTEGER NOT NULL,
	id BLOB NOT NULL,
	hash BLOB NOT NULL,
	body TEXT NOT NULL,
	PRIMARY KEY (link)
)
-- next
CREATE INDEX link_id ON link (id)
-- next
CREATE TABLE review (
	seq INTEGER NOT NULL,
	id BLOB NOT NULL,
	subject TEXT NOT NULL,
	action TEXT NOT NULL,
	report INTEGER,
	body TEXT NOT NULL,
	PRIMARY KEY (seq),
	UNIQUE (id)
)
-- next
CREATE INDEX review_report ON review (report)
-- next
CREATE INDEX review_subject ON review (subject)
-- next
CREATE TABLE publisher (
	seq INTEGER NOT NULL,
	name TEXT NOT NULL,
	body TEXT NOT NULL,
	PRIMARY KEY (seq)
)
-- next
CREATE TABLE redaction (
	seq INTEGER NOT NULL,
	report INTEGER NOT NULL,
	body TEXT NOT NULL,
	PRIMARY KEY (seq)
)
-- next
CREATE INDEX redaction_report ON redaction (report)
-- next
CREATE TABLE place (
	place INTEGER NOT NULL,
	id TEXT NOT NULL,
	digest BLOB NOT NULL,
	name TEXT NOT NULL,
	lat FLOAT,
	lon FLOAT,
	PRIMARY KEY (place),
	UNIQUE (id)
)
-- next
CREATE INDEX place_lat_lon ON place (lat, lon)
-- next
CREATE TABLE actor (
	actor INTEGER NOT NULL,
	id TEXT NOT NULL,
	name TEXT NOT NULL,
	folded TEXT NOT NULL,
	PRIMARY KEY (actor),
	UNIQUE (id)
)
-- next
CREATE INDEX actor_folded ON actor (folded)
-- next
CREATE TABLE entry (
	entry INTEGER NOT NULL,
	claim INTEGER NOT NULL,
	report INTEGER NOT NULL,
	begins INTEGER NOT NULL,
	ends INTEGER,
	content INTEGER,
	resolution INTEGER,
	form INTEGER NOT NULL,
	type TEXT NOT NULL,
	mood TEXT NOT NULL,
	certainty TEXT NOT NULL,
	polarity TEXT NOT NULL,
	from_day INTEGER NOT NULL,
	to_day INTEGER NOT NULL,
	approximate BOOLEAN NOT NULL,
	known INTEGER NOT NULL,
	status TEXT,
	found BOOLEAN NOT NULL,
	body TEXT,
	PRIMARY KEY (entry)
)
-- next
CREATE INDEX entry_claim ON entry (claim)
-- next
CREATE INDEX entry_from ON entry (from_day, entry)
-- next
CREATE INDEX entry_report ON entry (report)
-- next
CREATE TABLE entry_place (
	place INTEGER NOT NULL,
	long SMALLINT NOT NULL,
	from_day INTEGER NOT NULL,
	entry INTEGER NOT NULL,
	to_day INTEGER NOT NULL,
	PRIMARY KEY (place, long, from_day, entry)
)
 WITHOUT ROWID
-- next
CREATE TABLE entry_actor (
	actor INTEGER NOT NULL,
	role TEXT NOT NULL,
	entry INTEGER NOT NULL,
	PRIMARY KEY (actor, role, entry)
)
 WITHOUT ROWID
-- next
CREATE TABLE control (
	place INTEGER NOT NULL,
	from_day INTEGER NOT NULL,
	entry INTEGER NOT NULL,
	effect TEXT NOT NULL,
	party INTEGER NOT NULL,
	known INTEGER NOT NULL,
	begins INTEGER NOT NULL,
	ends INTEGER,
	held BOOLEAN NOT NULL,
	PRIMARY KEY (place, from_day, entry, effect, party)
)
 WITHOUT ROWID
-- next
CREATE INDEX control_entry ON control (entry)
-- next
CREATE TABLE standing (
	place INTEGER NOT NULL,
	effect TEXT NOT NULL,
	party INTEGER NOT NULL,
	from_day INTEGER NOT NULL,
	known INTEGER NOT NULL,
	entry INTEGER NOT NULL,
	PRIMARY KEY (place, effect, party)
)
 WITHOUT ROWID
-- next
CREATE TABLE to_weigh (
	entry INTEGER NOT NULL,
	PRIMARY KEY (entry)
)
-- next
CREATE TABLE link_now (
	"row" INTEGER NOT NULL,
	id BLOB NOT NULL,
	kind TEXT NOT NULL,
	a INTEGER NOT NULL,
	b INTEGER NOT NULL,
	body TEXT NOT NULL,
	begins INTEGER NOT NULL,
	ends INTEGER,
	status TEXT,
	weighed BOOLEAN NOT NULL,
	PRIMARY KEY ("row")
)
-- next
CREATE INDEX link_now_a ON link_now (a)
-- next
CREATE INDEX link_now_b ON link_now (b)
-- next
CREATE INDEX link_now_id ON link_now (id)
-- next
CREATE TABLE origin (
	claim INTEGER NOT NULL,
	entry INTEGER NOT NULL,
	event TEXT,
	statement TEXT,
	body TEXT NOT NULL,
	blocks TEXT NOT NULL,
	PRIMARY KEY (claim)
)
-- next
CREATE INDEX origin_event ON origin (event)
-- next
CREATE INDEX origin_statement ON origin (statement)
-- next
CREATE TABLE block (
	block BIGINT NOT NULL,
	claim INTEGER NOT NULL,
	PRIMARY KEY (block, claim)
)
 WITHOUT ROWID
-- next
CREATE VIRTUAL TABLE claim_words USING fts5(words, content='', columnsize=0, tokenize='unicode61 remove_diacritics 0')
-- next
CREATE VIRTUAL TABLE report_words USING fts5(words, content='', columnsize=0, tokenize='unicode61 remove_diacritics 0')
-- next
CREATE VIRTUAL TABLE place_box USING rtree(place, west, east, south, north)
-- next
CREATE TRIGGER record_stays BEFORE DELETE ON record
BEGIN
  SELECT RAISE(ABORT, 'fogline: records are never changed or deleted; a later record supersedes an earlier one');
END
-- next
CREATE TRIGGER record_stands BEFORE UPDATE ON record
BEGIN
  SELECT RAISE(ABORT, 'fogline: records are never changed or deleted; a later record supersedes an earlier one');
END
-- next
CREATE TRIGGER report_stays BEFORE DELETE ON report
BEGIN
  SELECT RAISE(ABORT, 'fogline: records are never changed or deleted; a later record supersedes an earlier one');
END
-- next
CREATE TRIGGER report_stands BEFORE UPDATE ON report
WHEN NOT (NEW.report IS OLD.report AND NEW.id IS OLD.id AND NEW.text IS NULL
  AND EXISTS (SELECT 1 FROM redaction r WHERE r.report = OLD.report))
BEGIN
  SELECT RAISE(ABORT, 'fogline: records are never changed or deleted; a later record supersedes an earlier one');
END
-- next
CREATE TRIGGER report_form_stays BEFORE DELETE ON report_form
BEGIN
  SELECT RAISE(ABORT, 'fogline: records are never changed or deleted; a later record supersedes an earlier one');
END
-- next
CREATE TRIGGER report_form_stands BEFORE UPDATE ON report_form
WHEN NOT (NEW.seq IS OLD.seq AND NEW.report IS OLD.report AND NEW.amends IS OLD.amends AND NEW.hash IS OLD.hash AND NEW.raw IS NULL
  AND EXISTS (SELECT 1 FROM redaction r WHERE r.report = OLD.report))
BEGIN
  SELECT RAISE(ABORT, 'fogline: records are never changed or deleted; a later record supersedes an earlier one');
END
-- next
CREATE TRIGGER reading_stays BEFORE DELETE ON reading
BEGIN
  SELECT RAISE(ABORT, 'fogline: records are never changed or deleted; a later record supersedes an earlier one');
END
-- next
CREATE TRIGGER reading_stands BEFORE UPDATE ON reading
BEGIN
  SELECT RAISE(ABORT, 'fogline: records are never changed or deleted; a later record supersedes an earlier one');
END
-- next
CREATE TRIGGER claim_stays BEFORE DELETE ON claim
BEGIN
  SELECT RAISE(ABORT, 'fogline: records are never changed or deleted; a later record supersedes an earlier one');
END
-- next
CREATE TRIGGER claim_stands BEFORE UPDATE ON claim
BEGIN
  SELECT RAISE(ABORT, 'fogline: records are never changed or deleted; a later record supersedes an earlier one');
END
-- next
CREATE TRIGGER content_stays BEFORE DELETE ON content
BEGIN
  SELECT RAISE(ABORT, 'fogline: records are never changed or deleted; a later record supersedes an earlier one');
END
-- next
CREATE TRIGGER content_stands BEFORE UPDATE ON content
WHEN NOT (NEW.content IS OLD.content AND NEW.reading IS OLD.reading AND NEW.claim IS OLD.claim AND NEW.hash IS OLD.hash
  AND EXISTS (SELECT 1 FROM redaction r JOIN claim c ON c.report = r.report WHERE c.claim = OLD.claim))
BEGIN
  SELECT RAISE(ABORT, 'fogline: records are never changed or deleted; a later record supersedes an earlier one');
END
-- next
CREATE TRIGGER resolving_stays BEFORE DELETE ON resolving
BEGIN
  SELECT RAISE(ABORT, 'fogline: records are never changed or deleted; a later record supersedes an earlier one');
END
-- next
CREATE TRIGGER resolving_stands BEFORE UPDATE ON resolving
BEGIN
  SELECT RAISE(ABORT, 'fogline: records are never changed or deleted; a later record supersedes an earlier one');
END
-- next
CREATE TRIGGER resolution_stays BEFORE DELETE ON resolution
BEGIN
  SELECT RAISE(ABORT, 'fogline: records are never changed or deleted; a later record supersedes an earlier one');
END
-- next
CREATE TRIGGER resolution_stands BEFORE UPDATE ON resolution
WHEN NOT (NEW.resolution IS OLD.resolution AND NEW.resolving IS OLD.resolving AND NEW.claim IS OLD.claim AND NEW.hash IS OLD.hash
  AND EXISTS (SELECT 1 FROM redaction r JOIN claim c ON c.report = r.report WHERE c.claim = OLD.claim))
BEGIN
  SELECT RAISE(ABORT, 'fogline: records are never changed or deleted; a later record supersedes an earlier one');
END
-- next
CREATE TRIGGER place_form_stays BEFORE DELETE ON place_form
BEGIN
  SELECT RAISE(ABORT, 'fogline: records are never changed or deleted; a later record supersedes an earlier one');
END
-- next
CREATE TRIGGER place_form_stands BEFORE UPDATE ON place_form
BEGIN
  SELECT RAISE(ABORT, 'fogline: records are never changed or deleted; a later record supersedes an earlier one');
END
-- next
CREATE TRIGGER weighing_stays BEFORE DELETE ON weighing
BEGIN
  SELECT RAISE(ABORT, 'fogline: records are never changed or deleted; a later record supersedes an earlier one');
END
-- next
CREATE TRIGGER weighing_stands BEFORE UPDATE ON weighing
BEGIN
  SELECT RAISE(ABORT, 'fogline: records are never changed or deleted; a later record supersedes an earlier one');
END
-- next
CREATE TRIGGER link_stays BEFORE DELETE ON link
BEGIN
  SELECT RAISE(ABORT, 'fogline: records are never changed or deleted; a later record supersedes an earlier one');
END
-- next
CREATE TRIGGER link_stands BEFORE UPDATE ON link
BEGIN
  SELECT RAISE(ABORT, 'fogline: records are never changed or deleted; a later record supersedes an earlier one');
END
-- next
CREATE TRIGGER review_stays BEFORE DELETE ON review
BEGIN
  SELECT RAISE(ABORT, 'fogline: records are never changed or deleted; a later record supersedes an earlier one');
END
-- next
CREATE TRIGGER review_stands BEFORE UPDATE ON review
WHEN NOT (NEW.seq IS OLD.seq AND NEW.id IS OLD.id AND NEW.subject IS OLD.subject AND NEW.action IS OLD.action AND NEW.report IS OLD.report
  AND EXISTS (SELECT 1 FROM redaction r WHERE r.report = OLD.report))
BEGIN
  SELECT RAISE(ABORT, 'fogline: records are never changed or deleted; a later record supersedes an earlier one');
END
-- next
CREATE TRIGGER publisher_stays BEFORE DELETE ON publisher
BEGIN
  SELECT RAISE(ABORT, 'fogline: records are never changed or deleted; a later record supersedes an earlier one');
END
-- next
CREATE TRIGGER publisher_stands BEFORE UPDATE ON publisher
BEGIN
  SELECT RAISE(ABORT, 'fogline: records are never changed or deleted; a later record supersedes an earlier one');
END
-- next
CREATE TRIGGER redaction_stays BEFORE DELETE ON redaction
BEGIN
  SELECT RAISE(ABORT, 'fogline: records are never changed or deleted; a later record supersedes an earlier one');
END
-- next
CREATE TRIGGER redaction_stands BEFORE UPDATE ON redaction
BEGIN
  SELECT RAISE(ABORT, 'fogline: records are never changed or deleted; a later record supersedes an earlier one');
END
