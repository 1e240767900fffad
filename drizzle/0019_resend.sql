ALTER TABLE "email_messages" ADD COLUMN "resend_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "email_messages" ADD COLUMN "resend_result" text;--> statement-breakpoint
ALTER TABLE "email_messages" ADD COLUMN "traceparent" text;--> statement-breakpoint
CREATE INDEX "email_messages_dead_idx" ON "email_messages" USING btree ("id") WHERE "email_messages"."status" = 'dead';--> statement-breakpoint
CREATE INDEX "email_messages_resend_at_idx" ON "email_messages" USING btree ("resend_at") WHERE "email_messages"."resend_at" is not null;