CREATE TABLE "alarms" (
	"name" text PRIMARY KEY NOT NULL,
	"raised" boolean NOT NULL,
	"since" timestamp with time zone NOT NULL,
	"calm_since" timestamp with time zone,
	"value" double precision,
	"notified_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "beat_minutes" (
	"at" timestamp with time zone PRIMARY KEY NOT NULL
);
--> statement-breakpoint
CREATE TABLE "gauges" (
	"step" integer NOT NULL,
	"name" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"total" double precision NOT NULL,
	"samples" integer NOT NULL,
	CONSTRAINT "gauges_step_name_at_pk" PRIMARY KEY("step","name","at")
);
--> statement-breakpoint
CREATE TABLE "instances" (
	"id" text PRIMARY KEY NOT NULL,
	"version" text NOT NULL,
	"node_version" text NOT NULL,
	"long_lived" boolean NOT NULL,
	"started_at" timestamp with time zone NOT NULL,
	"last_beat_at" timestamp with time zone NOT NULL,
	"stopped_at" timestamp with time zone,
	"requests" bigint NOT NULL,
	"errors" bigint NOT NULL,
	"latency" double precision NOT NULL,
	"buckets" bigint[] NOT NULL
);
--> statement-breakpoint
CREATE TABLE "request_counts" (
	"step" integer NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"instance" text NOT NULL,
	"requests" bigint NOT NULL,
	"errors" bigint NOT NULL,
	"latency" double precision NOT NULL,
	"buckets" bigint[] NOT NULL,
	CONSTRAINT "request_counts_step_at_instance_pk" PRIMARY KEY("step","at","instance")
);
--> statement-breakpoint
CREATE TABLE "tallies" (
	"step" integer NOT NULL,
	"kind" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"domain" text NOT NULL,
	"bucket" smallint NOT NULL,
	"amount" bigint NOT NULL,
	CONSTRAINT "tallies_step_kind_at_domain_bucket_pk" PRIMARY KEY("step","kind","at","domain","bucket")
);
--> statement-breakpoint
CREATE TABLE "tally_marks" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "tally_marks_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"kind" text NOT NULL,
	"at" timestamp with time zone,
	"domain" text DEFAULT '' NOT NULL,
	"bucket" smallint DEFAULT 0 NOT NULL,
	"amount" bigint NOT NULL
);
--> statement-breakpoint
CREATE INDEX "gauges_at_idx" ON "gauges" USING btree ("at");--> statement-breakpoint
CREATE INDEX "instances_last_beat_at_idx" ON "instances" USING btree ("last_beat_at");--> statement-breakpoint
CREATE INDEX "request_counts_at_idx" ON "request_counts" USING btree ("at");--> statement-breakpoint
CREATE INDEX "tallies_at_idx" ON "tallies" USING btree ("at");
--> statement-breakpoint
-- A duration's class: four to an octave, from one second up (lib/monitoring/duration-buckets.ts reads it back).
CREATE FUNCTION duration_bucket(seconds double precision) RETURNS smallint LANGUAGE sql IMMUTABLE AS $$
  SELECT floor(4 * ln(greatest(1, seconds)) / ln(2::double precision))::smallint
$$;
--> statement-breakpoint
CREATE FUNCTION tally_new_users() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO tally_marks (kind, at, domain, amount)
  SELECT * FROM (
    SELECT 'users', NULL::timestamptz, '', count(*) FROM new_users
    UNION ALL SELECT 'users_verified', NULL, '', count(*) FROM new_users WHERE email_verified
    UNION ALL SELECT 'users_disabled', NULL, '', count(*) FROM new_users WHERE disabled_at IS NOT NULL
    UNION ALL SELECT 'signup', date_trunc('minute', created_at), substring(email from '[^@]*$'), count(*)
      FROM new_users GROUP BY 2, 3
  ) mark (kind, at, domain, amount)
  WHERE amount <> 0;
  RETURN NULL;
END
$$;
--> statement-breakpoint
-- A person who corrects the address before it is verified takes along to the new domain how far they came.
CREATE FUNCTION tally_changed_users() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  -- Nearly every change is "last seen" or a new password hash, and counts nothing.
  IF NOT EXISTS (
    SELECT FROM old_users o JOIN new_users n USING (id)
    WHERE o.email_verified <> n.email_verified OR o.email <> n.email
      OR (o.disabled_at IS NULL) <> (n.disabled_at IS NULL)
  ) THEN RETURN NULL; END IF;
  WITH changed AS (
    SELECT id, date_trunc('minute', n.created_at) AS born,
      o.email_verified AS was_verified, n.email_verified AS is_verified,
      o.disabled_at IS NOT NULL AS was_disabled, n.disabled_at IS NOT NULL AS is_disabled,
      substring(o.email from '[^@]*$') AS old_domain, substring(n.email from '[^@]*$') AS new_domain,
      duration_bucket(extract(epoch FROM n.updated_at - n.created_at)) AS bucket
    FROM old_users o JOIN new_users n USING (id)
  )
  INSERT INTO tally_marks (kind, at, domain, bucket, amount)
  SELECT * FROM (
    SELECT 'users_verified', NULL::timestamptz, '', 0::smallint, sum(is_verified::int - was_verified::int) FROM changed
    UNION ALL SELECT 'users_disabled', NULL, '', 0, sum(is_disabled::int - was_disabled::int) FROM changed
    UNION ALL SELECT 'signup_verified', born, new_domain, bucket, count(*) FROM changed
      WHERE is_verified AND NOT was_verified GROUP BY 2, 3, 4
    UNION ALL SELECT stage.kind, born, side.domain, 0, sum(side.sign) FROM changed
      CROSS JOIN LATERAL (VALUES (old_domain, -1), (new_domain, 1)) side (domain, sign)
      CROSS JOIN LATERAL (VALUES
        ('signup', true),
        ('signup_mailed', EXISTS (SELECT FROM email_messages m WHERE m.user_id = changed.id
          AND m.kind = 'verification' AND m.status NOT IN ('queued', 'sending', 'dead'))),
        ('signup_delivered', EXISTS (SELECT FROM email_messages m WHERE m.user_id = changed.id
          AND m.kind = 'verification' AND m.status IN ('delivered', 'complained')))
      ) stage (kind, reached)
      WHERE old_domain <> new_domain AND NOT was_verified AND stage.reached GROUP BY 1, 2, 3
  ) mark (kind, at, domain, bucket, amount)
  WHERE amount <> 0;
  RETURN NULL;
END
$$;
--> statement-breakpoint
-- The funnel keeps them: they did sign up.
CREATE FUNCTION tally_gone_users() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO tally_marks (kind, amount)
  SELECT * FROM (
    SELECT 'users', -count(*) FROM old_users
    UNION ALL SELECT 'users_verified', -count(*) FROM old_users WHERE email_verified
    UNION ALL SELECT 'users_disabled', -count(*) FROM old_users WHERE disabled_at IS NOT NULL
  ) mark (kind, amount)
  WHERE amount <> 0;
  RETURN NULL;
END
$$;
--> statement-breakpoint
-- A message counts when it climbs (lib/email/lifecycle.ts): what it passes on the way up counts with it, once.
-- A canary is nobody's mail and counts nowhere.
CREATE FUNCTION tally_changed_messages() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (
    SELECT FROM old_messages o JOIN new_messages n USING (id)
    WHERE n.status NOT IN ('queued', 'sending', 'dead') AND n.kind <> 'canary'
      AND (o.status, o.bounce_type) IS DISTINCT FROM (n.status, n.bounce_type)
  ) THEN RETURN NULL; END IF;
  WITH changed AS (
    SELECT id, n.user_id, n.kind,
      date_trunc('minute', coalesce(n.settled_at, n.last_event_at, now())) AS sent_at,
      date_trunc('minute', coalesce(n.last_event_at, n.settled_at, now())) AS reported_at,
      o.status IN ('queued', 'sending', 'dead') AS is_sent,
      n.status IN ('delivered', 'complained') AND o.status NOT IN ('delivered', 'complained')
        AND o.bounce_type IS DISTINCT FROM 'hard' AS is_delivered,
      n.status = 'complained' AND o.status <> 'complained' AS is_complaint,
      CASE WHEN n.status = 'bounced' AND (o.status, o.bounce_type) IS DISTINCT FROM (n.status, n.bounce_type)
        THEN n.bounce_type END AS bounce
    FROM old_messages o JOIN new_messages n USING (id)
    WHERE n.status NOT IN ('queued', 'sending', 'dead') AND n.kind <> 'canary'
  ),
  firsts AS (
    SELECT c.*, date_trunc('minute', u.created_at) AS born, substring(u.email from '[^@]*$') AS domain
    FROM changed c JOIN users u ON u.id = c.user_id
    WHERE c.kind = 'verification' AND (c.is_sent OR c.is_delivered)
  )
  INSERT INTO tally_marks (kind, at, domain, amount)
  SELECT 'mail_sent', sent_at, '', count(*) FROM changed WHERE is_sent GROUP BY 2
  UNION ALL SELECT 'mail_delivered', reported_at, '', count(*) FROM changed WHERE is_delivered GROUP BY 2
  UNION ALL SELECT 'mail_complaint', reported_at, '', count(*) FROM changed WHERE is_complaint GROUP BY 2
  UNION ALL SELECT 'mail_bounced_' || bounce, reported_at, '', count(*) FROM changed WHERE bounce IS NOT NULL GROUP BY 1, 2
  UNION ALL SELECT 'signup_mailed', born, domain, count(*) FROM firsts
    WHERE is_sent AND NOT EXISTS (SELECT FROM email_messages m WHERE m.user_id = firsts.user_id AND m.id <> firsts.id
      AND m.kind = 'verification' AND m.status NOT IN ('queued', 'sending', 'dead')) GROUP BY 2, 3
  UNION ALL SELECT 'signup_delivered', born, domain, count(*) FROM firsts
    WHERE is_delivered AND NOT EXISTS (SELECT FROM email_messages m WHERE m.user_id = firsts.user_id AND m.id <> firsts.id
      AND m.kind = 'verification' AND m.status IN ('delivered', 'complained')) GROUP BY 2, 3;
  RETURN NULL;
END
$$;
--> statement-breakpoint
-- Each of these locks its table against writers until the migration commits: what is counted below is all there is,
-- and nothing is counted twice. First users, then messages, as every flow and every cascade takes them.
CREATE TRIGGER users_tally_new AFTER INSERT ON users
  REFERENCING NEW TABLE AS new_users FOR EACH STATEMENT EXECUTE FUNCTION tally_new_users();
--> statement-breakpoint
CREATE TRIGGER users_tally_changed AFTER UPDATE ON users
  REFERENCING OLD TABLE AS old_users NEW TABLE AS new_users FOR EACH STATEMENT EXECUTE FUNCTION tally_changed_users();
--> statement-breakpoint
CREATE TRIGGER users_tally_gone AFTER DELETE ON users
  REFERENCING OLD TABLE AS old_users FOR EACH STATEMENT EXECUTE FUNCTION tally_gone_users();
--> statement-breakpoint
CREATE TRIGGER email_messages_tally_changed AFTER UPDATE ON email_messages
  REFERENCING OLD TABLE AS old_messages NEW TABLE AS new_messages
  FOR EACH STATEMENT EXECUTE FUNCTION tally_changed_messages();
--> statement-breakpoint
CREATE INDEX "email_messages_waiting_idx" ON "email_messages" USING btree ("created_at") WHERE "email_messages"."status" in ('queued', 'sending');
--> statement-breakpoint
INSERT INTO tally_marks (kind, amount)
SELECT * FROM (
  SELECT 'users', count(*) FROM users
  UNION ALL SELECT 'users_verified', count(*) FROM users WHERE email_verified
  UNION ALL SELECT 'users_disabled', count(*) FROM users WHERE disabled_at IS NOT NULL
) mark (kind, amount)
WHERE amount <> 0;
--> statement-breakpoint
-- The time before this migration, as far as a report looks back. Until now verifying was what changed an account.
INSERT INTO tally_marks (kind, at, domain, bucket, amount)
WITH newcomers AS (
  SELECT id, email_verified, date_trunc('minute', created_at) AS born, substring(email from '[^@]*$') AS domain,
    duration_bucket(extract(epoch FROM updated_at - created_at)) AS bucket
  FROM users WHERE created_at > now() - interval '32 days'
)
SELECT 'signup', born, domain, 0, count(*) FROM newcomers GROUP BY 2, 3
UNION ALL SELECT 'signup_verified', born, domain, bucket, count(*) FROM newcomers WHERE email_verified GROUP BY 2, 3, 4
UNION ALL SELECT 'signup_mailed', born, domain, 0, count(*) FROM newcomers
  WHERE EXISTS (SELECT FROM email_messages m WHERE m.user_id = newcomers.id AND m.kind = 'verification'
    AND m.status NOT IN ('queued', 'sending', 'dead')) GROUP BY 2, 3
UNION ALL SELECT 'signup_delivered', born, domain, 0, count(*) FROM newcomers
  WHERE EXISTS (SELECT FROM email_messages m WHERE m.user_id = newcomers.id AND m.kind = 'verification'
    AND m.status IN ('delivered', 'complained')) GROUP BY 2, 3;
--> statement-breakpoint
INSERT INTO tally_marks (kind, at, amount)
WITH recent AS (
  SELECT status, bounce_type, date_trunc('minute', settled_at) AS sent_at,
    date_trunc('minute', coalesce(last_event_at, settled_at)) AS reported_at
  FROM email_messages WHERE settled_at > now() - interval '32 days' AND status <> 'dead' AND kind <> 'canary'
)
SELECT 'mail_sent', sent_at, count(*) FROM recent GROUP BY 2
UNION ALL SELECT 'mail_delivered', reported_at, count(*) FROM recent WHERE status IN ('delivered', 'complained') GROUP BY 2
UNION ALL SELECT 'mail_complaint', reported_at, count(*) FROM recent WHERE status = 'complained' GROUP BY 2
UNION ALL SELECT 'mail_bounced_' || bounce_type, reported_at, count(*) FROM recent WHERE status = 'bounced' GROUP BY 1, 2;
