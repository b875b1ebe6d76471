DROP INDEX "customers_by_name";--> statement-breakpoint
DROP INDEX "customers_by_folded_name";--> statement-breakpoint
CREATE INDEX "customers_in_order" ON "customers" USING btree ("tenant_id","folded_name","id");--> statement-breakpoint
CREATE INDEX "customers_of_kind_in_order" ON "customers" USING btree ("tenant_id","kind","folded_name","id");