CREATE TABLE record (
	seq BIGINT NOT NULL,
	kind TEXT NOT NULL,
	id BYTEA NOT NULL,
	hash BYTEA NOT NULL,
	recorded BIGINT NOT NULL,
	chain BYTEA NOT NULL,
	PRIMARY KEY (seq)
)
-- next
CREATE INDEX record_recorded ON record (recorded, seq)
-- next
CREATE TABLE report (
	report BIGINT NOT NULL,
	id BYTEA NOT NULL,
	text BYTEA,
	PRIMARY KEY (report),
	UNIQUE (id)
)
-- next
CREATE TABLE report_form (
	seq BIGINT NOT NULL,
	report BIGINT NOT NULL,
	amends BOOLEAN NOT NULL,
	hash BYTEA NOT NULL,
	body TEXT NOT NULL,
	raw BYTEA,
	PRIMARY KEY (seq)
)
-- next
CREATE INDEX report_form_report ON report_form (report)
-- next
CREATE TABLE reading (
	seq BIGINT NOT NULL,
	report BIGINT NOT NULL,
	reader TEXT NOT NULL,
	version TEXT NOT NULL,
	body TEXT NOT NULL,
	first BIGINT NOT NULL,
	rows BIGINT NOT NULL,
	PRIMARY KEY (seq)
)
-- next
CREATE UNIQUE INDEX reading_report ON reading (report, reader, version)
-- next
CREATE TABLE claim (
	claim BIGINT NOT NULL,
	key BYTEA NOT NULL,
	report BIGINT NOT NULL,
	PRIMARY KEY (claim),
	UNIQUE (key)
)
-- next
CREATE INDEX claim_report ON claim (report)
-- next
CREATE TABLE content (
	content BIGINT NOT NULL,
	reading BIGINT NOT NULL,
	claim BIGINT NOT NULL,
	hash BYTEA NOT NULL,
	body TEXT NOT NULL,
	PRIMARY KEY (content)
)
-- next
CREATE TABLE resolving (
	seq BIGINT NOT NULL,
	reading BIGINT NOT NULL,
	atlas TEXT NOT NULL,
	first BIGINT NOT NULL,
	rows BIGINT NOT NULL,
	PRIMARY KEY (seq)
)
-- next
CREATE INDEX resolving_reading ON resolving (reading)
-- next
CREATE TABLE resolution (
	resolution BIGINT NOT NULL,
	resolving BIGINT NOT NULL,
	claim BIGINT NOT NULL,
	hash BYTEA NOT NULL,
	body TEXT NOT NULL,
	PRIMARY KEY (resolution)
)
-- next
CREATE TABLE place_form (
	digest BYTEA NOT NULL,
	body TEXT NOT NULL,
	PRIMARY KEY (digest)
)
-- next
CREATE TABLE weighing (
	seq BIGINT NOT NULL,
	version TEXT NOT NULL,
	first BIGINT NOT NULL,
	rows BIGINT NOT NULL,
	body TEXT NOT NULL,
	PRIMARY KEY (seq)
)
-- next
CREATE TABLE link (
	link BIGINT NOT NULL,
	weighing BIGINT NOT NULL,
	id BYTEA NOT NULL,
	hash BYTEA NOT NULL,
	body TEXT NOT NULL,
	PRIMARY KEY (link)
)
-- next
CREATE INDEX link_id ON link (id)
-- next
CREATE TABLE review (
	seq BIGINT NOT NULL,
	id BYTEA NOT NULL,
	subject TEXT NOT NULL,
	action TEXT NOT NULL,
	report BIGINT,
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
	seq BIGINT NOT NULL,
	name TEXT NOT NULL,
	body TEXT NOT NULL,
	PRIMARY KEY (seq)
)
-- next
CREATE TABLE redaction (
	seq BIGINT NOT NULL,
	report BIGINT NOT NULL,
	body TEXT NOT NULL,
	PRIMARY KEY (seq)
)
-- next
CREATE INDEX redaction_report ON redaction (report)
-- next
CREATE TABLE place (
	place BIGINT NOT NULL,
	id TEXT NOT NULL,
	digest BYTEA NOT NULL,
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
	actor BIGINT NOT NULL,
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
	entry BIGINT NOT NULL,
	claim BIGINT NOT NULL,
	report BIGINT NOT NULL,
	begins BIGINT NOT NULL,
	ends BIGINT,
	content BIGINT,
	resolution BIGINT,
	form BIGINT NOT NULL,
	type TEXT NOT NULL,
	mood TEXT NOT NULL,
	certainty TEXT NOT NULL,
	polarity TEXT NOT NULL,
	from_day BIGINT NOT NULL,
	to_day BIGINT NOT NULL,
	approximate BOOLEAN NOT NULL,
	known BIGINT NOT NULL,
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
	place BIGINT NOT NULL,
	long SMALLINT NOT NULL,
	from_day BIGINT NOT NULL,
	entry BIGINT NOT NULL,
	to_day BIGINT NOT NULL,
	PRIMARY KEY (place, long, from_day, entry)
)
-- next
CREATE TABLE entry_actor (
	actor BIGINT NOT NULL,
	role TEXT NOT NULL,
	entry BIGINT NOT NULL,
	PRIMARY KEY (actor, role, entry)
)
-- next
CREATE TABLE control (
	place BIGINT NOT NULL,
	from_day BIGINT NOT NULL,
	entry BIGINT NOT NULL,
	effect TEXT NOT NULL,
	party BIGINT NOT NULL,
	known BIGINT NOT NULL,
	begins BIGINT NOT NULL,
	ends BIGINT,
	held BOOLEAN NOT NULL,
	PRIMARY KEY (place, from_day, entry, effect, party)
)
-- next
CREATE INDEX control_entry ON control (entry)
-- next
CREATE TABLE standing (
	place BIGINT NOT NULL,
	effect TEXT NOT NULL,
	party BIGINT NOT NULL,
	from_day BIGINT NOT NULL,
	known BIGINT NOT NULL,
	entry BIGINT NOT NULL,
	PRIMARY KEY (place, effect, party)
)
-- next
CREATE TABLE to_weigh (
	entry BIGINT NOT NULL,
	PRIMARY KEY (entry)
)
-- next
CREATE TABLE link_now (
	row BIGINT NOT NULL,
	id BYTEA NOT NULL,
	kind TEXT NOT NULL,
	a BIGINT NOT NULL,
	b BIGINT NOT NULL,
	body TEXT NOT NULL,
	begins BIGINT NOT NULL,
	ends BIGINT,
	status TEXT,
	weighed BOOLEAN NOT NULL,
	PRIMARY KEY (row)
)
-- next
CREATE INDEX link_now_a ON link_now (a)
-- next
CREATE INDEX link_now_b ON link_now (b)
-- next
CREATE INDEX link_now_id ON link_now (id)
-- next
CREATE TABLE origin (
	claim BIGINT NOT NULL,
	entry BIGINT NOT NULL,
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
	claim BIGINT NOT NULL,
	PRIMARY KEY (block, claim)
)
-- next
CREATE TABLE claim_words (
	entry BIGINT NOT NULL,
	words tsvector NOT NULL,
	PRIMARY KEY (entry)
)
-- next
CREATE INDEX claim_words_words ON claim_words USING gin (words)
-- next
CREATE TABLE report_words (
	report BIGINT NOT NULL,
	words tsvector NOT NULL,
	PRIMARY KEY (report)
)
-- next
CREATE INDEX report_words_words ON report_words USING gin (words)
-- next
CREATE FUNCTION fogline_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'fogline: records are never changed or deleted; a later record supersedes an earlier one';
END
$$
-- next
CREATE TRIGGER record_stays BEFORE DELETE ON record
FOR EACH ROW EXECUTE FUNCTION fogline_refuse()
-- next
CREATE TRIGGER record_whole BEFORE TRUNCATE ON record
FOR EACH STATEMENT EXECUTE FUNCTION fogline_refuse()
-- next
CREATE TRIGGER record_stands BEFORE UPDATE ON record
FOR EACH ROW EXECUTE FUNCTION fogline_refuse()
-- next
CREATE TRIGGER report_stays BEFORE DELETE ON report
FOR EACH ROW EXECUTE FUNCTION fogline_refuse()
-- next
CREATE TRIGGER report_whole BEFORE TRUNCATE ON report
FOR EACH STATEMENT EXECUTE FUNCTION fogline_refuse()
-- next
CREATE FUNCTION fogline_redact_report() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.report IS NOT DISTINCT FROM OLD.report AND NEW.id IS NOT DISTINCT FROM OLD.id AND NEW.text IS NULL
    AND EXISTS (SELECT 1 FROM redaction r WHERE r.report = OLD.report) THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'fogline: records are never changed or deleted; a later record supersedes an earlier one';
END
$$
-- next
CREATE TRIGGER report_stands BEFORE UPDATE ON report
FOR EACH ROW EXECUTE FUNCTION fogline_redact_report()
-- next
CREATE TRIGGER report_form_stays BEFORE DELETE ON report_form
FOR EACH ROW EXECUTE FUNCTION fogline_refuse()
-- next
CREATE TRIGGER report_form_whole BEFORE TRUNCATE ON report_form
FOR EACH STATEMENT EXECUTE FUNCTION fogline_refuse()
-- next
CREATE FUNCTION fogline_redact_report_form() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.seq IS NOT DISTINCT FROM OLD.seq AND NEW.report IS NOT DISTINCT FROM OLD.report AND NEW.amends IS NOT DISTINCT FROM OLD.amends AND NEW.hash IS NOT DISTINCT FROM OLD.hash AND NEW.raw IS NULL
    AND EXISTS (SELECT 1 FROM redaction r WHERE r.report = OLD.report) THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'fogline: records are never changed or deleted; a later record supersedes an earlier one';
END
$$
-- next
CREATE TRIGGER report_form_stands BEFORE UPDATE ON report_form
FOR EACH ROW EXECUTE FUNCTION fogline_redact_report_form()
-- next
CREATE TRIGGER reading_stays BEFORE DELETE ON reading
FOR EACH ROW EXECUTE FUNCTION fogline_refuse()
-- next
CREATE TRIGGER reading_whole BEFORE TRUNCATE ON reading
FOR EACH STATEMENT EXECUTE FUNCTION fogline_refuse()
-- next
CREATE TRIGGER reading_stands BEFORE UPDATE ON reading
FOR EACH ROW EXECUTE FUNCTION fogline_refuse()
-- next
CREATE TRIGGER claim_stays BEFORE DELETE ON claim
FOR EACH ROW EXECUTE FUNCTION fogline_refuse()
-- next
CREATE TRIGGER claim_whole BEFORE TRUNCATE ON claim
FOR EACH STATEMENT EXECUTE FUNCTION fogline_refuse()
-- next
CREATE TRIGGER claim_stands BEFORE UPDATE ON claim
FOR EACH ROW EXECUTE FUNCTION fogline_refuse()
-- next
CREATE TRIGGER content_stays BEFORE DELETE ON content
FOR EACH ROW EXECUTE FUNCTION fogline_refuse()
-- next
CREATE TRIGGER content_whole BEFORE TRUNCATE ON content
FOR EACH STATEMENT EXECUTE FUNCTION fogline_refuse()
-- next
CREATE FUNCTION fogline_redact_content() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.content IS NOT DISTINCT FROM OLD.content AND NEW.reading IS NOT DISTINCT FROM OLD.reading AND NEW.claim IS NOT DISTINCT FROM OLD.claim AND NEW.hash IS NOT DISTINCT FROM OLD.hash
    AND EXISTS (SELECT 1 FROM redaction r JOIN claim c ON c.report = r.report WHERE c.claim = OLD.claim) THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'fogline: records are never changed or deleted; a later record supersedes an earlier one';
END
$$
-- next
CREATE TRIGGER content_stands BEFORE UPDATE ON content
FOR EACH ROW EXECUTE FUNCTION fogline_redact_content()
-- next
CREATE TRIGGER resolving_stays BEFORE DELETE ON resolving
FOR EACH ROW EXECUTE FUNCTION fogline_refuse()
-- next
CREATE TRIGGER resolving_whole BEFORE TRUNCATE ON resolving
FOR EACH STATEMENT EXECUTE FUNCTION fogline_refuse()
-- next
CREATE TRIGGER resolving_stands BEFORE UPDATE ON resolving
FOR EACH ROW EXECUTE FUNCTION fogline_refuse()
-- next
CREATE TRIGGER resolution_stays BEFORE DELETE ON resolution
FOR EACH ROW EXECUTE FUNCTION fogline_refuse()
-- next
CREATE TRIGGER resolution_whole BEFORE TRUNCATE ON resolution
FOR EACH STATEMENT EXECUTE FUNCTION fogline_refuse()
-- next
CREATE FUNCTION fogline_redact_resolution() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.resolution IS NOT DISTINCT FROM OLD.resolution AND NEW.resolving IS NOT DISTINCT FROM OLD.resolving AND NEW.claim IS NOT DISTINCT FROM OLD.claim AND NEW.hash IS NOT DISTINCT FROM OLD.hash
    AND EXISTS (SELECT 1 FROM redaction r JOIN claim c ON c.report = r.report WHERE c.claim = OLD.claim) THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'fogline: records are never changed or deleted; a later record supersedes an earlier one';
END
$$
-- next
CREATE TRIGGER resolution_stands BEFORE UPDATE ON resolution
FOR EACH ROW EXECUTE FUNCTION fogline_redact_resolution()
-- next
CREATE TRIGGER place_form_stays BEFORE DELETE ON place_form
FOR EACH ROW EXECUTE FUNCTION fogline_refuse()
-- next
CREATE TRIGGER place_form_whole BEFORE TRUNCATE ON place_form
FOR EACH STATEMENT EXECUTE FUNCTION fogline_refuse()
-- next
CREATE TRIGGER place_form_stands BEFORE UPDATE ON place_form
FOR EACH ROW EXECUTE FUNCTION fogline_refuse()
-- next
CREATE TRIGGER weighing_stays BEFORE DELETE ON weighing
FOR EACH ROW EXECUTE FUNCTION fogline_refuse()
-- next
CREATE TRIGGER weighing_whole BEFORE TRUNCATE ON weighing
FOR EACH STATEMENT EXECUTE FUNCTION fogline_refuse()
-- next
CREATE TRIGGER weighing_stands BEFORE UPDATE ON weighing
FOR EACH ROW EXECUTE FUNCTION fogline_refuse()
-- next
CREATE TRIGGER link_stays BEFORE DELETE ON link
FOR EACH ROW EXECUTE FUNCTION fogline_refuse()
-- next
CREATE TRIGGER link_whole BEFORE TRUNCATE ON link
FOR EACH STATEMENT EXECUTE FUNCTION fogline_refuse()
-- next
CREATE TRIGGER link_stands BEFORE UPDATE ON link
FOR EACH ROW EXECUTE FUNCTION fogline_refuse()
-- next
CREATE TRIGGER review_stays BEFORE DELETE ON review
FOR EACH ROW EXECUTE FUNCTION fogline_refuse()
-- next
CREATE TRIGGER review_whole BEFORE TRUNCATE ON review
FOR EACH STATEMENT EXECUTE FUNCTION fogline_refuse()
-- next
CREATE FUNCTION fogline_redact_review() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.seq IS NOT DISTINCT FROM OLD.seq AND NEW.id IS NOT DISTINCT FROM OLD.id AND NEW.subject IS NOT DISTINCT FROM OLD.subject AND NEW.action IS NOT DISTINCT FROM OLD.action AND NEW.report IS NOT DISTINCT FROM OLD.report
    AND EXISTS (SELECT 1 FROM redaction r WHERE r.report = OLD.report) THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'fogline: records are never changed or deleted; a later record supersedes an earlier one';
END
$$
-- next
CREATE TRIGGER review_stands BEFORE UPDATE ON review
FOR EACH ROW EXECUTE FUNCTION fogline_redact_review()
-- next
CREATE TRIGGER publisher_stays BEFORE DELETE ON publisher
FOR EACH ROW EXECUTE FUNCTION fogline_refuse()
-- next
CREATE TRIGGER publisher_whole BEFORE TRUNCATE ON publisher
FOR EACH STATEMENT EXECUTE FUNCTION fogline_refuse()
-- next
CREATE TRIGGER publisher_stands BEFORE UPDATE ON publisher
FOR EACH ROW EXECUTE FUNCTION fogline_refuse()
-- next
CREATE TRIGGER redaction_stays BEFORE DELETE ON redaction
FOR EACH ROW EXECUTE FUNCTION fogline_refuse()
-- next
CREATE TRIGGER redaction_whole BEFORE TRUNCATE ON redaction
FOR EACH STATEMENT EXECUTE FUNCTION fogline_refuse()
-- next
CREATE TRIGGER redaction_stands BEFORE UPDATE ON redaction
FOR EACH ROW EXECUTE FUNCTION fogline_refuse()
