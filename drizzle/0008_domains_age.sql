DROP INDEX "tallies_largest_domains_idx";--> statement-breakpoint
-- What was kept of domains for all time ages like everything else from now on.
UPDATE "tallies" SET "at" = date_trunc('minute', now()) WHERE "step" = 0 AND "kind" = 'domain';
