-- What the migrations make. `npm run db:generate` writes it, a test compares it.

create table alarms (
  name text not null,
  raised boolean not null,
  since timestamp with time zone not null,
  calm_since timestamp with time zone,
  value double precision,
  notified_at timestamp with time zone,
  measured_at timestamp with time zone,
  known boolean not null default false,
  told boolean not null default false,
  telling_until timestamp with time zone,
  constraint alarms_pkey PRIMARY KEY (name)
);

create table beat_minutes (
  at timestamp with time zone not null,
  constraint beat_minutes_pkey PRIMARY KEY (at)
);

create table binding_counts (
  day timestamp with time zone not null,
  outcome text not null,
  amount bigint not null,
  constraint binding_counts_day_outcome_pk PRIMARY KEY (day, outcome)
);

create table browser_proofs (
  id bigint not null generated always as identity,
  nonce_hash bytea,
  refusal text,
  created_at timestamp with time zone not null default now(),
  expires_at timestamp with time zone not null,
  constraint browser_proofs_pkey PRIMARY KEY (id)
);
CREATE INDEX browser_proofs_expires_at_idx ON public.browser_proofs USING btree (expires_at);
CREATE UNIQUE INDEX browser_proofs_nonce_hash_key ON public.browser_proofs USING btree (nonce_hash) WHERE (nonce_hash IS NOT NULL);
CREATE TRIGGER browser_proofs_tally_refused AFTER INSERT ON public.browser_proofs REFERENCING NEW TABLE AS new_proofs FOR EACH STATEMENT EXECUTE FUNCTION tally_refused_proofs();

create table canary_silences (
  id bigint not null generated always as identity,
  raised_at timestamp with time zone not null,
  ended_at timestamp with time zone,
  constraint canary_silences_pkey PRIMARY KEY (id)
);
CREATE INDEX canary_silences_ended_at_idx ON public.canary_silences USING btree (ended_at);

create table email_events (
  id bigint not null generated always as identity,
  source_id text not null,
  type text not null,
  message_id bigint,
  provider_message_id text,
  bounce_type text,
  reason text,
  occurred_at timestamp with time zone not null,
  received_at timestamp with time zone not null,
  constraint email_events_message_id_email_messages_id_fk FOREIGN KEY (message_id) REFERENCES email_messages(id) ON DELETE CASCADE,
  constraint email_events_pkey PRIMARY KEY (id)
);
CREATE INDEX email_events_message_id_idx ON public.email_events USING btree (message_id);
CREATE INDEX email_events_provider_message_id_idx ON public.email_events USING btree (provider_message_id);
CREATE INDEX email_events_received_at_idx ON public.email_events USING btree (received_at);
CREATE UNIQUE INDEX email_events_source_id_key ON public.email_events USING btree (source_id);

create table email_messages (
  id bigint not null generated always as identity,
  user_id bigint,
  kind text not null,
  status text not null default 'queued'::text,
  sealed bytea,
  attempts integer not null default 0,
  due_at timestamp with time zone not null,
  last_error text,
  provider_message_id text,
  created_at timestamp with time zone not null default now(),
  settled_at timestamp with time zone,
  recipient_hash bytea,
  message_id text,
  bounce_type text,
  reason text,
  last_event_at timestamp with time zone,
  reference uuid,
  resend_at timestamp with time zone,
  resend_result text,
  traceparent text,
  constraint email_messages_pkey PRIMARY KEY (id),
  constraint email_messages_sealed_check CHECK (((sealed IS NOT NULL) = (status = ANY (ARRAY['queued'::text, 'sending'::text])))),
  constraint email_messages_user_id_users_id_fk FOREIGN KEY (user_id) REFERENCES users(id) ON DELETE SET NULL
);
CREATE INDEX email_messages_canary_idx ON public.email_messages USING btree (created_at) WHERE (kind = 'canary'::text);
CREATE INDEX email_messages_dead_idx ON public.email_messages USING btree (id) WHERE (status = 'dead'::text);
CREATE INDEX email_messages_due_idx ON public.email_messages USING btree (due_at) WHERE (status = ANY (ARRAY['queued'::text, 'sending'::text]));
CREATE INDEX email_messages_provider_message_id_idx ON public.email_messages USING btree (provider_message_id);
CREATE INDEX email_messages_reference_idx ON public.email_messages USING btree (reference);
CREATE INDEX email_messages_resend_at_idx ON public.email_messages USING btree (resend_at) WHERE (resend_at IS NOT NULL);
CREATE INDEX email_messages_settled_at_idx ON public.email_messages USING btree (settled_at);
CREATE INDEX email_messages_user_id_idx ON public.email_messages USING btree (user_id, kind, id);
CREATE INDEX email_messages_waiting_idx ON public.email_messages USING btree (created_at) WHERE (status = ANY (ARRAY['queued'::text, 'sending'::text]));
CREATE TRIGGER email_messages_tally_changed AFTER UPDATE ON public.email_messages REFERENCING OLD TABLE AS old_messages NEW TABLE AS new_messages FOR EACH STATEMENT EXECUTE FUNCTION tally_changed_messages();
CREATE TRIGGER email_messages_tell_bounced AFTER UPDATE ON public.email_messages REFERENCING OLD TABLE AS old_messages NEW TABLE AS new_messages FOR EACH STATEMENT EXECUTE FUNCTION tell_bounced_messages();

create table email_suppressions (
  recipient_hash bytea not null,
  reason text not null,
  message_id bigint,
  created_at timestamp with time zone not null,
  constraint email_suppressions_message_id_email_messages_id_fk FOREIGN KEY (message_id) REFERENCES email_messages(id) ON DELETE SET NULL,
  constraint email_suppressions_pkey PRIMARY KEY (recipient_hash)
);

create table email_throttle (
  id integer not null,
  paused_until timestamp with time zone,
  next_slot_at timestamp with time zone,
  rate_per_second double precision,
  remaining_today integer,
  checked_at timestamp with time zone,
  constraint email_throttle_pkey PRIMARY KEY (id)
);

create table email_verification_tokens (
  id bigint not null generated always as identity,
  user_id bigint not null,
  email text not null,
  token_hash bytea not null,
  expires_at timestamp with time zone not null,
  created_at timestamp with time zone not null default now(),
  purpose text not null default 'verify_email'::text,
  code_hash bytea,
  code_tries integer not null default 0,
  session uuid,
  constraint email_verification_tokens_pkey PRIMARY KEY (id),
  constraint email_verification_tokens_user_id_users_id_fk FOREIGN KEY (user_id) REFERENCES users(id) ON DELETE CASCADE
);
CREATE INDEX email_verification_tokens_expires_at_idx ON public.email_verification_tokens USING btree (expires_at);
CREATE INDEX email_verification_tokens_reserved_idx ON public.email_verification_tokens USING btree (email) WHERE (purpose = 'undo_email_change'::text);
CREATE UNIQUE INDEX email_verification_tokens_token_hash_key ON public.email_verification_tokens USING btree (token_hash);
CREATE INDEX email_verification_tokens_user_id_idx ON public.email_verification_tokens USING btree (user_id);

create table email_verification_uses (
  token_hash bytea not null,
  user_id bigint not null,
  used_at timestamp with time zone not null default now(),
  purpose text not null default 'verify_email'::text,
  constraint email_verification_uses_pkey PRIMARY KEY (token_hash),
  constraint email_verification_uses_user_id_users_id_fk FOREIGN KEY (user_id) REFERENCES users(id) ON DELETE CASCADE
);
CREATE INDEX email_verification_uses_used_at_idx ON public.email_verification_uses USING btree (used_at);
CREATE INDEX email_verification_uses_user_id_idx ON public.email_verification_uses USING btree (user_id);

create table events (
  id bigint not null generated always as identity,
  type text not null,
  user_id bigint,
  actor_id bigint,
  detail text,
  created_at timestamp with time zone not null,
  session uuid,
  browser text,
  system text,
  country text,
  network bytea,
  result text not null default 'ok'::text,
  constraint events_pkey PRIMARY KEY (id)
);
CREATE INDEX events_actor_id_idx ON public.events USING btree (actor_id, id);
CREATE INDEX events_created_at_idx ON public.events USING btree (created_at);
CREATE INDEX events_user_id_idx ON public.events USING btree (user_id, id);
CREATE TRIGGER events_no_early_delete AFTER DELETE ON public.events REFERENCING OLD TABLE AS old_events FOR EACH STATEMENT EXECUTE FUNCTION keep_events();
CREATE TRIGGER events_no_truncate AFTER TRUNCATE ON public.events FOR EACH STATEMENT EXECUTE FUNCTION keep_events();
CREATE TRIGGER events_no_update AFTER UPDATE ON public.events REFERENCING OLD TABLE AS old_events FOR EACH STATEMENT EXECUTE FUNCTION keep_events();
CREATE TRIGGER events_tally_proven AFTER INSERT ON public.events REFERENCING NEW TABLE AS new_events FOR EACH STATEMENT EXECUTE FUNCTION tally_proven_addresses();

create table factor_removals (
  user_id bigint not null,
  requested_at timestamp with time zone not null default now(),
  due_at timestamp with time zone not null,
  constraint factor_removals_pkey PRIMARY KEY (user_id),
  constraint factor_removals_user_id_users_id_fk FOREIGN KEY (user_id) REFERENCES users(id) ON DELETE CASCADE
);
CREATE INDEX factor_removals_due_at_idx ON public.factor_removals USING btree (due_at);

create table gauges (
  step integer not null,
  name text not null,
  at timestamp with time zone not null,
  total double precision not null,
  samples integer not null,
  constraint gauges_step_name_at_pk PRIMARY KEY (step, name, at)
);
CREATE INDEX gauges_at_idx ON public.gauges USING btree (at);

create table identities (
  id uuid not null default gen_random_uuid(),
  user_id bigint not null,
  provider text not null,
  issuer text not null,
  subject text not null,
  created_at timestamp with time zone not null default now(),
  last_used_at timestamp with time zone,
  constraint identities_pkey PRIMARY KEY (id),
  constraint identities_provider_check CHECK ((provider = ANY (ARRAY['google'::text, 'apple'::text, 'oidc'::text]))),
  constraint identities_user_id_users_id_fk FOREIGN KEY (user_id) REFERENCES users(id) ON DELETE CASCADE
);
CREATE UNIQUE INDEX identities_issuer_subject_key ON public.identities USING btree (issuer, subject);
CREATE INDEX identities_user_id_idx ON public.identities USING btree (user_id);

create table identity_offers (
  token_hash bytea not null,
  user_id bigint not null,
  provider text not null,
  issuer text not null,
  subject text not null,
  created_at timestamp with time zone not null default now(),
  expires_at timestamp with time zone not null,
  constraint identity_offers_pkey PRIMARY KEY (token_hash),
  constraint identity_offers_user_id_users_id_fk FOREIGN KEY (user_id) REFERENCES users(id) ON DELETE CASCADE
);
CREATE INDEX identity_offers_expires_at_idx ON public.identity_offers USING btree (expires_at);
CREATE INDEX identity_offers_user_id_idx ON public.identity_offers USING btree (user_id);

create table instances (
  id text not null,
  version text not null,
  node_version text not null,
  long_lived boolean not null,
  started_at timestamp with time zone not null,
  last_beat_at timestamp with time zone not null,
  stopped_at timestamp with time zone,
  requests bigint not null,
  errors bigint not null,
  latency double precision not null,
  buckets bigint[] not null,
  beating_since timestamp with time zone,
  constraint instances_pkey PRIMARY KEY (id)
);
CREATE INDEX instances_last_beat_at_idx ON public.instances USING btree (last_beat_at);

create table mailbox_messages (
  id bigint not null generated always as identity,
  sealed bytea not null,
  created_at timestamp with time zone not null default now(),
  constraint mailbox_messages_pkey PRIMARY KEY (id)
);

create table passkey_challenges (
  challenge_hash bytea not null,
  purpose text not null,
  session uuid,
  created_at timestamp with time zone not null default now(),
  expires_at timestamp with time zone not null,
  constraint passkey_challenges_pkey PRIMARY KEY (challenge_hash),
  constraint passkey_challenges_purpose_check CHECK ((purpose = ANY (ARRAY['enrol'::text, 'use'::text])))
);
CREATE INDEX passkey_challenges_expires_at_idx ON public.passkey_challenges USING btree (expires_at);

create table passkeys (
  id uuid not null default gen_random_uuid(),
  user_id bigint not null,
  credential_id bytea not null,
  public_key bytea not null,
  sign_count bigint not null,
  backup_eligible boolean not null,
  backed_up boolean not null,
  transports text[] not null,
  aaguid uuid not null,
  name text not null,
  created_at timestamp with time zone not null default now(),
  last_used_at timestamp with time zone,
  constraint passkeys_pkey PRIMARY KEY (id),
  constraint passkeys_user_id_users_id_fk FOREIGN KEY (user_id) REFERENCES users(id) ON DELETE CASCADE
);
CREATE UNIQUE INDEX passkeys_credential_id_key ON public.passkeys USING btree (credential_id);
CREATE INDEX passkeys_user_id_idx ON public.passkeys USING btree (user_id);

create table provider_flows (
  state_hash bytea not null,
  provider text not null,
  sealed bytea not null,
  browser_hash bytea not null,
  session uuid,
  created_at timestamp with time zone not null default now(),
  expires_at timestamp with time zone not null,
  constraint provider_flows_pkey PRIMARY KEY (state_hash)
);
CREATE INDEX provider_flows_expires_at_idx ON public.provider_flows USING btree (expires_at);

create table rate_limits (
  key bytea not null,
  hits integer not null,
  expires_at timestamp with time zone not null,
  constraint rate_limits_pkey PRIMARY KEY (key)
);
CREATE INDEX rate_limits_expires_at_idx ON public.rate_limits USING btree (expires_at);

create table recovery_codes (
  id bigint not null generated always as identity,
  user_id bigint not null,
  code_hash bytea not null,
  created_at timestamp with time zone not null default now(),
  constraint recovery_codes_pkey PRIMARY KEY (id),
  constraint recovery_codes_user_id_users_id_fk FOREIGN KEY (user_id) REFERENCES users(id) ON DELETE CASCADE
);
CREATE UNIQUE INDEX recovery_codes_user_id_code_hash_key ON public.recovery_codes USING btree (user_id, code_hash);

create table request_counts (
  step integer not null,
  at timestamp with time zone not null,
  instance text not null,
  requests bigint not null,
  errors bigint not null,
  latency double precision not null,
  buckets bigint[] not null,
  constraint request_counts_step_at_instance_pk PRIMARY KEY (step, at, instance)
);
CREATE INDEX request_counts_at_idx ON public.request_counts USING btree (at);

create table service_keys (
  kid text not null,
  public_jwk jsonb not null,
  sealed bytea not null,
  created_at timestamp with time zone not null default now(),
  signs_at timestamp with time zone not null,
  retires_at timestamp with time zone,
  constraint service_keys_pkey PRIMARY KEY (kid)
);
CREATE INDEX service_keys_retires_at_idx ON public.service_keys USING btree (retires_at);

create table session_keys (
  session_id text not null,
  dbsc_id text not null,
  jwk jsonb not null,
  alg text not null,
  registered_at timestamp with time zone not null default now(),
  refreshed_at timestamp with time zone,
  constraint session_keys_dbsc_id_key UNIQUE (dbsc_id),
  constraint session_keys_pkey PRIMARY KEY (session_id),
  constraint session_keys_session_id_sessions_id_fk FOREIGN KEY (session_id) REFERENCES sessions(id) ON UPDATE CASCADE ON DELETE CASCADE
);

create table sessions (
  id text not null,
  user_id bigint not null,
  token_hash bytea not null,
  expires_at timestamp with time zone not null,
  created_at timestamp with time zone not null default now(),
  last_seen_at timestamp with time zone,
  password_at timestamp with time zone,
  handle uuid not null default gen_random_uuid(),
  browser text,
  system text,
  country text,
  network bytea,
  factor_at timestamp with time zone,
  constraint sessions_pkey PRIMARY KEY (id),
  constraint sessions_user_id_users_id_fk FOREIGN KEY (user_id) REFERENCES users(id) ON DELETE CASCADE
);
CREATE INDEX sessions_expires_at_idx ON public.sessions USING btree (expires_at);
CREATE UNIQUE INDEX sessions_handle_key ON public.sessions USING btree (handle);
CREATE INDEX sessions_user_id_idx ON public.sessions USING btree (user_id);
CREATE TRIGGER sessions_tell_ended AFTER DELETE ON public.sessions REFERENCING OLD TABLE AS old_sessions FOR EACH STATEMENT EXECUTE FUNCTION tell_ended_sessions();

create table sign_in_steps (
  token_hash bytea not null,
  user_id bigint not null,
  first text not null,
  device_epoch integer not null,
  tries integer not null default 0,
  created_at timestamp with time zone not null default now(),
  expires_at timestamp with time zone not null,
  constraint sign_in_steps_first_check CHECK ((first = ANY (ARRAY['password'::text, 'verify_email'::text, 'provider'::text]))),
  constraint sign_in_steps_pkey PRIMARY KEY (token_hash),
  constraint sign_in_steps_user_id_users_id_fk FOREIGN KEY (user_id) REFERENCES users(id) ON DELETE CASCADE
);
CREATE INDEX sign_in_steps_expires_at_idx ON public.sign_in_steps USING btree (expires_at);
CREATE INDEX sign_in_steps_user_id_idx ON public.sign_in_steps USING btree (user_id);

create table signups (
  user_id bigint not null,
  at timestamp with time zone not null,
  domain text not null,
  mailed boolean not null default false,
  delivered boolean not null default false,
  constraint signups_pkey PRIMARY KEY (user_id)
);
CREATE INDEX signups_at_idx ON public.signups USING btree (at);

create table tallies (
  step integer not null,
  kind text not null,
  at timestamp with time zone not null,
  domain text not null,
  bucket smallint not null,
  amount bigint not null,
  constraint tallies_step_kind_at_domain_bucket_pk PRIMARY KEY (step, kind, at, domain, bucket)
);
CREATE INDEX tallies_at_idx ON public.tallies USING btree (at);
CREATE INDEX tallies_domain_idx ON public.tallies USING btree (step, kind, domain, at) WHERE (domain <> ''::text);
CREATE INDEX tallies_domains_of_point_idx ON public.tallies USING btree (step, at, amount, domain) WHERE ((step >= 3600) AND (kind = 'signup'::text) AND (domain <> ''::text));

create table tally_marks (
  id bigint not null generated always as identity,
  kind text not null,
  at timestamp with time zone,
  domain text not null default ''::text,
  bucket smallint not null default 0,
  amount bigint not null,
  constraint tally_marks_pkey PRIMARY KEY (id)
);

create table totp_secrets (
  user_id bigint not null,
  secret bytea not null,
  used_step bigint,
  created_at timestamp with time zone not null default now(),
  confirmed_at timestamp with time zone,
  constraint totp_secrets_pkey PRIMARY KEY (user_id),
  constraint totp_secrets_user_id_users_id_fk FOREIGN KEY (user_id) REFERENCES users(id) ON DELETE CASCADE
);

create table used_work (
  challenge_hash bytea not null,
  expires_at timestamp with time zone not null,
  constraint used_work_pkey PRIMARY KEY (challenge_hash)
);
CREATE INDEX used_work_expires_at_idx ON public.used_work USING btree (expires_at);

create table users (
  id bigint not null generated always as identity,
  email text not null,
  name text not null,
  password_hash text,
  email_verified boolean not null default false,
  locale text not null default 'fr'::text,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  role text not null default 'member'::text,
  disabled_at timestamp with time zone,
  last_seen_at timestamp with time zone,
  password_changed_at timestamp with time zone,
  device_epoch integer not null default 0,
  device_known boolean not null default false,
  network_key uuid default gen_random_uuid(),
  unverified_since timestamp with time zone default now(),
  second_factor_since timestamp with time zone,
  passkeys integer not null default 0,
  webauthn_id bytea,
  passkey_offer_after timestamp with time zone,
  subject text default ('usr_'::text || replace((gen_random_uuid())::text, '-'::text, ''::text)),
  constraint users_locale_check CHECK ((locale = ANY (ARRAY['fr'::text, 'en'::text]))),
  constraint users_pkey PRIMARY KEY (id)
);
CREATE UNIQUE INDEX users_email_key ON public.users USING btree (email);
CREATE INDEX users_email_search_idx ON public.users USING btree (email COLLATE "C", id);
CREATE INDEX users_last_name_search_idx ON public.users USING btree (lower(translate("substring"(name, '[^ ]+$'::text), 'ÀÁÂÃÄÅÇÈÉÊËÌÍÎÏÑÒÓÔÕÖÙÚÛÜÝŸàáâãäåçèéêëìíîïñòóôõöùúûüýÿ'::text, 'AAAAAACEEEEIIIINOOOOOUUUUYYaaaaaaceeeeiiiinooooouuuuyy'::text)) COLLATE "C", id);
CREATE INDEX users_last_seen_at_idx ON public.users USING btree (last_seen_at);
CREATE INDEX users_name_search_idx ON public.users USING btree (lower(translate(name, 'ÀÁÂÃÄÅÇÈÉÊËÌÍÎÏÑÒÓÔÕÖÙÚÛÜÝŸàáâãäåçèéêëìíîïñòóôõöùúûüýÿ'::text, 'AAAAAACEEEEIIIINOOOOOUUUUYYaaaaaaceeeeiiiinooooouuuuyy'::text)) COLLATE "C", id);
CREATE INDEX users_operators_idx ON public.users USING btree (id) WHERE (role = 'operator'::text);
CREATE UNIQUE INDEX users_subject_key ON public.users USING btree (subject) WHERE (subject IS NOT NULL);
CREATE INDEX users_unverified_idx ON public.users USING btree (unverified_since) WHERE (NOT email_verified);
CREATE TRIGGER users_tally_changed AFTER UPDATE ON public.users REFERENCING OLD TABLE AS old_users NEW TABLE AS new_users FOR EACH STATEMENT EXECUTE FUNCTION tally_changed_users();
CREATE TRIGGER users_tally_gone AFTER DELETE ON public.users REFERENCING OLD TABLE AS old_users FOR EACH STATEMENT EXECUTE FUNCTION tally_gone_users();
CREATE TRIGGER users_tally_new AFTER INSERT ON public.users REFERENCING NEW TABLE AS new_users FOR EACH STATEMENT EXECUTE FUNCTION tally_new_users();
CREATE TRIGGER users_tell_changed AFTER UPDATE ON public.users REFERENCING OLD TABLE AS old_users NEW TABLE AS new_users FOR EACH STATEMENT EXECUTE FUNCTION tell_changed_users();
CREATE TRIGGER users_tell_gone AFTER DELETE ON public.users REFERENCING OLD TABLE AS old_users FOR EACH STATEMENT EXECUTE FUNCTION tell_gone_users();
CREATE TRIGGER users_tell_new AFTER INSERT ON public.users REFERENCING NEW TABLE AS new_users FOR EACH STATEMENT EXECUTE FUNCTION tell_new_users();

create table webhook_deliveries (
  id bigint not null generated always as identity,
  endpoint_id bigint not null,
  event_id bigint not null,
  subject text not null,
  status text not null default 'queued'::text,
  attempts integer not null default 0,
  earlier_attempts integer not null default 0,
  due_at timestamp with time zone not null default '1970-01-01 00:00:00+00'::timestamp with time zone,
  gives_up_at timestamp with time zone,
  last_status integer,
  last_error text,
  settled_at timestamp with time zone,
  constraint webhook_deliveries_endpoint_id_webhook_endpoints_id_fk FOREIGN KEY (endpoint_id) REFERENCES webhook_endpoints(id) ON DELETE CASCADE,
  constraint webhook_deliveries_event_id_webhook_events_id_fk FOREIGN KEY (event_id) REFERENCES webhook_events(id) ON DELETE CASCADE,
  constraint webhook_deliveries_pkey PRIMARY KEY (id)
);
CREATE INDEX webhook_deliveries_due_idx ON public.webhook_deliveries USING btree (endpoint_id, due_at, event_id) WHERE (status = ANY (ARRAY['queued'::text, 'sending'::text]));
CREATE INDEX webhook_deliveries_endpoint_idx ON public.webhook_deliveries USING btree (endpoint_id, status, id);
CREATE UNIQUE INDEX webhook_deliveries_event_key ON public.webhook_deliveries USING btree (event_id, endpoint_id);
CREATE INDEX webhook_deliveries_order_idx ON public.webhook_deliveries USING btree (endpoint_id, subject, event_id) WHERE (status = ANY (ARRAY['queued'::text, 'sending'::text]));
CREATE INDEX webhook_deliveries_settled_at_idx ON public.webhook_deliveries USING btree (settled_at);

create table webhook_endpoints (
  id bigint not null generated always as identity,
  url text not null,
  events text[] not null,
  secret bytea not null,
  previous_secret bytea,
  previous_until timestamp with time zone,
  off_at timestamp with time zone,
  off_reason text,
  created_at timestamp with time zone not null default now(),
  constraint webhook_endpoints_pkey PRIMARY KEY (id)
);

create table webhook_events (
  id bigint not null generated always as identity,
  name text not null default ('evt_'::text || replace((gen_random_uuid())::text, '-'::text, ''::text)),
  type text not null,
  subject text not null,
  session uuid,
  created_at timestamp with time zone not null default now(),
  constraint webhook_events_pkey PRIMARY KEY (id)
);
CREATE INDEX webhook_events_created_at_idx ON public.webhook_events USING btree (created_at);
CREATE INDEX webhook_events_subject_idx ON public.webhook_events USING btree (subject);
CREATE TRIGGER webhook_events_deliver AFTER INSERT ON public.webhook_events REFERENCING NEW TABLE AS new_events FOR EACH STATEMENT EXECUTE FUNCTION deliver_new_events();
