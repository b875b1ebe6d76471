-- Where the bytes of a file lie: under a name that nobody but the server chooses, so that no upload reaches another's. Those
-- that are there lie under the id of the file; as a generated column that is so whatever the policies let the migration see.
ALTER TABLE "task_attachments" ADD COLUMN "object_id" uuid GENERATED ALWAYS AS (id) STORED;
--> statement-breakpoint
ALTER TABLE "task_attachments" ALTER COLUMN "object_id" DROP EXPRESSION;
--> statement-breakpoint
ALTER TABLE "task_attachments" ALTER COLUMN "object_id" SET NOT NULL;
--> statement-breakpoint
-- A reminder is told to whoever asked for it: it is no part of the task's history that others see.
ALTER POLICY people ON change_log USING (tenant_id = app.tenant() AND (
  (audience = 'people' AND app.me() = ANY (people)) OR (audience = 'others' AND app.me() <> ALL (people))
  OR (audience IN ('people','others') AND entity = 'task' AND type NOT IN ('task.withdrawn','task.reminder_changed')
    AND EXISTS (SELECT FROM tasks t WHERE t.tenant_id = change_log.tenant_id AND t.id = change_log.entity_id))));
