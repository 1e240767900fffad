CREATE TABLE "webhook_deliveries" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "webhook_deliveries_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"endpoint_id" bigint NOT NULL,
	"event_id" bigint NOT NULL,
	"subject" text NOT NULL,
	"status" text DEFAULT 'queued' NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"earlier_attempts" integer DEFAULT 0 NOT NULL,
	"due_at" timestamp with time zone DEFAULT 'epoch' NOT NULL,
	"gives_up_at" timestamp with time zone,
	"last_status" integer,
	"last_error" text,
	"settled_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "webhook_endpoints" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "webhook_endpoints_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"url" text NOT NULL,
	"events" text[] NOT NULL,
	"secret" "bytea" NOT NULL,
	"previous_secret" "bytea",
	"previous_until" timestamp with time zone,
	"off_at" timestamp with time zone,
	"off_reason" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "webhook_events" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "webhook_events_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"name" text DEFAULT 'evt_' || replace(gen_random_uuid()::text, '-', '') NOT NULL,
	"type" text NOT NULL,
	"subject" text NOT NULL,
	"session" uuid,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "webhook_deliveries" ADD CONSTRAINT "webhook_deliveries_endpoint_id_webhook_endpoints_id_fk" FOREIGN KEY ("endpoint_id") REFERENCES "public"."webhook_endpoints"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "webhook_deliveries" ADD CONSTRAINT "webhook_deliveries_event_id_webhook_events_id_fk" FOREIGN KEY ("event_id") REFERENCES "public"."webhook_events"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "webhook_deliveries_event_key" ON "webhook_deliveries" USING btree ("event_id","endpoint_id");--> statement-breakpoint
CREATE INDEX "webhook_deliveries_due_idx" ON "webhook_deliveries" USING btree ("endpoint_id","due_at","event_id") WHERE "webhook_deliveries"."status" in ('queued', 'sending');--> statement-breakpoint
CREATE INDEX "webhook_deliveries_order_idx" ON "webhook_deliveries" USING btree ("endpoint_id","subject","event_id") WHERE "webhook_deliveries"."status" in ('queued', 'sending');--> statement-breakpoint
CREATE INDEX "webhook_deliveries_endpoint_idx" ON "webhook_deliveries" USING btree ("endpoint_id","status","id");--> statement-breakpoint
CREATE INDEX "webhook_deliveries_settled_at_idx" ON "webhook_deliveries" USING btree ("settled_at");--> statement-breakpoint
CREATE INDEX "webhook_events_subject_idx" ON "webhook_events" USING btree ("subject");--> statement-breakpoint
CREATE INDEX "webhook_events_created_at_idx" ON "webhook_events" USING btree ("created_at");
--> statement-breakpoint
-- Events for other services are written here and nowhere else: by the statement that causes them, whatever part of the
-- application, of a release or of an operator's own SQL it comes from, and whichever cascade carries it on. Each function
-- first looks whether anybody listens, because nearly always nobody does. A restored row is no event: every dump of
-- pg_dump switches check_function_bodies off, and nothing else does (migration 0011).
CREATE FUNCTION tell_new_users() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM webhook_endpoints) OR current_setting('check_function_bodies') = 'off' THEN RETURN NULL; END IF;
  INSERT INTO webhook_events (type, subject)
  SELECT happened.type, n.subject
  FROM new_users n CROSS JOIN LATERAL (VALUES (1, 'user.registered', true), (2, 'user.verified', n.email_verified),
    (3, 'user.disabled', n.disabled_at IS NOT NULL)) happened (place, type, did)
  WHERE happened.did AND n.subject IS NOT NULL ORDER BY n.id, happened.place;
  RETURN NULL;
END
$$;
--> statement-breakpoint
CREATE FUNCTION tell_changed_users() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM webhook_endpoints) THEN RETURN NULL; END IF;
  INSERT INTO webhook_events (type, subject)
  SELECT happened.type, n.subject
  FROM old_users o JOIN new_users n USING (id) CROSS JOIN LATERAL (VALUES
    (1, 'user.email_changed', n.email <> o.email),
    (2, 'user.verified', n.email_verified AND NOT o.email_verified),
    (3, 'user.disabled', n.disabled_at IS NOT NULL AND o.disabled_at IS NULL),
    (4, 'user.enabled', n.disabled_at IS NULL AND o.disabled_at IS NOT NULL)) happened (place, type, did)
  WHERE happened.did AND n.subject IS NOT NULL ORDER BY n.id, happened.place;
  RETURN NULL;
END
$$;
--> statement-breakpoint
-- The sessions that a cascade ends are told of after this, when nobody could name their person any more: PostgreSQL queues the
-- triggers of a cascade behind those of its statement. So the names are kept until then, for this transaction alone.
CREATE FUNCTION tell_gone_users() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM webhook_endpoints) THEN RETURN NULL; END IF;
  PERFORM set_config('gone.users', coalesce(jsonb_object_agg(id, subject)::text, ''), true) FROM old_users;
  INSERT INTO webhook_events (type, subject)
  SELECT 'user.deleted', subject FROM old_users WHERE subject IS NOT NULL ORDER BY id;
  RETURN NULL;
END
$$;
--> statement-breakpoint
CREATE FUNCTION tell_ended_sessions() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM webhook_endpoints) THEN RETURN NULL; END IF;
  INSERT INTO webhook_events (type, subject, session)
  SELECT 'session.ended', ended.subject, ended.handle
  FROM (
    SELECT s.*, CASE WHEN u.id IS NOT NULL THEN u.subject
      ELSE nullif(current_setting('gone.users', true), '')::jsonb ->> s.user_id::text END AS subject
    FROM old_sessions s LEFT JOIN users u ON u.id = s.user_id
  ) ended
  WHERE ended.subject IS NOT NULL ORDER BY ended.created_at, ended.id;
  RETURN NULL;
END
$$;
--> statement-breakpoint
-- Mail of nobody (a canary, a farewell) names no person. A soft bounce that turns out hard is the same bounce.
CREATE FUNCTION tell_bounced_messages() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM webhook_endpoints) THEN RETURN NULL; END IF;
  INSERT INTO webhook_events (type, subject)
  SELECT 'mail.bounced', u.subject
  FROM old_messages o JOIN new_messages n USING (id) JOIN users u ON u.id = n.user_id
  WHERE n.status = 'bounced' AND o.status <> 'bounced' AND u.subject IS NOT NULL ORDER BY n.id;
  RETURN NULL;
END
$$;
--> statement-breakpoint
CREATE FUNCTION deliver_new_events() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  IF current_setting('check_function_bodies') = 'off' THEN RETURN NULL; END IF;
  INSERT INTO webhook_deliveries (endpoint_id, event_id, subject)
  SELECT p.id, n.id, n.subject FROM new_events n JOIN webhook_endpoints p
    ON p.off_at IS NULL AND p.events && ARRAY['*', n.type, split_part(n.type, '.', 1) || '.*']
  ORDER BY n.id, p.id;
  RETURN NULL;
END
$$;
--> statement-breakpoint
CREATE TRIGGER users_tell_new AFTER INSERT ON users
REFERENCING NEW TABLE AS new_users FOR EACH STATEMENT EXECUTE FUNCTION tell_new_users();
--> statement-breakpoint
CREATE TRIGGER users_tell_changed AFTER UPDATE ON users
REFERENCING OLD TABLE AS old_users NEW TABLE AS new_users FOR EACH STATEMENT EXECUTE FUNCTION tell_changed_users();
--> statement-breakpoint
CREATE TRIGGER users_tell_gone AFTER DELETE ON users
REFERENCING OLD TABLE AS old_users FOR EACH STATEMENT EXECUTE FUNCTION tell_gone_users();
--> statement-breakpoint
CREATE TRIGGER sessions_tell_ended AFTER DELETE ON sessions
REFERENCING OLD TABLE AS old_sessions FOR EACH STATEMENT EXECUTE FUNCTION tell_ended_sessions();
--> statement-breakpoint
CREATE TRIGGER email_messages_tell_bounced AFTER UPDATE ON email_messages
REFERENCING OLD TABLE AS old_messages NEW TABLE AS new_messages FOR EACH STATEMENT EXECUTE FUNCTION tell_bounced_messages();
--> statement-breakpoint
CREATE TRIGGER webhook_events_deliver AFTER INSERT ON webhook_events
REFERENCING NEW TABLE AS new_events FOR EACH STATEMENT EXECUTE FUNCTION deliver_new_events();
