-- A restored row was counted where it comes from, and its counts are in the same dump. Every dump of pg_dump switches
-- check_function_bodies off, and nothing else does.
CREATE OR REPLACE FUNCTION tally_new_users() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  IF current_setting('check_function_bodies') = 'off' THEN RETURN NULL; END IF;
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
-- A dump is restored with an empty search_path, and functions run with that of their caller unless they bring their own.
ALTER FUNCTION tally_changed_users() SET search_path FROM CURRENT;
--> statement-breakpoint
ALTER FUNCTION tally_gone_users() SET search_path FROM CURRENT;
--> statement-breakpoint
ALTER FUNCTION tally_changed_messages() SET search_path FROM CURRENT;
