DROP INDEX "opportunities_open_of_owner";--> statement-breakpoint
DROP INDEX "opportunities_open";--> statement-breakpoint
CREATE INDEX "opportunities_open_of_owner" ON "opportunities" USING btree ("tenant_id","owner_id","pipeline_id","stage_id","id","currency","amount_minor") WHERE status = 'open';--> statement-breakpoint
CREATE INDEX "opportunities_open" ON "opportunities" USING btree ("tenant_id","pipeline_id","stage_id","id","currency","amount_minor") WHERE status = 'open';