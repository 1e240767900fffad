ALTER TABLE "users" ADD COLUMN "subject" text;--> statement-breakpoint
-- Not with the column: a value for each row would rewrite the table while nobody can sign in.
ALTER TABLE "users" ALTER COLUMN "subject" SET DEFAULT 'usr_' || replace(gen_random_uuid()::text, '-', '');--> statement-breakpoint
CREATE UNIQUE INDEX "users_subject_key" ON "users" USING btree ("subject") WHERE "users"."subject" is not null;--> statement-breakpoint
-- Deployment runs this afterwards, some rows at a time (lib/db/migrate/fill-columns.ts).
UPDATE "users" SET "subject" = DEFAULT WHERE "subject" IS NULL;
