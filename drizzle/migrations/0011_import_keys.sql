ALTER TABLE "opportunities" ADD COLUMN "import_key" text;--> statement-breakpoint
ALTER TABLE "opportunities" ADD COLUMN "import_digest" text;--> statement-breakpoint
CREATE UNIQUE INDEX "opportunities_import_key" ON "opportunities" USING btree ("tenant_id","import_key");