ALTER TABLE "users" ADD COLUMN "password_changed_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "users" ADD COLUMN "device_epoch" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "users" ADD COLUMN "device_known" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "users" ADD COLUMN "network_key" uuid;--> statement-breakpoint
-- Not with the column: a value for each row would rewrite the table while nobody can sign in. Older rows get theirs at a sign-in.
ALTER TABLE "users" ALTER COLUMN "network_key" SET DEFAULT gen_random_uuid();--> statement-breakpoint
ALTER TABLE "users" ADD COLUMN "unverified_since" timestamp with time zone DEFAULT now();--> statement-breakpoint
ALTER TABLE "events" ADD COLUMN "session" uuid;--> statement-breakpoint
ALTER TABLE "events" ADD COLUMN "browser" text;--> statement-breakpoint
ALTER TABLE "events" ADD COLUMN "system" text;--> statement-breakpoint
ALTER TABLE "events" ADD COLUMN "country" text;--> statement-breakpoint
ALTER TABLE "events" ADD COLUMN "network" "bytea";--> statement-breakpoint
ALTER TABLE "events" ADD COLUMN "result" text DEFAULT 'ok' NOT NULL;--> statement-breakpoint
ALTER TABLE "email_verification_tokens" ADD COLUMN "code_hash" "bytea";--> statement-breakpoint
ALTER TABLE "email_verification_tokens" ADD COLUMN "code_tries" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "email_verification_tokens" ADD COLUMN "session" uuid;--> statement-breakpoint
ALTER TABLE "sessions" ADD COLUMN "handle" uuid DEFAULT gen_random_uuid() NOT NULL;--> statement-breakpoint
ALTER TABLE "sessions" ADD COLUMN "browser" text;--> statement-breakpoint
ALTER TABLE "sessions" ADD COLUMN "system" text;--> statement-breakpoint
ALTER TABLE "sessions" ADD COLUMN "country" text;--> statement-breakpoint
ALTER TABLE "sessions" ADD COLUMN "network" "bytea";--> statement-breakpoint
CREATE INDEX "users_unverified_idx" ON "users" USING btree ("unverified_since") WHERE not "users"."email_verified";--> statement-breakpoint
CREATE INDEX "email_verification_tokens_reserved_idx" ON "email_verification_tokens" USING btree ("email") WHERE "email_verification_tokens"."purpose" = 'undo_email_change';--> statement-breakpoint
CREATE UNIQUE INDEX "sessions_handle_key" ON "sessions" USING btree ("handle");
--> statement-breakpoint
-- Events are append-only, for the owner of the table too: a guard against mistakes, and against theft where the application's
-- role is another one that may only insert, read, and call the function below (docs/DATABASE.md).
CREATE OR REPLACE FUNCTION keep_events() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    -- As long as LIFETIMES.event; by the database's own clock, so that nobody can name another time.
    IF NOT EXISTS (SELECT FROM old_events WHERE created_at > now() - interval '365 days') THEN RETURN NULL; END IF;
  ELSIF TG_OP = 'UPDATE' THEN
    IF NOT EXISTS (SELECT FROM old_events) THEN RETURN NULL; END IF;
  END IF;
  RAISE EXCEPTION 'events are append-only: % refused', TG_OP USING ERRCODE = 'restrict_violation';
END
$$;
--> statement-breakpoint
-- After the statement, which is undone as a whole: a release that runs meanwhile inserts as before.
CREATE TRIGGER events_no_update AFTER UPDATE ON events
REFERENCING OLD TABLE AS old_events FOR EACH STATEMENT EXECUTE FUNCTION keep_events();
--> statement-breakpoint
CREATE TRIGGER events_no_early_delete AFTER DELETE ON events
REFERENCING OLD TABLE AS old_events FOR EACH STATEMENT EXECUTE FUNCTION keep_events();
--> statement-breakpoint
CREATE TRIGGER events_no_truncate AFTER TRUNCATE ON events FOR EACH STATEMENT EXECUTE FUNCTION keep_events();
--> statement-breakpoint
CREATE OR REPLACE FUNCTION delete_old_events(batch integer) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE deleted integer;
BEGIN
  DELETE FROM events WHERE id = ANY (ARRAY(
    SELECT id FROM events WHERE created_at <= now() - interval '365 days'
    ORDER BY created_at LIMIT batch FOR UPDATE SKIP LOCKED
  ));
  GET DIAGNOSTICS deleted = ROW_COUNT;
  RETURN deleted;
END
$$;
