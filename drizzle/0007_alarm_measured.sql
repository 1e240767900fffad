ALTER TABLE "alarms" ADD COLUMN "measured_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "alarms" ADD COLUMN "known" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "alarms" ADD COLUMN "told" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "alarms" ADD COLUMN "telling_until" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "instances" ADD COLUMN "beating_since" timestamp with time zone;