CREATE TABLE "signups" (
	"user_id" bigint PRIMARY KEY NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"domain" text NOT NULL,
	"mailed" boolean DEFAULT false NOT NULL,
	"delivered" boolean DEFAULT false NOT NULL
);
--> statement-breakpoint
CREATE INDEX "signups_at_idx" ON "signups" USING btree ("at");--> statement-breakpoint
CREATE INDEX "tallies_domains_of_point_idx" ON "tallies" USING btree ("step","at","amount","domain") WHERE "tallies"."step" >= 3600 and "tallies"."kind" = 'signup' and "tallies"."domain" <> '';
--> statement-breakpoint
-- Nobody writes while what was counted so far is noted below, and readers go on. In the order of all flows.
LOCK TABLE users IN SHARE ROW EXCLUSIVE MODE;
--> statement-breakpoint
LOCK TABLE email_messages IN SHARE ROW EXCLUSIVE MODE;
--> statement-breakpoint
-- What was counted for these people, by the same rules by which it was.
INSERT INTO signups (user_id, at, domain, mailed, delivered)
SELECT u.id, date_trunc('minute', u.created_at), substring(u.email from '[^@]*$'),
  coalesce(m.mailed, false), coalesce(m.delivered, false)
FROM users u
LEFT JOIN (
  SELECT user_id, true AS mailed, bool_or(status IN ('delivered', 'complained')) AS delivered
  FROM email_messages
  WHERE kind = 'verification' AND status NOT IN ('queued', 'sending', 'dead') GROUP BY user_id
) m ON m.user_id = u.id
WHERE u.created_at > now() - interval '32 days';
--> statement-breakpoint
CREATE OR REPLACE FUNCTION tally_new_users() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO signups (user_id, at, domain)
  SELECT id, date_trunc('minute', created_at), substring(email from '[^@]*$') FROM new_users
  ON CONFLICT DO NOTHING;
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
-- Whoever corrects the address before it is verified takes along to the new domain all that was counted under the old.
-- Who waits here for somebody's row must hold all rows of that person's messages that it will need: users, then
-- messages, then signups, or it and whoever settles a message would wait for each other.
CREATE OR REPLACE FUNCTION tally_changed_users() RETURNS trigger LANGUAGE plpgsql AS $$
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
      substring(n.email from '[^@]*$') AS domain,
      duration_bucket(extract(epoch FROM n.updated_at - n.created_at)) AS bucket
    FROM old_users o JOIN new_users n USING (id)
  ),
  held AS MATERIALIZED (
    SELECT s.user_id, s.at, s.domain AS old_domain, c.domain AS new_domain, s.mailed, s.delivered
    FROM signups s JOIN changed c ON c.id = s.user_id
    WHERE s.domain <> c.domain AND NOT c.was_verified
    ORDER BY s.user_id FOR UPDATE OF s
  ),
  moved AS (UPDATE signups s SET domain = h.new_domain FROM held h WHERE s.user_id = h.user_id)
  INSERT INTO tally_marks (kind, at, domain, bucket, amount)
  SELECT * FROM (
    SELECT 'users_verified', NULL::timestamptz, '', 0::smallint, sum(is_verified::int - was_verified::int) FROM changed
    UNION ALL SELECT 'users_disabled', NULL, '', 0, sum(is_disabled::int - was_disabled::int) FROM changed
    UNION ALL SELECT 'signup_verified', born, domain, bucket, count(*) FROM changed
      WHERE is_verified AND NOT was_verified GROUP BY 2, 3, 4
    UNION ALL SELECT stage.kind, at, side.domain, 0, sum(side.sign) FROM held
      CROSS JOIN LATERAL (VALUES (old_domain, -1), (new_domain, 1)) side (domain, sign)
      CROSS JOIN LATERAL (VALUES ('signup', true), ('signup_mailed', mailed), ('signup_delivered', delivered))
        stage (kind, reached)
      WHERE stage.reached GROUP BY 1, 2, 3
  ) mark (kind, at, domain, bucket, amount)
  WHERE amount <> 0;
  RETURN NULL;
END
$$;
--> statement-breakpoint
-- The funnel keeps them: they did sign up. Nothing more is counted for them.
CREATE OR REPLACE FUNCTION tally_gone_users() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM signups WHERE user_id IN (SELECT id FROM old_users);
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
-- Whether a provider took the message: it gave it a name, or reported anything of it. One that is dead may have been
-- taken (and rejected afterwards, or cancelled while it left) or not.
CREATE FUNCTION message_was_taken(status text, provider_message_id text, last_event_at timestamptz) RETURNS boolean
LANGUAGE sql IMMUTABLE AS $$
  SELECT status NOT IN ('queued', 'sending', 'dead') OR provider_message_id IS NOT NULL OR last_event_at IS NOT NULL
$$;
--> statement-breakpoint
-- A message counts when it climbs (lib/email/lifecycle.ts): what it passes on the way up counts with it, once. A soft
-- bounce that was not the last word is counted as revised, at its own minute; kinds that are told as counters never
-- go back. A person counts once, however many messages: who finds the row in `signups` as it was. A canary is nobody's
-- mail and counts nowhere.
CREATE OR REPLACE FUNCTION tally_changed_messages() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  -- Nearly every other change is a claim, or a next try.
  IF NOT EXISTS (
    SELECT FROM old_messages o JOIN new_messages n USING (id)
    WHERE n.kind <> 'canary' AND message_was_taken(n.status, n.provider_message_id, n.last_event_at)
      AND (o.status, o.bounce_type, o.provider_message_id) IS DISTINCT FROM (n.status, n.bounce_type, n.provider_message_id)
  ) THEN RETURN NULL; END IF;
  WITH changed AS (
    SELECT id, n.user_id, n.kind,
      date_trunc('minute', coalesce(n.settled_at, n.last_event_at, now())) AS sent_at,
      date_trunc('minute', coalesce(n.last_event_at, n.settled_at, now())) AS reported_at,
      date_trunc('minute', coalesce(o.last_event_at, o.settled_at, now())) AS reported_before_at,
      NOT message_was_taken(o.status, o.provider_message_id, o.last_event_at) AS is_sent,
      n.status IN ('delivered', 'complained') AND o.status NOT IN ('delivered', 'complained')
        AND o.bounce_type IS DISTINCT FROM 'hard' AS is_delivered,
      n.status = 'complained' AND o.status <> 'complained' AS is_complaint,
      CASE WHEN n.status = 'bounced' AND (o.status, o.bounce_type) IS DISTINCT FROM (n.status, n.bounce_type)
        THEN n.bounce_type END AS bounce,
      o.status = 'bounced' AND o.bounce_type = 'soft' AND (n.status, n.bounce_type) IS DISTINCT FROM ('bounced', 'soft')
        AS is_revised
    FROM old_messages o JOIN new_messages n USING (id)
    WHERE n.kind <> 'canary' AND message_was_taken(n.status, n.provider_message_id, n.last_event_at)
  ),
  reached AS (
    SELECT user_id, bool_or(is_sent) AS mailed, bool_or(is_delivered) AS delivered
    FROM changed WHERE kind = 'verification' AND (is_sent OR is_delivered) GROUP BY user_id
  ),
  held AS MATERIALIZED (
    SELECT s.user_id, s.at, s.domain, r.mailed AND NOT s.mailed AS is_mailed, r.delivered AND NOT s.delivered AS is_delivered
    FROM signups s JOIN reached r ON r.user_id = s.user_id
    WHERE (r.mailed AND NOT s.mailed) OR (r.delivered AND NOT s.delivered)
    ORDER BY s.user_id FOR UPDATE OF s
  ),
  noted AS (
    UPDATE signups s SET mailed = s.mailed OR h.is_mailed, delivered = s.delivered OR h.is_delivered
    FROM held h WHERE s.user_id = h.user_id
  )
  INSERT INTO tally_marks (kind, at, domain, amount)
  SELECT 'mail_sent', sent_at, '', count(*) FROM changed WHERE is_sent GROUP BY 2
  UNION ALL SELECT 'mail_delivered', reported_at, '', count(*) FROM changed WHERE is_delivered GROUP BY 2
  UNION ALL SELECT 'mail_complaint', reported_at, '', count(*) FROM changed WHERE is_complaint GROUP BY 2
  UNION ALL SELECT 'mail_bounced_' || bounce, reported_at, '', count(*) FROM changed WHERE bounce IS NOT NULL GROUP BY 1, 2
  UNION ALL SELECT 'mail_bounced_soft_revised', reported_before_at, '', count(*) FROM changed WHERE is_revised GROUP BY 2
  UNION ALL SELECT 'signup_mailed', at, domain, count(*) FROM held WHERE is_mailed GROUP BY 2, 3
  UNION ALL SELECT 'signup_delivered', at, domain, count(*) FROM held WHERE is_delivered GROUP BY 2, 3;
  RETURN NULL;
END
$$;
