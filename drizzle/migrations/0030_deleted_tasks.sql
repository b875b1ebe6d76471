ALTER TABLE "tasks" ADD COLUMN "deleted_at" timestamp(3) with time zone;
--> statement-breakpoint
DROP INDEX "tasks_one_follow_up";
--> statement-breakpoint
CREATE UNIQUE INDEX "tasks_one_follow_up" ON "tasks" USING btree ("tenant_id","interaction_id") WHERE deleted_at is null;
--> statement-breakpoint
-- Out of everybody's sight, and with it everything that belongs to it, until whoever brings it back says that they look for it.
ALTER POLICY visible ON tasks USING (tenant_id = app.tenant() AND (
  assigned_to = app.me() OR assigned_by = app.me() OR visibility = 'public'
  OR (visibility = 'collaborative' AND id IN (SELECT unnest(app.my_shared_tasks()))))
  AND (deleted_at IS NULL OR current_setting('app.deleted', true) = 'seen'));
--> statement-breakpoint
-- Nobody waits for a task that is deleted.
CREATE OR REPLACE FUNCTION app.count_blockers() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE part record := coalesce(NEW, OLD);
BEGIN
  UPDATE tasks t SET open_blockers = (SELECT count(*) FROM task_dependencies d
      JOIN tasks b ON b.tenant_id = d.tenant_id AND b.id = d.blocked_by_id AND b.status IN ('pending','in_progress')
        AND b.deleted_at IS NULL
      WHERE d.tenant_id = t.tenant_id AND d.task_id = t.id)
    WHERE t.tenant_id = part.tenant_id AND t.id = part.task_id;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE OR REPLACE FUNCTION app.tell_waiting() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  step integer := CASE WHEN NEW.status IN ('pending','in_progress') AND NEW.deleted_at IS NULL THEN 1 ELSE -1 END;
  waiting record;
  people uuid[];
BEGIN
  FOR waiting IN UPDATE tasks t SET open_blockers = t.open_blockers + step FROM task_dependencies d
      WHERE d.tenant_id = NEW.tenant_id AND d.blocked_by_id = NEW.id AND t.tenant_id = d.tenant_id AND t.id = d.task_id
      RETURNING t.id, t.open_blockers LOOP
    IF waiting.open_blockers = greatest(step, 0) THEN
      people := app.people_of_task(waiting.id);
      PERFORM app.append_change(CASE step WHEN 1 THEN 'task.blocked' ELSE 'task.unblocked' END, 'task', waiting.id,
        jsonb_build_object('isBlocked', step < 0), jsonb_build_object('isBlocked', step > 0),
        CASE WHEN people IS NULL THEN 'tenant' ELSE 'people' END, NULL, NULL, 'waiting', now(), people);
    END IF;
  END LOOP;
  RETURN NULL;
END $$;
--> statement-breakpoint
DROP TRIGGER tasks_tell_waiting ON tasks;
--> statement-breakpoint
CREATE TRIGGER tasks_tell_waiting AFTER UPDATE OF status, deleted_at ON tasks FOR EACH ROW
  WHEN ((OLD.status IN ('pending','in_progress') AND OLD.deleted_at IS NULL)
    <> (NEW.status IN ('pending','in_progress') AND NEW.deleted_at IS NULL)) EXECUTE FUNCTION app.tell_waiting();
