/** Only what the three endpoints need. */
export const CREATE = `
  create table users (
    id bigint generated always as identity primary key,
    name text not null,
    email text not null unique,
    email_verified boolean not null default false,
    password_hash text not null,
    created_at timestamptz not null default now()
  );
  create table sessions (
    id text primary key,
    user_id bigint not null references users on delete cascade,
    token_hash bytea not null,
    expires_at timestamptz not null,
    created_at timestamptz not null default now()
  );
  create index on sessions (user_id);
  create index on sessions (expires_at)`

export const FIND_ACCOUNT =
  'select id, name, email, email_verified, password_hash from users where email = $1'

export const OPEN_SESSION = `
  insert into sessions (user_id, id, token_hash, expires_at)
  values ($1, $2, $3, now() + make_interval(secs => $4))`

export const SIGN_UP = `
  with account as (
    insert into users (name, email, password_hash) values ($1, $2, $3)
    on conflict do nothing returning id, name, email, email_verified
  ), session as (
    insert into sessions (user_id, id, token_hash, expires_at)
    select id, $4, $5, now() + make_interval(secs => $6) from account
  )
  select * from account`

export const READ_SESSION = `
  select u.id, u.name, u.email, u.email_verified
  from sessions s join users u on u.id = s.user_id
  where s.id = $1 and s.token_hash = $2 and s.expires_at > now()`
