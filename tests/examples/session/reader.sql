create role huntaze_reader nologin;
grant usage on schema public to huntaze_reader;
grant select (id, name, email, email_verified, created_at) on users to huntaze_reader;
