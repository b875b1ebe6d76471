-- A moment as everything we send says it.
CREATE FUNCTION app.moment(p_at timestamptz) RETURNS text LANGUAGE sql STABLE
  AS $$ SELECT to_char(p_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') $$;
--> statement-breakpoint
-- What changes left of tasks, as lists and their own pages show them, for the hub to tell whoever may see each: who that is
-- follows from the row; of what hangs on another record, the people it hangs on are beside it. Null where no task changed, or
-- more than are worth telling whole: those are asked for. Parts that are too much to be told are null likewise. For the
-- background role only, whose policies hold in here as well.
CREATE FUNCTION app.live_tasks(p_since bigint, p_limit integer) RETURNS json
  LANGUAGE plpgsql STABLE SET search_path = public, pg_temp SET plan_cache_mode = force_generic_plan AS $$
DECLARE
  tenant uuid := app.tenant();
  changed uuid[] := ARRAY(SELECT DISTINCT entity_id FROM (SELECT entity, entity_id FROM change_log
    WHERE tenant_id = tenant AND seq > p_since ORDER BY seq LIMIT p_limit) recent WHERE entity = 'task');
BEGIN
  IF cardinality(changed) NOT BETWEEN 1 AND 50 THEN RETURN NULL; END IF;
  RETURN (SELECT coalesce(json_agg(json_build_object('row', json_build_object('id', t.id, 'title', t.title,
      'status', t.status, 'priority', t.priority, 'visibility', t.visibility, 'assignedTo', t.assigned_to,
      'assignedBy', t.assigned_by, 'collaborators', coalesce((SELECT json_agg(json_build_object('userId', c.user_id,
          'canEdit', c.can_edit) ORDER BY c.user_id) FROM task_collaborators c
        WHERE c.tenant_id = tenant AND c.task_id = t.id), '[]'),
      'dueAt', app.moment(t.due_at), 'dueIsDay', t.due_is_day, 'completedAt', app.moment(t.completed_at), 'tags', t.tags,
      'opportunityId', t.opportunity_id, 'opportunityTitle', o.title, 'customerId', t.customer_id, 'customerName', k.name,
      'estimateMinutes', t.estimate_minutes, 'recurrence', t.recurrence, 'position', t.position,
      'checklistDone', t.checklist_done, 'checklistTotal', t.checklist_total, 'commentCount', t.comment_count,
      'openBlockers', t.open_blockers, 'createdAt', app.moment(t.created_at), 'updatedAt', app.moment(t.updated_at),
      'version', t.version),
    'dealOwnerId', o.owner_id,
    -- Whoever works with the customer, as `live_rows` says it.
    'customerOwnerIds', CASE WHEN k.id IS NULL THEN '{}' ELSE ARRAY(
      WITH around AS (SELECT k.id UNION SELECT k.company_id UNION SELECT p.id FROM customers p
        WHERE p.tenant_id = tenant AND p.company_id = k.id)
      SELECT c.owner_id FROM customers c WHERE c.tenant_id = tenant AND c.id IN (SELECT * FROM around)
      UNION SELECT d.owner_id FROM opportunities d WHERE d.tenant_id = tenant AND d.customer_id IN (SELECT * FROM around)) END,
    'parts', CASE WHEN octet_length(whole.parts::text) <= 65536 THEN whole.parts END)), '[]')
    FROM tasks t
      LEFT JOIN opportunities o ON o.tenant_id = tenant AND o.id = t.opportunity_id
      LEFT JOIN customers k ON k.tenant_id = tenant AND k.id = t.customer_id
      -- Written once, though looked at twice.
      CROSS JOIN LATERAL (SELECT json_build_object('id', t.id, 'description', t.description,
        'describedAt', coalesce((t.field_versions ->> 'description')::int, 0), 'previousId', t.previous_id,
        'checklist', coalesce((SELECT json_agg(json_build_object('id', i.id, 'title', i.title, 'isDone', i.is_done,
            'position', i.position, 'doneBy', i.done_by, 'doneAt', app.moment(i.done_at)) ORDER BY i.position, i.id)
          FROM task_checklist_items i WHERE i.tenant_id = tenant AND i.task_id = t.id), '[]'),
        'blockedBy', coalesce((SELECT json_agg(json_build_object('id', b.id, 'title', b.title, 'status', b.status,
            'dueAt', app.moment(b.due_at), 'people', app.people_of_task(b.id)) ORDER BY d.created_at, b.id)
          FROM task_dependencies d JOIN tasks b ON b.tenant_id = tenant AND b.id = d.blocked_by_id AND b.deleted_at IS NULL
          WHERE d.tenant_id = tenant AND d.task_id = t.id), '[]'),
        'blocks', coalesce((SELECT json_agg(json_build_object('id', b.id, 'title', b.title, 'status', b.status,
            'dueAt', app.moment(b.due_at), 'people', app.people_of_task(b.id)) ORDER BY d.created_at, b.id)
          FROM task_dependencies d JOIN tasks b ON b.tenant_id = tenant AND b.id = d.task_id AND b.deleted_at IS NULL
          WHERE d.tenant_id = tenant AND d.blocked_by_id = t.id), '[]'),
        'comments', coalesce((SELECT json_agg(json_build_object('id', c.id, 'authorId', c.author_id, 'text', c.text,
            'mentions', c.mentions, 'createdAt', app.moment(c.created_at), 'editedAt', app.moment(c.edited_at),
            'version', c.version) ORDER BY c.created_at, c.id)
          FROM task_comments c WHERE c.tenant_id = tenant AND c.task_id = t.id), '[]'),
        'time', coalesce((SELECT json_agg(json_build_object('id', e.id, 'userId', e.user_id,
            'startedAt', app.moment(e.started_at), 'minutes', e.minutes, 'note', e.note) ORDER BY e.started_at, e.id)
          FROM task_time_entries e WHERE e.tenant_id = tenant AND e.task_id = t.id), '[]'),
        'attachments', coalesce((SELECT json_agg(json_build_object('id', a.id, 'name', a.name,
            'contentType', a.content_type, 'bytes', a.bytes, 'uploadedBy', a.uploaded_by,
            'createdAt', app.moment(a.created_at)) ORDER BY a.created_at, a.id)
          FROM task_attachments a WHERE a.tenant_id = tenant AND a.task_id = t.id), '[]'),
        'reminders', coalesce((SELECT json_agg(json_build_object('id', r.id, 'remindAt', app.moment(r.remind_at),
            'sentAt', app.moment(r.sent_at), 'userId', r.user_id) ORDER BY r.remind_at, r.id)
          FROM task_reminders r WHERE r.tenant_id = tenant AND r.task_id = t.id), '[]')) AS parts OFFSET 0) whole
    WHERE t.tenant_id = tenant AND t.id = ANY (changed) AND t.deleted_at IS NULL);
END $$;
--> statement-breakpoint
-- As in 0037, with the tasks.
CREATE OR REPLACE FUNCTION app.news_of_commit(p_changes integer, p_at timestamptz) RETURNS text
  LANGUAGE plpgsql STABLE SET search_path = public, pg_temp SET plan_cache_mode = force_generic_plan AS $$
DECLARE
  since bigint := (SELECT h.seq - p_changes FROM tenant_heads h WHERE h.tenant_id = app.tenant());
BEGIN
  RETURN json_build_object('since', since, 'news', app.changes_after(since, p_changes),
    'live', app.live_rows(since, p_changes, p_at - interval '7 days'), 'tasks', app.live_tasks(since, p_changes))::text;
END $$;
--> statement-breakpoint
REVOKE ALL ON FUNCTION app.moment(timestamptz), app.live_tasks(bigint, integer) FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION app.moment(timestamptz), app.live_tasks(bigint, integer) TO app_system;
