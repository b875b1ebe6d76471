CREATE TABLE "task_texts" (
	"tenant_id" uuid NOT NULL,
	"task_id" uuid NOT NULL,
	"state" bytea NOT NULL,
	"described_at" integer NOT NULL,
	"updated_at" timestamp(3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "task_texts_tenant_id_task_id_pk" PRIMARY KEY("tenant_id","task_id")
);
--> statement-breakpoint
ALTER TABLE "task_texts" ADD CONSTRAINT "task_texts_task" FOREIGN KEY ("tenant_id","task_id") REFERENCES "public"."tasks"("tenant_id","id") ON DELETE cascade ON UPDATE no action;
--> statement-breakpoint
-- The text as people share it: for the task's room alone, which has asked who may see the task. People read the description.
ALTER TABLE task_texts ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE task_texts FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY work ON task_texts TO app_system USING (tenant_id = app.tenant()) WITH CHECK (tenant_id = app.tenant());
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON task_texts TO app_system;
