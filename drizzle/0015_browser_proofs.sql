CREATE TABLE "browser_proofs" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "browser_proofs_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"nonce_hash" "bytea",
	"refusal" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX "browser_proofs_nonce_hash_key" ON "browser_proofs" USING btree ("nonce_hash") WHERE "browser_proofs"."nonce_hash" is not null;--> statement-breakpoint
CREATE INDEX "browser_proofs_expires_at_idx" ON "browser_proofs" USING btree ("expires_at");
--> statement-breakpoint
-- How people prove their addresses, by the minute of their sign-up, with the time it took. Kinds that begin with `people` are folded by the
-- day too. A restored row was counted where it comes from (0011).
CREATE FUNCTION tally_proven_addresses() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  -- Nearly every event is a sign-in.
  IF NOT EXISTS (SELECT FROM new_events WHERE type = 'email_verified') THEN RETURN NULL; END IF;
  IF current_setting('check_function_bodies') = 'off' THEN RETURN NULL; END IF;
  INSERT INTO tally_marks (kind, at, bucket, amount)
  SELECT 'people_by_' || CASE
      WHEN e.detail IS NULL OR e.detail IN ('password', 'new_password') THEN 'link'
      WHEN e.detail IN ('code', 'browser') THEN e.detail
      ELSE 'provider'
    END,
    date_trunc('minute', u.created_at), duration_bucket(extract(epoch FROM e.created_at - u.created_at)), 1
  FROM new_events e JOIN users u ON u.id = e.user_id
  WHERE e.type = 'email_verified';
  RETURN NULL;
END
$$;
--> statement-breakpoint
CREATE TRIGGER events_tally_proven AFTER INSERT ON events
  REFERENCING NEW TABLE AS new_events FOR EACH STATEMENT EXECUTE FUNCTION tally_proven_addresses();
--> statement-breakpoint
-- Proofs by browsers that were refused, by their reason.
CREATE FUNCTION tally_refused_proofs() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  IF current_setting('check_function_bodies') = 'off' THEN RETURN NULL; END IF;
  INSERT INTO tally_marks (kind, at, amount)
  SELECT 'people_refused_' || refusal, date_trunc('minute', created_at), count(*)
  FROM new_proofs WHERE refusal IS NOT NULL GROUP BY 1, 2;
  RETURN NULL;
END
$$;
--> statement-breakpoint
CREATE TRIGGER browser_proofs_tally_refused AFTER INSERT ON browser_proofs
  REFERENCING NEW TABLE AS new_proofs FOR EACH STATEMENT EXECUTE FUNCTION tally_refused_proofs();
