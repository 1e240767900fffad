CREATE TABLE "email_events" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "email_events_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"source_id" text NOT NULL,
	"type" text NOT NULL,
	"message_id" bigint,
	"provider_message_id" text,
	"bounce_type" text,
	"reason" text,
	"occurred_at" timestamp with time zone NOT NULL,
	"received_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "email_suppressions" (
	"recipient_hash" "bytea" PRIMARY KEY NOT NULL,
	"reason" text NOT NULL,
	"message_id" bigint,
	"created_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "email_throttle" (
	"id" integer PRIMARY KEY NOT NULL,
	"paused_until" timestamp with time zone,
	"next_slot_at" timestamp with time zone,
	"rate_per_second" double precision,
	"remaining_today" integer,
	"checked_at" timestamp with time zone
);
--> statement-breakpoint
ALTER TABLE "email_messages" ADD COLUMN "recipient_hash" "bytea";--> statement-breakpoint
ALTER TABLE "email_messages" ADD COLUMN "message_id" text;--> statement-breakpoint
ALTER TABLE "email_messages" ADD COLUMN "bounce_type" text;--> statement-breakpoint
ALTER TABLE "email_messages" ADD COLUMN "reason" text;--> statement-breakpoint
ALTER TABLE "email_messages" ADD COLUMN "last_event_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "email_events" ADD CONSTRAINT "email_events_message_id_email_messages_id_fk" FOREIGN KEY ("message_id") REFERENCES "public"."email_messages"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "email_suppressions" ADD CONSTRAINT "email_suppressions_message_id_email_messages_id_fk" FOREIGN KEY ("message_id") REFERENCES "public"."email_messages"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "email_events_source_id_key" ON "email_events" USING btree ("source_id");--> statement-breakpoint
CREATE INDEX "email_events_message_id_idx" ON "email_events" USING btree ("message_id");--> statement-breakpoint
CREATE INDEX "email_events_provider_message_id_idx" ON "email_events" USING btree ("provider_message_id");--> statement-breakpoint
CREATE INDEX "email_events_received_at_idx" ON "email_events" USING btree ("received_at");--> statement-breakpoint
CREATE INDEX "email_messages_provider_message_id_idx" ON "email_messages" USING btree ("provider_message_id");