-- An imported person (unverified_since is null) signed up elsewhere: they count among the accounts, and nowhere in the funnel.
CREATE OR REPLACE FUNCTION tally_new_users() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  IF current_setting('check_function_bodies') = 'off' THEN RETURN NULL; END IF;
  INSERT INTO signups (user_id, at, domain)
  SELECT id, date_trunc('minute', created_at), substring(email from '[^@]*$') FROM new_users WHERE unverified_since IS NOT NULL
  ON CONFLICT DO NOTHING;
  INSERT INTO tally_marks (kind, at, domain, amount)
  SELECT * FROM (
    SELECT 'users', NULL::timestamptz, '', count(*) FROM new_users
    UNION ALL SELECT 'users_verified', NULL, '', count(*) FROM new_users WHERE email_verified
    UNION ALL SELECT 'users_disabled', NULL, '', count(*) FROM new_users WHERE disabled_at IS NOT NULL
    UNION ALL SELECT 'signup', date_trunc('minute', created_at), substring(email from '[^@]*$'), count(*)
      FROM new_users WHERE unverified_since IS NOT NULL GROUP BY 2, 3
  ) mark (kind, at, domain, amount)
  WHERE amount <> 0;
  RETURN NULL;
END
$$;
--> statement-breakpoint
CREATE OR REPLACE FUNCTION tally_changed_users() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
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
      n.unverified_since IS NOT NULL AS signed_up, substring(n.email from '[^@]*$') AS domain,
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
      WHERE is_verified AND NOT was_verified AND signed_up GROUP BY 2, 3, 4
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
