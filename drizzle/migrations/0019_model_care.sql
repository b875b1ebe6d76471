CREATE TABLE "model_care" (
	"tenant_id" uuid PRIMARY KEY NOT NULL,
	"paused_at" timestamp(3) with time zone,
	"paused_by" uuid,
	"reference" jsonb,
	"report" jsonb,
	"created_at" timestamp(3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp(3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "model_care" ADD CONSTRAINT "model_care_tenant_id_tenants_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenants"("id") ON DELETE cascade ON UPDATE no action;