ALTER TABLE "email_messages" ADD COLUMN "reference" uuid;--> statement-breakpoint
CREATE INDEX "email_messages_reference_idx" ON "email_messages" USING btree ("reference");