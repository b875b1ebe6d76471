-- Places among others are compared byte by byte, here as in the app, whatever language the database speaks.
ALTER TABLE tasks ALTER COLUMN position TYPE text COLLATE "C";
--> statement-breakpoint
ALTER TABLE task_checklist_items ALTER COLUMN position TYPE text COLLATE "C";
--> statement-breakpoint
-- Who may see a task, do something about it, and hear of it.
--
-- A change of a task is addressed to the people who may see it: to `people`, or to all `others` when it is withdrawn from
-- everyone but some.
DROP FUNCTION app.append_change(text,text,uuid,jsonb,jsonb,text,uuid,uuid,text,timestamptz);
--> statement-breakpoint
CREATE FUNCTION app.append_change(
  p_type text, p_entity text, p_entity_id uuid, p_before jsonb, p_after jsonb, p_audience text,
  p_owner_before uuid, p_owner_after uuid, p_request_id text, p_at timestamptz DEFAULT now(), p_people uuid[] DEFAULT NULL) RETURNS bigint
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE head record; digest_hex text;
BEGIN
  IF app.tenant() IS NULL THEN RAISE EXCEPTION 'no_tenant' USING ERRCODE = 'SO401'; END IF;
  digest_hex := encode(sha256(convert_to(jsonb_build_array(
    p_type, p_entity, p_entity_id, p_before, p_after, app.me(), p_at)::text, 'UTF8')), 'hex');
  UPDATE tenant_heads SET seq = seq + 1, changed_at = now(),
      hash = encode(sha256(convert_to(hash || ':' || (seq + 1)::text || ':' || digest_hex, 'UTF8')), 'hex')
    WHERE tenant_id = app.tenant() RETURNING seq, hash INTO head;
  IF head IS NULL THEN RAISE EXCEPTION 'no_tenant' USING ERRCODE = 'SO401'; END IF;
  INSERT INTO change_log (tenant_id, seq, at, actor_id, request_id, type, entity, entity_id, before, after,
      audience, owner_before, owner_after, people, digest, hash)
    VALUES (app.tenant(), head.seq, p_at, app.me(), p_request_id, p_type, p_entity, p_entity_id, p_before, p_after,
      p_audience, p_owner_before, p_owner_after, p_people, digest_hex, head.hash);
  RETURN head.seq;
END $$;
--> statement-breakpoint
CREATE OR REPLACE FUNCTION app.append_changes(p_changes jsonb, p_request_id text) RETURNS bigint
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE head record; c record; digest_hex text; next_seq bigint; link text;
BEGIN
  SELECT seq, hash INTO head FROM tenant_heads WHERE tenant_id = app.tenant() FOR UPDATE;
  IF head IS NULL THEN RAISE EXCEPTION 'no_tenant' USING ERRCODE = 'SO401'; END IF;
  next_seq := head.seq;
  link := head.hash;
  FOR c IN SELECT * FROM jsonb_to_recordset(p_changes) AS x(type text, entity text, entity_id uuid, before jsonb, after jsonb,
      audience text, owner_before uuid, owner_after uuid, people uuid[], actor uuid, at timestamptz) LOOP
    next_seq := next_seq + 1;
    digest_hex := encode(sha256(convert_to(jsonb_build_array(
      c.type, c.entity, c.entity_id, c.before, c.after, c.actor, c.at)::text, 'UTF8')), 'hex');
    link := encode(sha256(convert_to(link || ':' || next_seq::text || ':' || digest_hex, 'UTF8')), 'hex');
    INSERT INTO change_log (tenant_id, seq, at, actor_id, request_id, type, entity, entity_id, before, after,
        audience, owner_before, owner_after, people, digest, hash)
      VALUES (app.tenant(), next_seq, c.at, c.actor, p_request_id, c.type, c.entity, c.entity_id, c.before, c.after,
        c.audience, c.owner_before, c.owner_after, c.people, digest_hex, link);
  END LOOP;
  UPDATE tenant_heads SET seq = next_seq, hash = link, changed_at = now() WHERE tenant_id = app.tenant();
  RETURN next_seq;
END $$;
--> statement-breakpoint
CREATE FUNCTION app.my_edited_tasks() RETURNS uuid[]
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT ARRAY(SELECT task_id FROM task_collaborators WHERE tenant_id = app.tenant() AND user_id = app.me() AND can_edit) $$;
--> statement-breakpoint
-- Who assigned a task that the caller may edit: the next one of its series stays theirs, whoever finished this one.
CREATE FUNCTION app.assigner_of(p_task uuid) RETURNS uuid
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT assigned_by FROM tasks WHERE tenant_id = app.tenant() AND id = p_task AND (assigned_to = app.me()
    OR assigned_by = app.me() OR (visibility <> 'private' AND id = ANY (app.my_edited_tasks()))) $$;
--> statement-breakpoint
-- Gives the next task of a series the people and the list of the one before. Only that: it must follow it.
CREATE FUNCTION app.copy_task_parts(p_from uuid, p_to uuid) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM tasks WHERE tenant_id = app.tenant() AND id = p_to AND previous_id = p_from AND version = 1)
    OR app.assigner_of(p_from) IS NULL THEN RETURN; END IF;
  INSERT INTO task_collaborators (tenant_id, task_id, user_id, can_edit)
    SELECT tenant_id, p_to, user_id, can_edit FROM task_collaborators WHERE tenant_id = app.tenant() AND task_id = p_from;
  INSERT INTO task_checklist_items (tenant_id, id, task_id, title, position)
    SELECT tenant_id, gen_random_uuid(), p_to, title, position FROM task_checklist_items
      WHERE tenant_id = app.tenant() AND task_id = p_from;
END $$;
--> statement-breakpoint
-- Whom a task's changes are addressed to: null is everyone in the company.
CREATE FUNCTION app.people_of_task(p_task uuid) RETURNS uuid[]
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT CASE WHEN t.visibility = 'public' THEN NULL ELSE ARRAY(SELECT t.assigned_to UNION SELECT t.assigned_by
      UNION SELECT c.user_id FROM task_collaborators c WHERE c.tenant_id = t.tenant_id AND c.task_id = t.id AND t.visibility = 'collaborative') END
    FROM tasks t WHERE t.tenant_id = app.tenant() AND t.id = p_task $$;
--> statement-breakpoint
-- As `app.search_ids`: the index is asked here for what the caller may see, and the policies have the last word.
CREATE FUNCTION app.search_tasks(p_query text, p_limit integer) RETURNS TABLE (id uuid)
  LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE q tsquery; shared uuid[] := app.my_shared_tasks();
BEGIN
  IF app.tenant() IS NULL THEN RETURN; END IF;
  SELECT string_agg(format('''%s'':*', replace(replace(word, '\', '\\'), '''', '''''')), ' & ')::tsquery INTO q
    FROM (SELECT btrim(part, '._-@') AS word FROM regexp_split_to_table(lower(p_query), '[^[:alnum:]@._-]+') AS part) AS words
    WHERE word <> '';
  IF q IS NULL THEN RETURN; END IF;
  q := format('''=%s''', app.tenant())::tsquery && q;
  RETURN QUERY SELECT t.id FROM tasks t WHERE t.search @@ q AND t.tenant_id = app.tenant()
    AND (t.assigned_to = app.me() OR t.assigned_by = app.me() OR t.visibility = 'public'
      OR (t.visibility = 'collaborative' AND t.id = ANY (shared))) ORDER BY t.id DESC LIMIT p_limit;
END $$;
--> statement-breakpoint
-- What a list shows of a task's parts is counted where they change. Not an edit of the task: its version stays.
CREATE FUNCTION app.count_checklist() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE part record := coalesce(NEW, OLD);
BEGIN
  UPDATE tasks t SET checklist_total = c.total, checklist_done = c.done
    FROM (SELECT count(*) AS total, count(*) FILTER (WHERE is_done) AS done FROM task_checklist_items
      WHERE tenant_id = part.tenant_id AND task_id = part.task_id) c
    WHERE t.tenant_id = part.tenant_id AND t.id = part.task_id;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER task_checklist_items_count AFTER INSERT OR DELETE OR UPDATE OF is_done ON task_checklist_items
  FOR EACH ROW EXECUTE FUNCTION app.count_checklist();
--> statement-breakpoint
CREATE FUNCTION app.count_comments() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE part record := coalesce(NEW, OLD);
BEGIN
  UPDATE tasks SET comment_count = comment_count + CASE TG_OP WHEN 'INSERT' THEN 1 ELSE -1 END
    WHERE tenant_id = part.tenant_id AND id = part.task_id;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER task_comments_count AFTER INSERT OR DELETE ON task_comments FOR EACH ROW EXECUTE FUNCTION app.count_comments();
--> statement-breakpoint
-- Two people who each make one task wait for another at the same moment take turns, so that the second closes no circle.
CREATE FUNCTION app.refuse_circle() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended('task_dependencies:' || NEW.tenant_id, 0));
  IF EXISTS (WITH RECURSIVE waited_for AS (
        SELECT NEW.blocked_by_id AS id UNION
        SELECT d.blocked_by_id FROM task_dependencies d JOIN waited_for w ON d.task_id = w.id WHERE d.tenant_id = NEW.tenant_id)
      SELECT FROM waited_for WHERE id = NEW.task_id) THEN
    RAISE EXCEPTION 'a task cannot wait for itself' USING ERRCODE = '23514', CONSTRAINT = 'task_dependencies_no_circle';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER task_dependencies_no_circle BEFORE INSERT ON task_dependencies FOR EACH ROW EXECUTE FUNCTION app.refuse_circle();
--> statement-breakpoint
CREATE FUNCTION app.count_blockers() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE part record := coalesce(NEW, OLD);
BEGIN
  UPDATE tasks t SET open_blockers = (SELECT count(*) FROM task_dependencies d
      JOIN tasks b ON b.tenant_id = d.tenant_id AND b.id = d.blocked_by_id AND b.status IN ('pending','in_progress')
      WHERE d.tenant_id = t.tenant_id AND d.task_id = t.id)
    WHERE t.tenant_id = part.tenant_id AND t.id = part.task_id;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER task_dependencies_count AFTER INSERT OR DELETE ON task_dependencies FOR EACH ROW EXECUTE FUNCTION app.count_blockers();
--> statement-breakpoint
-- Whoever waits for a task that is finished or taken up again hears of it, though whoever finished it may not know them.
CREATE FUNCTION app.tell_waiting() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE step integer := CASE WHEN NEW.status IN ('pending','in_progress') THEN 1 ELSE -1 END; waiting record; people uuid[];
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
CREATE TRIGGER tasks_tell_waiting AFTER UPDATE OF status ON tasks FOR EACH ROW
  WHEN ((OLD.status IN ('pending','in_progress')) <> (NEW.status IN ('pending','in_progress'))) EXECUTE FUNCTION app.tell_waiting();
--> statement-breakpoint
DO $$
DECLARE f text;
BEGIN
  -- `search_tasks` stays with the migrating role, as `search_ids` does.
  FOREACH f IN ARRAY ARRAY['append_change(text,text,uuid,jsonb,jsonb,text,uuid,uuid,text,timestamptz,uuid[])',
      'my_edited_tasks()','assigner_of(uuid)','copy_task_parts(uuid,uuid)','people_of_task(uuid)','count_checklist()',
      'count_comments()','refuse_circle()','count_blockers()','tell_waiting()'] LOOP
    EXECUTE format('ALTER FUNCTION app.%s OWNER TO app_system', f);
    EXECUTE format('REVOKE ALL ON FUNCTION app.%s FROM PUBLIC', f);
  END LOOP;
  REVOKE ALL ON FUNCTION app.search_tasks(text,integer) FROM PUBLIC;
END $$;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION app.append_change(text,text,uuid,jsonb,jsonb,text,uuid,uuid,text,timestamptz,uuid[]), app.my_edited_tasks(),
  app.assigner_of(uuid), app.copy_task_parts(uuid,uuid), app.search_tasks(text,integer)
  TO app_rep, app_manager, app_admin, app_system;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION app.my_shared_tasks(), app.people_of_task(uuid) TO app_system;
--> statement-breakpoint
DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['task_checklist_items','task_dependencies','task_comments','task_time_entries','task_reminders',
      'task_attachments','task_templates'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY system_tenant ON %I TO app_system USING (tenant_id = app.tenant()) WITH CHECK (tenant_id = app.tenant())', t);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO app_system, app_rep, app_manager, app_admin', t);
  END LOOP;
END $$;
--> statement-breakpoint
-- The task itself. A collaborator counts for nothing while it is private.
ALTER POLICY visible ON tasks USING (tenant_id = app.tenant() AND (
  assigned_to = app.me() OR assigned_by = app.me() OR visibility = 'public'
  OR (visibility = 'collaborative' AND id IN (SELECT unnest(app.my_shared_tasks())))));
--> statement-breakpoint
ALTER POLICY assigns ON tasks WITH CHECK (tenant_id = app.tenant()
  AND (assigned_by = app.me() OR (previous_id IS NOT NULL AND assigned_by = app.assigner_of(previous_id))));
--> statement-breakpoint
ALTER POLICY changes ON tasks USING (tenant_id = app.tenant() AND (
  assigned_to = app.me() OR assigned_by = app.me()
  OR (visibility <> 'private' AND id IN (SELECT unnest(app.my_edited_tasks()))))) WITH CHECK (tenant_id = app.tenant());
--> statement-breakpoint
-- The next of a series goes again, if nobody has touched it, when the one before is taken up again.
CREATE POLICY takes_back ON tasks FOR DELETE TO app_rep, app_manager, app_admin USING (tenant_id = app.tenant()
  AND previous_id IS NOT NULL AND version = 1 AND (assigned_to = app.me() OR assigned_by = app.me()
  OR (visibility <> 'private' AND id IN (SELECT unnest(app.my_edited_tasks())))));
--> statement-breakpoint
GRANT DELETE ON tasks TO app_rep, app_manager, app_admin;
--> statement-breakpoint
-- With whom a task is shared: seen with the task, decided by whose it is; anybody may leave.
ALTER POLICY own_place ON task_collaborators USING (tenant_id = app.tenant() AND EXISTS (SELECT FROM tasks t
  WHERE t.tenant_id = task_collaborators.tenant_id AND t.id = task_collaborators.task_id));
--> statement-breakpoint
CREATE POLICY shares ON task_collaborators FOR INSERT TO app_rep, app_manager, app_admin WITH CHECK (tenant_id = app.tenant()
  AND EXISTS (SELECT FROM tasks t WHERE t.tenant_id = task_collaborators.tenant_id AND t.id = task_collaborators.task_id
    AND (t.assigned_to = app.me() OR t.assigned_by = app.me())));
--> statement-breakpoint
CREATE POLICY reshares ON task_collaborators FOR UPDATE TO app_rep, app_manager, app_admin USING (tenant_id = app.tenant()
  AND EXISTS (SELECT FROM tasks t WHERE t.tenant_id = task_collaborators.tenant_id AND t.id = task_collaborators.task_id
    AND (t.assigned_to = app.me() OR t.assigned_by = app.me()))) WITH CHECK (tenant_id = app.tenant());
--> statement-breakpoint
CREATE POLICY unshares ON task_collaborators FOR DELETE TO app_rep, app_manager, app_admin USING (tenant_id = app.tenant()
  AND (user_id = app.me() OR EXISTS (SELECT FROM tasks t WHERE t.tenant_id = task_collaborators.tenant_id
    AND t.id = task_collaborators.task_id AND (t.assigned_to = app.me() OR t.assigned_by = app.me()))));
--> statement-breakpoint
GRANT INSERT, UPDATE, DELETE ON task_collaborators TO app_rep, app_manager, app_admin;
--> statement-breakpoint
-- The parts of a task: seen by whoever sees it (the inner query is itself under the task's policy), made and changed by
-- whoever may edit it.
DO $$
DECLARE t text; sees text; edits text;
BEGIN
  FOREACH t IN ARRAY ARRAY['task_checklist_items','task_dependencies','task_attachments','task_comments','task_time_entries','task_reminders'] LOOP
    sees := format('EXISTS (SELECT FROM tasks t WHERE t.tenant_id = %1$I.tenant_id AND t.id = %1$I.task_id)', t);
    edits := format('EXISTS (SELECT FROM tasks t WHERE t.tenant_id = %1$I.tenant_id AND t.id = %1$I.task_id AND (t.assigned_to = app.me()
      OR t.assigned_by = app.me() OR (t.visibility <> ''private'' AND t.id IN (SELECT unnest(app.my_edited_tasks())))))', t);
    CASE t
      WHEN 'task_comments' THEN
        EXECUTE format('CREATE POLICY with_task ON %I FOR SELECT TO app_rep, app_manager, app_admin USING (tenant_id = app.tenant() AND %s)', t, sees);
        -- Whoever sees a task may speak about it, and takes back only their own words.
        edits := 'author_id = app.me() AND ' || sees;
      WHEN 'task_time_entries' THEN
        -- A clock that runs can be stopped also by somebody who lost the task meanwhile.
        EXECUTE format('CREATE POLICY with_task ON %I FOR SELECT TO app_rep, app_manager, app_admin USING (tenant_id = app.tenant() AND (user_id = app.me() OR %s))', t, sees);
        EXECUTE format('CREATE POLICY adds ON %I FOR INSERT TO app_rep, app_manager, app_admin WITH CHECK (tenant_id = app.tenant() AND user_id = app.me() AND %s)', t, edits);
        EXECUTE format('CREATE POLICY changes ON %I FOR UPDATE TO app_rep, app_manager, app_admin USING (tenant_id = app.tenant() AND user_id = app.me()) WITH CHECK (tenant_id = app.tenant() AND user_id = app.me())', t);
        EXECUTE format('CREATE POLICY removes ON %I FOR DELETE TO app_rep, app_manager, app_admin USING (tenant_id = app.tenant() AND user_id = app.me())', t);
        CONTINUE;
      WHEN 'task_reminders' THEN
        EXECUTE format('CREATE POLICY own ON %I TO app_rep, app_manager, app_admin USING (tenant_id = app.tenant() AND user_id = app.me() AND %s) WITH CHECK (tenant_id = app.tenant() AND user_id = app.me() AND %s)', t, sees, sees);
        CONTINUE;
      WHEN 'task_dependencies' THEN
        EXECUTE format('CREATE POLICY with_task ON %I FOR SELECT TO app_rep, app_manager, app_admin USING (tenant_id = app.tenant() AND %s)', t, sees);
        EXECUTE format('CREATE POLICY adds ON %I FOR INSERT TO app_rep, app_manager, app_admin WITH CHECK (tenant_id = app.tenant() AND %s
          AND EXISTS (SELECT FROM tasks b WHERE b.tenant_id = task_dependencies.tenant_id AND b.id = task_dependencies.blocked_by_id))', t, edits);
        EXECUTE format('CREATE POLICY removes ON %I FOR DELETE TO app_rep, app_manager, app_admin USING (tenant_id = app.tenant() AND %s)', t, edits);
        EXECUTE format('REVOKE UPDATE ON %I FROM app_rep, app_manager, app_admin', t);
        CONTINUE;
      ELSE
        EXECUTE format('CREATE POLICY with_task ON %I FOR SELECT TO app_rep, app_manager, app_admin USING (tenant_id = app.tenant() AND %s)', t, sees);
    END CASE;
    EXECUTE format('CREATE POLICY adds ON %I FOR INSERT TO app_rep, app_manager, app_admin WITH CHECK (tenant_id = app.tenant() AND %s)', t, edits);
    EXECUTE format('CREATE POLICY changes ON %I FOR UPDATE TO app_rep, app_manager, app_admin USING (tenant_id = app.tenant() AND %s) WITH CHECK (tenant_id = app.tenant() AND %s)', t, edits, edits);
    EXECUTE format('CREATE POLICY removes ON %I FOR DELETE TO app_rep, app_manager, app_admin USING (tenant_id = app.tenant() AND %s)', t, edits);
  END LOOP;
END $$;
--> statement-breakpoint
-- Templates: one's own, and to read those that others share.
CREATE POLICY own ON task_templates TO app_rep, app_manager, app_admin
  USING (tenant_id = app.tenant() AND created_by = app.me()) WITH CHECK (tenant_id = app.tenant() AND created_by = app.me());
--> statement-breakpoint
CREATE POLICY shared ON task_templates FOR SELECT TO app_rep, app_manager, app_admin USING (tenant_id = app.tenant() AND is_shared);
--> statement-breakpoint
-- The change log: addressed to people, or the history of a task one may see now. That it was withdrawn from somebody is
-- told to nobody else, or it would be taken from them too.
CREATE POLICY people ON change_log FOR SELECT TO app_rep, app_manager, app_admin USING (tenant_id = app.tenant() AND (
  (audience = 'people' AND app.me() = ANY (people)) OR (audience = 'others' AND app.me() <> ALL (people))
  OR (audience IN ('people','others') AND entity = 'task' AND type <> 'task.withdrawn'
    AND EXISTS (SELECT FROM tasks t WHERE t.tenant_id = change_log.tenant_id AND t.id = change_log.entity_id))));
--> statement-breakpoint
-- An administrator reaches every deal, not everybody's private tasks.
ALTER POLICY tenant ON change_log USING (tenant_id = app.tenant()
  AND (audience IN ('tenant','owner') OR (audience = 'admin' AND app.may('org.view_audit_logs'))));
--> statement-breakpoint
-- The sweep of reminders learns which are due, of which company, and nothing of what.
CREATE POLICY due ON task_reminders FOR SELECT TO app_sweeper USING (sent_at IS NULL AND remind_at <= now());
--> statement-breakpoint
GRANT SELECT (tenant_id, id, remind_at, sent_at) ON task_reminders TO app_sweeper;
