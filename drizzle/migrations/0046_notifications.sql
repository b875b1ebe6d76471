-- Nothing has ever shown these, and what they said of a task was kept beside it: made anew, with ids instead of words, so that
-- a title is read where it may be seen, when it is read.
DROP TABLE "notifications";
--> statement-breakpoint
CREATE TABLE "notifications" (
	"tenant_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"type" text NOT NULL,
	"event" text NOT NULL,
	"task_id" uuid NOT NULL,
	"comment_id" uuid,
	"actor_id" uuid,
	"read_at" timestamp(3) with time zone,
	"created_at" timestamp(3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "notifications_tenant_id_id_pk" PRIMARY KEY("tenant_id","id"),
	CONSTRAINT "notifications_type" CHECK ("notifications"."type" in ('task.mentioned','task.commented','task.assigned','task.reminder'))
);
--> statement-breakpoint
ALTER TABLE "notifications" ADD CONSTRAINT "notifications_user" FOREIGN KEY ("tenant_id","user_id") REFERENCES "public"."users"("tenant_id","id") ON DELETE cascade ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "notifications" ADD CONSTRAINT "notifications_actor" FOREIGN KEY ("tenant_id","actor_id") REFERENCES "public"."users"("tenant_id","id") ON DELETE cascade ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "notifications" ADD CONSTRAINT "notifications_task" FOREIGN KEY ("tenant_id","task_id") REFERENCES "public"."tasks"("tenant_id","id") ON DELETE cascade ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "notifications" ADD CONSTRAINT "notifications_comment" FOREIGN KEY ("tenant_id","comment_id") REFERENCES "public"."task_comments"("tenant_id","id") ON DELETE cascade ON UPDATE no action;
--> statement-breakpoint
CREATE UNIQUE INDEX "notifications_once" ON "notifications" USING btree ("tenant_id","event","user_id");
--> statement-breakpoint
CREATE INDEX "notifications_unread" ON "notifications" USING btree ("tenant_id","user_id","created_at") WHERE read_at is null;
--> statement-breakpoint
CREATE INDEX "notifications_newest" ON "notifications" USING btree ("tenant_id","user_id","created_at","id");
--> statement-breakpoint
CREATE INDEX "notifications_of_task" ON "notifications" USING btree ("tenant_id","task_id");
--> statement-breakpoint
CREATE INDEX "notifications_of_comment" ON "notifications" USING btree ("tenant_id","comment_id");
--> statement-breakpoint
ALTER TABLE notifications ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE notifications FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY system_tenant ON notifications TO app_system USING (tenant_id = app.tenant()) WITH CHECK (tenant_id = app.tenant());
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON notifications TO app_system;
--> statement-breakpoint
CREATE POLICY own ON notifications TO app_rep, app_manager, app_admin
  USING (tenant_id = app.tenant() AND user_id = app.me()) WITH CHECK (tenant_id = app.tenant() AND user_id = app.me());
--> statement-breakpoint
-- A notification is read, and nothing else becomes of it.
GRANT SELECT, UPDATE (read_at) ON notifications TO app_rep, app_manager, app_admin;
--> statement-breakpoint
-- Whether somebody may see a task: as the policy of tasks says, for another than the one who asks.
CREATE FUNCTION app.sees_task(p_task uuid, p_who uuid) RETURNS boolean
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT EXISTS (SELECT FROM tasks t WHERE t.tenant_id = app.tenant() AND t.id = p_task AND t.deleted_at IS NULL
    AND (t.visibility = 'public' OR p_who IN (t.assigned_to, t.assigned_by) OR (t.visibility = 'collaborative'
      AND EXISTS (SELECT FROM task_collaborators c WHERE c.tenant_id = t.tenant_id AND c.task_id = t.id AND c.user_id = p_who)))) $$;
--> statement-breakpoint
-- Tells people of something about a task, in the transaction that did it: nobody of what they did themselves or may not
-- see, by their role or by the task, and each of one event once. Who acts speaks only of what they see.
CREATE FUNCTION app.notify(p_notices jsonb, p_at timestamptz) RETURNS void
  LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  INSERT INTO notifications (tenant_id, id, user_id, type, event, task_id, comment_id, actor_id, created_at)
    SELECT u.tenant_id, gen_random_uuid(), u.id, n.type, n.event, n."taskId", n."commentId", app.me(), p_at
    FROM jsonb_to_recordset(p_notices) AS n(type text, event text, "taskId" uuid, "commentId" uuid, people uuid[])
      JOIN users u ON u.tenant_id = app.tenant() AND u.id = ANY (n.people) AND u.status = 'active'
      JOIN roles r ON r.tenant_id = u.tenant_id AND r.id = u.role_id AND 'tasks.view_assigned' = ANY (r.permissions)
    WHERE u.id IS DISTINCT FROM app.me() AND app.sees_task(n."taskId", u.id)
      AND (app.me() IS NULL OR app.sees_task(n."taskId", app.me()))
    ON CONFLICT DO NOTHING $$;
--> statement-breakpoint
ALTER FUNCTION app.sees_task(uuid, uuid) OWNER TO app_system;
--> statement-breakpoint
ALTER FUNCTION app.notify(jsonb, timestamptz) OWNER TO app_system;
--> statement-breakpoint
REVOKE ALL ON FUNCTION app.sees_task(uuid, uuid), app.notify(jsonb, timestamptz) FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION app.notify(jsonb, timestamptz) TO app_rep, app_manager, app_admin, app_system;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION app.sees_task(uuid, uuid) TO app_system;
