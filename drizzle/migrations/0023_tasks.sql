CREATE TABLE "task_attachments" (
	"tenant_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"task_id" uuid NOT NULL,
	"uploaded_by" uuid NOT NULL,
	"name" text NOT NULL,
	"content_type" text NOT NULL,
	"bytes" integer NOT NULL,
	"created_at" timestamp(3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "task_attachments_tenant_id_id_pk" PRIMARY KEY("tenant_id","id"),
	CONSTRAINT "task_attachments_name" CHECK (char_length("task_attachments"."name") between 1 and 255)
);
--> statement-breakpoint
CREATE TABLE "task_checklist_items" (
	"tenant_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"task_id" uuid NOT NULL,
	"title" text NOT NULL,
	"is_done" boolean DEFAULT false NOT NULL,
	"position" text NOT NULL,
	"done_by" uuid,
	"done_at" timestamp(3) with time zone,
	CONSTRAINT "task_checklist_items_tenant_id_id_pk" PRIMARY KEY("tenant_id","id"),
	CONSTRAINT "task_checklist_items_title" CHECK (char_length("task_checklist_items"."title") between 1 and 500),
	CONSTRAINT "task_checklist_items_done" CHECK ("task_checklist_items"."is_done" = ("task_checklist_items"."done_at" is not null))
);
--> statement-breakpoint
CREATE TABLE "task_comments" (
	"tenant_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"task_id" uuid NOT NULL,
	"author_id" uuid NOT NULL,
	"text" text NOT NULL,
	"mentions" uuid[] DEFAULT '{}' NOT NULL,
	"created_at" timestamp(3) with time zone DEFAULT now() NOT NULL,
	"edited_at" timestamp(3) with time zone,
	"version" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "task_comments_tenant_id_id_pk" PRIMARY KEY("tenant_id","id"),
	CONSTRAINT "task_comments_text" CHECK (char_length("task_comments"."text") between 1 and 10000)
);
--> statement-breakpoint
CREATE TABLE "task_dependencies" (
	"tenant_id" uuid NOT NULL,
	"task_id" uuid NOT NULL,
	"blocked_by_id" uuid NOT NULL,
	"created_at" timestamp(3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "task_dependencies_tenant_id_task_id_blocked_by_id_pk" PRIMARY KEY("tenant_id","task_id","blocked_by_id")
);
--> statement-breakpoint
CREATE TABLE "task_reminders" (
	"tenant_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"task_id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"remind_at" timestamp(3) with time zone NOT NULL,
	"sent_at" timestamp(3) with time zone,
	CONSTRAINT "task_reminders_tenant_id_id_pk" PRIMARY KEY("tenant_id","id")
);
--> statement-breakpoint
CREATE TABLE "task_templates" (
	"tenant_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"name" text NOT NULL,
	"created_by" uuid NOT NULL,
	"is_shared" boolean DEFAULT false NOT NULL,
	"content" jsonb NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "task_templates_tenant_id_id_pk" PRIMARY KEY("tenant_id","id"),
	CONSTRAINT "task_templates_name" CHECK (char_length("task_templates"."name") between 1 and 100)
);
--> statement-breakpoint
CREATE TABLE "task_time_entries" (
	"tenant_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"task_id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"started_at" timestamp(3) with time zone NOT NULL,
	"minutes" integer,
	"note" text DEFAULT '' NOT NULL,
	CONSTRAINT "task_time_entries_tenant_id_id_pk" PRIMARY KEY("tenant_id","id"),
	CONSTRAINT "task_time_entries_minutes" CHECK ("task_time_entries"."minutes" between 1 and 60000)
);
--> statement-breakpoint
ALTER TABLE "change_log" DROP CONSTRAINT "change_log_audience";--> statement-breakpoint
DROP INDEX "tasks_of_assignee";--> statement-breakpoint
ALTER TABLE "change_log" ADD COLUMN "people" uuid[];--> statement-breakpoint
ALTER TABLE "tasks" ADD COLUMN "due_is_day" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "tasks" ADD COLUMN "estimate_minutes" integer;--> statement-breakpoint
ALTER TABLE "tasks" ADD COLUMN "recurrence" text;--> statement-breakpoint
ALTER TABLE "tasks" ADD COLUMN "previous_id" uuid;--> statement-breakpoint
ALTER TABLE "tasks" ADD COLUMN "interaction_id" uuid;--> statement-breakpoint
ALTER TABLE "tasks" ADD COLUMN "position" text DEFAULT 'V' NOT NULL;--> statement-breakpoint
ALTER TABLE "tasks" ADD COLUMN "field_versions" jsonb DEFAULT '{}'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "tasks" ADD COLUMN "checklist_done" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "tasks" ADD COLUMN "checklist_total" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "tasks" ADD COLUMN "comment_count" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "tasks" ADD COLUMN "open_blockers" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "tasks" ADD COLUMN "urgency" smallint GENERATED ALWAYS AS (case priority when 'critical' then 0 when 'high' then 1 when 'medium' then 2 else 3 end) STORED;--> statement-breakpoint
ALTER TABLE "tasks" ADD COLUMN "search" "tsvector" GENERATED ALWAYS AS (array_to_tsvector(array['=' || tenant_id::text]) || to_tsvector('simple', title || ' ' || description)) STORED;--> statement-breakpoint
ALTER TABLE "task_attachments" ADD CONSTRAINT "task_attachments_task" FOREIGN KEY ("tenant_id","task_id") REFERENCES "public"."tasks"("tenant_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "task_attachments" ADD CONSTRAINT "task_attachments_uploader" FOREIGN KEY ("tenant_id","uploaded_by") REFERENCES "public"."users"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "task_checklist_items" ADD CONSTRAINT "task_checklist_items_task" FOREIGN KEY ("tenant_id","task_id") REFERENCES "public"."tasks"("tenant_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "task_comments" ADD CONSTRAINT "task_comments_task" FOREIGN KEY ("tenant_id","task_id") REFERENCES "public"."tasks"("tenant_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "task_comments" ADD CONSTRAINT "task_comments_author" FOREIGN KEY ("tenant_id","author_id") REFERENCES "public"."users"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "task_dependencies" ADD CONSTRAINT "task_dependencies_task" FOREIGN KEY ("tenant_id","task_id") REFERENCES "public"."tasks"("tenant_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "task_dependencies" ADD CONSTRAINT "task_dependencies_blocker" FOREIGN KEY ("tenant_id","blocked_by_id") REFERENCES "public"."tasks"("tenant_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "task_reminders" ADD CONSTRAINT "task_reminders_task" FOREIGN KEY ("tenant_id","task_id") REFERENCES "public"."tasks"("tenant_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "task_reminders" ADD CONSTRAINT "task_reminders_user" FOREIGN KEY ("tenant_id","user_id") REFERENCES "public"."users"("tenant_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "task_templates" ADD CONSTRAINT "task_templates_tenant_id_tenants_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenants"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "task_templates" ADD CONSTRAINT "task_templates_maker" FOREIGN KEY ("tenant_id","created_by") REFERENCES "public"."users"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "task_time_entries" ADD CONSTRAINT "task_time_entries_task" FOREIGN KEY ("tenant_id","task_id") REFERENCES "public"."tasks"("tenant_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "task_time_entries" ADD CONSTRAINT "task_time_entries_user" FOREIGN KEY ("tenant_id","user_id") REFERENCES "public"."users"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "task_attachments_of_task" ON "task_attachments" USING btree ("tenant_id","task_id","created_at");--> statement-breakpoint
CREATE INDEX "task_checklist_items_in_order" ON "task_checklist_items" USING btree ("tenant_id","task_id","position","id");--> statement-breakpoint
CREATE INDEX "task_comments_in_order" ON "task_comments" USING btree ("tenant_id","task_id","created_at","id");--> statement-breakpoint
CREATE INDEX "task_dependencies_of_blocker" ON "task_dependencies" USING btree ("tenant_id","blocked_by_id");--> statement-breakpoint
CREATE INDEX "task_reminders_of_task" ON "task_reminders" USING btree ("tenant_id","task_id","user_id");--> statement-breakpoint
CREATE INDEX "task_reminders_due" ON "task_reminders" USING btree ("remind_at") WHERE sent_at is null;--> statement-breakpoint
CREATE INDEX "task_templates_by_name" ON "task_templates" USING btree ("tenant_id","name","id");--> statement-breakpoint
CREATE INDEX "task_time_entries_of_task" ON "task_time_entries" USING btree ("tenant_id","task_id","started_at");--> statement-breakpoint
CREATE UNIQUE INDEX "task_time_entries_one_running" ON "task_time_entries" USING btree ("tenant_id","user_id") WHERE minutes is null;--> statement-breakpoint
CREATE INDEX "tasks_of_customer" ON "tasks" USING btree ("tenant_id","customer_id");--> statement-breakpoint
CREATE INDEX "tasks_by_due" ON "tasks" USING btree ("tenant_id","due_at","id");--> statement-breakpoint
CREATE INDEX "tasks_by_urgency" ON "tasks" USING btree ("tenant_id","urgency","id");--> statement-breakpoint
CREATE INDEX "tasks_by_position" ON "tasks" USING btree ("tenant_id","position","id");--> statement-breakpoint
CREATE INDEX "tasks_search" ON "tasks" USING gin ("search");--> statement-breakpoint
CREATE UNIQUE INDEX "tasks_one_successor" ON "tasks" USING btree ("tenant_id","previous_id");--> statement-breakpoint
CREATE UNIQUE INDEX "tasks_one_follow_up" ON "tasks" USING btree ("tenant_id","interaction_id");--> statement-breakpoint
CREATE INDEX "tasks_of_assignee" ON "tasks" USING btree ("tenant_id","assigned_to","due_at","id");--> statement-breakpoint
ALTER TABLE "tasks" DROP COLUMN "attachments";--> statement-breakpoint
ALTER TABLE "change_log" ADD CONSTRAINT "change_log_audience" CHECK ("change_log"."audience" in ('tenant','owner','admin','people','others'));--> statement-breakpoint
ALTER TABLE "tasks" ADD CONSTRAINT "tasks_day_has_due" CHECK (not "tasks"."due_is_day" or "tasks"."due_at" is not null);--> statement-breakpoint
ALTER TABLE "tasks" ADD CONSTRAINT "tasks_estimate" CHECK ("tasks"."estimate_minutes" between 1 and 60000);--> statement-breakpoint
ALTER TABLE "tasks" ADD CONSTRAINT "tasks_recurrence" CHECK (char_length("tasks"."recurrence") between 1 and 200);