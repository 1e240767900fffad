CREATE TABLE "canary_silences" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "canary_silences_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"raised_at" timestamp with time zone NOT NULL,
	"ended_at" timestamp with time zone
);
--> statement-breakpoint
CREATE INDEX "canary_silences_ended_at_idx" ON "canary_silences" USING btree ("ended_at");--> statement-breakpoint
CREATE INDEX "email_messages_canary_idx" ON "email_messages" USING btree ("created_at") WHERE "email_messages"."kind" = 'canary';