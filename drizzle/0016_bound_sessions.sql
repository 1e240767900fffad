CREATE TABLE "binding_counts" (
	"day" timestamp with time zone NOT NULL,
	"outcome" text NOT NULL,
	"amount" bigint NOT NULL,
	CONSTRAINT "binding_counts_day_outcome_pk" PRIMARY KEY("day","outcome")
);
--> statement-breakpoint
CREATE TABLE "session_keys" (
	"session_id" text PRIMARY KEY NOT NULL,
	"dbsc_id" text NOT NULL,
	"jwk" jsonb NOT NULL,
	"alg" text NOT NULL,
	"registered_at" timestamp with time zone DEFAULT now() NOT NULL,
	"refreshed_at" timestamp with time zone,
	CONSTRAINT "session_keys_dbsc_id_key" UNIQUE("dbsc_id")
);
--> statement-breakpoint
ALTER TABLE "session_keys" ADD CONSTRAINT "session_keys_session_id_sessions_id_fk" FOREIGN KEY ("session_id") REFERENCES "public"."sessions"("id") ON DELETE cascade ON UPDATE cascade;