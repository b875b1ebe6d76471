-- Who may reach what. The login role owns nothing and can do nothing but take on one of the roles below,
-- for one transaction, after `app.enter` has checked the person, the session and the company.
DO $$
DECLARE r text;
BEGIN
  FOREACH r IN ARRAY ARRAY['app_rep','app_manager','app_admin','app_system','app_identity','app_sweeper'] LOOP
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = r) THEN EXECUTE format('CREATE ROLE %I NOLOGIN NOINHERIT', r); END IF;
    -- The migrating role must be a member to hand functions over.
    EXECUTE format('GRANT %I TO CURRENT_USER', r);
  END LOOP;
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'app_login') THEN CREATE ROLE app_login LOGIN NOINHERIT; END IF;
  GRANT app_rep, app_manager, app_admin, app_system, app_identity, app_sweeper TO app_login;
END $$;
--> statement-breakpoint
CREATE SCHEMA IF NOT EXISTS app;
--> statement-breakpoint
GRANT USAGE ON SCHEMA app TO app_login, app_rep, app_manager, app_admin, app_system, app_identity, app_sweeper;
--> statement-breakpoint
GRANT USAGE ON SCHEMA public TO app_login, app_rep, app_manager, app_admin, app_system, app_identity, app_sweeper;
--> statement-breakpoint
GRANT CREATE ON SCHEMA app TO app_system;
--> statement-breakpoint
-- `nullif` matters: once a transaction-local setting has expired, Postgres reads it back as '' on that
-- session, and ''::uuid is an error rather than no rows.
CREATE FUNCTION app.tenant() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
  AS $$ SELECT nullif(current_setting('app.tenant_id', true), '')::uuid $$;
--> statement-breakpoint
CREATE FUNCTION app.me() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
  AS $$ SELECT nullif(current_setting('app.user_id', true), '')::uuid $$;
--> statement-breakpoint
CREATE FUNCTION app.session_id() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
  AS $$ SELECT nullif(current_setting('app.session_id', true), '')::uuid $$;
--> statement-breakpoint
CREATE FUNCTION app.identity_id() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
  AS $$ SELECT nullif(current_setting('app.identity_id', true), '')::uuid $$;
--> statement-breakpoint
CREATE FUNCTION app.email() RETURNS text LANGUAGE sql STABLE PARALLEL SAFE
  AS $$ SELECT nullif(current_setting('app.email', true), '') $$;
--> statement-breakpoint
CREATE FUNCTION app.token_hash() RETURNS text LANGUAGE sql STABLE PARALLEL SAFE
  AS $$ SELECT nullif(current_setting('app.token_hash', true), '') $$;
--> statement-breakpoint
CREATE FUNCTION app.team_users() RETURNS uuid[] LANGUAGE sql STABLE PARALLEL SAFE
  AS $$ SELECT string_to_array(nullif(current_setting('app.team_users', true), ''), ',')::uuid[] $$;
--> statement-breakpoint
CREATE FUNCTION app.may(permission text) RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE
  AS $$ SELECT permission = ANY (string_to_array(coalesce(current_setting('app.permissions', true), ''), ',')) $$;
--> statement-breakpoint
-- Raises unless a guarded write touched as many rows as it had to: the lost race of two writers.
CREATE FUNCTION app.expect(found bigint, wanted bigint) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  IF found IS DISTINCT FROM wanted THEN
    RAISE EXCEPTION 'stale_write' USING ERRCODE = 'SO409', DETAIL = format('%s rows instead of %s', found, wanted);
  END IF;
END $$;
--> statement-breakpoint
-- Checks the person of an access token against the present, and answers the database role to go on as.
-- Run as `set_config('role', app.enter(…), true)` after tenant, user and session were set: no extra round trip.
CREATE FUNCTION app.enter(access_version integer) RETURNS text
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE person record;
BEGIN
  SELECT u.status, u.access_version AS version, r.scope, r.permissions, t.is_active INTO person
    FROM users u JOIN roles r ON r.tenant_id = u.tenant_id AND r.id = u.role_id JOIN tenants t ON t.id = u.tenant_id
    WHERE u.tenant_id = app.tenant() AND u.id = app.me();
  IF person IS NULL OR person.status <> 'active' OR NOT person.is_active THEN
    RAISE EXCEPTION 'session_ended' USING ERRCODE = 'SO401';
  END IF;
  IF NOT EXISTS (SELECT FROM sessions s WHERE s.id = app.session_id() AND s.tenant_id = app.tenant()
                 AND s.user_id = app.me() AND s.ended_at IS NULL AND s.expires_at > now()) THEN
    RAISE EXCEPTION 'session_ended' USING ERRCODE = 'SO401';
  END IF;
  IF person.version <> access_version THEN
    RAISE EXCEPTION 'access_changed' USING ERRCODE = 'SO401';
  END IF;
  PERFORM set_config('app.permissions', array_to_string(person.permissions, ','), true);
  IF person.scope = 'team' THEN
    PERFORM set_config('app.team_users', array_to_string(ARRAY(
      SELECT m.user_id FROM teams t JOIN team_members m ON m.tenant_id = t.tenant_id AND m.team_id = t.id
        WHERE t.tenant_id = app.tenant() AND t.manager_id = app.me()
      UNION SELECT app.me()), ','), true);
  END IF;
  RETURN CASE person.scope WHEN 'own' THEN 'app_rep' WHEN 'team' THEN 'app_manager' ELSE 'app_admin' END;
END $$;
--> statement-breakpoint
-- The customers a rep works with: their own, those of their deals, and the people and companies around them.
CREATE FUNCTION app.my_customers() RETURNS uuid[]
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  WITH mine AS (
    SELECT id FROM customers WHERE tenant_id = app.tenant() AND owner_id = app.me()
    UNION SELECT customer_id FROM opportunities WHERE tenant_id = app.tenant() AND owner_id = app.me())
  SELECT ARRAY(SELECT id FROM mine UNION
    SELECT p.id FROM customers p JOIN mine ON p.company_id = mine.id WHERE p.tenant_id = app.tenant() UNION
    SELECT c.company_id FROM customers c JOIN mine ON c.id = mine.id WHERE c.tenant_id = app.tenant() AND c.company_id IS NOT NULL) $$;
--> statement-breakpoint
CREATE FUNCTION app.team_customers() RETURNS uuid[]
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  WITH ours AS (
    SELECT id FROM customers WHERE tenant_id = app.tenant() AND owner_id = ANY (app.team_users())
    UNION SELECT customer_id FROM opportunities WHERE tenant_id = app.tenant() AND owner_id = ANY (app.team_users()))
  SELECT ARRAY(SELECT id FROM ours UNION
    SELECT p.id FROM customers p JOIN ours ON p.company_id = ours.id WHERE p.tenant_id = app.tenant() UNION
    SELECT c.company_id FROM customers c JOIN ours ON c.id = ours.id WHERE c.tenant_id = app.tenant() AND c.company_id IS NOT NULL) $$;
--> statement-breakpoint
-- Appends to the tenant's change log. The head row's lock makes `seq` gap-free and orders the hash chain:
-- hash = sha256(previous hash || seq || digest of the payload), so a payload may be erased and the chain still verifies.
CREATE FUNCTION app.append_change(
  p_type text, p_entity text, p_entity_id uuid, p_before jsonb, p_after jsonb, p_audience text,
  p_owner_before uuid, p_owner_after uuid, p_request_id text, p_at timestamptz DEFAULT now()) RETURNS bigint
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE head record; digest_hex text; link text;
BEGIN
  IF app.tenant() IS NULL THEN RAISE EXCEPTION 'no_tenant' USING ERRCODE = 'SO401'; END IF;
  digest_hex := encode(sha256(convert_to(jsonb_build_array(
    p_type, p_entity, p_entity_id, p_before, p_after, app.me(), p_at)::text, 'UTF8')), 'hex');
  UPDATE tenant_heads SET seq = seq + 1, changed_at = now(),
      hash = encode(sha256(convert_to(hash || ':' || (seq + 1)::text || ':' || digest_hex, 'UTF8')), 'hex')
    WHERE tenant_id = app.tenant() RETURNING seq, hash INTO head;
  IF head IS NULL THEN RAISE EXCEPTION 'no_tenant' USING ERRCODE = 'SO401'; END IF;
  INSERT INTO change_log (tenant_id, seq, at, actor_id, request_id, type, entity, entity_id, before, after,
      audience, owner_before, owner_after, digest, hash)
    VALUES (app.tenant(), head.seq, p_at, app.me(), p_request_id, p_type, p_entity, p_entity_id, p_before, p_after,
      p_audience, p_owner_before, p_owner_after, digest_hex, head.hash);
  RETURN head.seq;
END $$;
--> statement-breakpoint
-- Promises background work in the same transaction as the write it follows from. Answers the job's id, or
-- the id of the unfinished one with the same key.
CREATE FUNCTION app.enqueue(p_id uuid, p_kind text, p_dedupe text, p_payload jsonb, p_due_at timestamptz DEFAULT now()) RETURNS uuid
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE job uuid;
BEGIN
  INSERT INTO jobs (tenant_id, id, kind, payload, dedupe_key, due_at)
    VALUES (app.tenant(), p_id, p_kind, p_payload, p_dedupe, p_due_at)
    ON CONFLICT (tenant_id, kind, dedupe_key) WHERE finished_at IS NULL DO UPDATE SET due_at = least(jobs.due_at, excluded.due_at)
    RETURNING id INTO job;
  RETURN job;
END $$;
--> statement-breakpoint
-- Counts a try under a key within a window of seconds, and answers how many there were with this one.
CREATE FUNCTION app.count_attempt(p_key text, p_window integer) RETURNS integer
  LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  INSERT INTO auth_attempts AS a (key, window_start, count) VALUES (p_key, now(), 1)
    ON CONFLICT (key) DO UPDATE SET
      count = CASE WHEN a.window_start < now() - make_interval(secs => p_window) THEN 1 ELSE a.count + 1 END,
      window_start = CASE WHEN a.window_start < now() - make_interval(secs => p_window) THEN now() ELSE a.window_start END
    RETURNING count $$;
--> statement-breakpoint
CREATE FUNCTION app.attempts(p_key text, p_window integer) RETURNS integer
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT coalesce((SELECT count FROM auth_attempts WHERE key = p_key AND window_start >= now() - make_interval(secs => p_window)), 0) $$;
--> statement-breakpoint
CREATE FUNCTION app.forget_attempts(p_key text) RETURNS void
  LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$ DELETE FROM auth_attempts WHERE key = p_key $$;
--> statement-breakpoint
-- How the tenant's closed deals of the same customer, owner, source and product went, before a moment: counts
-- only, so that a rep's deal can be scored on evidence the rep may not read deal by deal.
CREATE FUNCTION app.closed_counts(p_customer uuid, p_owner uuid, p_source text, p_products uuid[], p_before timestamptz)
  RETURNS TABLE (dimension text, won bigint, lost bigint)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT 'all', count(*) FILTER (WHERE is_won), count(*) FILTER (WHERE NOT is_won) FROM opportunities
    WHERE tenant_id = app.tenant() AND status <> 'open' AND closed_at < p_before AND p_customer IS NULL
  UNION ALL SELECT 'customer', count(*) FILTER (WHERE is_won), count(*) FILTER (WHERE NOT is_won) FROM opportunities
    WHERE tenant_id = app.tenant() AND customer_id = p_customer AND status <> 'open' AND closed_at < p_before
  UNION ALL SELECT 'owner', count(*) FILTER (WHERE is_won), count(*) FILTER (WHERE NOT is_won) FROM opportunities
    WHERE tenant_id = app.tenant() AND owner_id = p_owner AND status <> 'open' AND closed_at < p_before
  UNION ALL SELECT 'source', count(*) FILTER (WHERE is_won), count(*) FILTER (WHERE NOT is_won) FROM opportunities
    WHERE tenant_id = app.tenant() AND source = p_source AND status <> 'open' AND closed_at < p_before
  UNION ALL SELECT 'product', count(*) FILTER (WHERE o.is_won), count(*) FILTER (WHERE NOT o.is_won)
    FROM opportunity_products op JOIN opportunities o ON o.tenant_id = op.tenant_id AND o.id = op.opportunity_id
    WHERE op.tenant_id = app.tenant() AND op.product_id = ANY (p_products) AND o.status <> 'open' AND o.closed_at < p_before $$;
--> statement-breakpoint
-- Full-text search, newest first. Row-level security keeps `@@` out of index conditions (it is not leakproof), so the
-- index is asked here, for this tenant only; callers join the ids to rows they may see.
CREATE FUNCTION app.search_ids(p_entity text, p_query text, p_limit integer) RETURNS TABLE (id uuid)
  LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE q tsquery;
BEGIN
  IF app.tenant() IS NULL THEN RETURN; END IF;
  -- Every word as a prefix, all of them required; quoting makes any text safe.
  SELECT string_agg(format('''%s'':*', replace(replace(word, '\', '\\'), '''', '''''')), ' & ')::tsquery INTO q
    FROM regexp_split_to_table(lower(p_query), '[^[:alnum:]@._-]+') AS word WHERE word <> '';
  IF q IS NULL THEN RETURN; END IF;
  q := format('''tenant:%s''', app.tenant())::tsquery && q;
  IF p_entity = 'opportunity' THEN
    RETURN QUERY SELECT o.id FROM opportunities o WHERE o.search @@ q AND o.tenant_id = app.tenant() ORDER BY o.id DESC LIMIT p_limit;
  ELSIF p_entity = 'customer' THEN
    RETURN QUERY SELECT c.id FROM customers c WHERE c.search @@ q AND c.tenant_id = app.tenant() ORDER BY c.id DESC LIMIT p_limit;
  ELSIF p_entity = 'interaction' THEN
    RETURN QUERY SELECT i.id FROM interactions i WHERE i.search @@ q AND i.tenant_id = app.tenant() ORDER BY i.id DESC LIMIT p_limit;
  END IF;
END $$;
--> statement-breakpoint
DO $$
DECLARE f text;
BEGIN
  -- `search_ids` stays with the migrating role, which must bypass row-level security for its index to be used.
  FOREACH f IN ARRAY ARRAY['enter(integer)','my_customers()','team_customers()',
      'append_change(text,text,uuid,jsonb,jsonb,text,uuid,uuid,text,timestamptz)','enqueue(uuid,text,text,jsonb,timestamptz)',
      'count_attempt(text,integer)','attempts(text,integer)','forget_attempts(text)',
      'closed_counts(uuid,uuid,text,uuid[],timestamptz)'] LOOP
    EXECUTE format('ALTER FUNCTION app.%s OWNER TO app_system', f);
  END LOOP;
END $$;
--> statement-breakpoint
REVOKE ALL ON ALL FUNCTIONS IN SCHEMA app FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION app.tenant(), app.me(), app.session_id(), app.identity_id(), app.email(), app.token_hash(), app.team_users(),
  app.may(text), app.expect(bigint,bigint) TO app_login, app_rep, app_manager, app_admin, app_system, app_identity, app_sweeper;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION app.enter(integer) TO app_login;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION app.my_customers(), app.team_customers(), app.closed_counts(uuid,uuid,text,uuid[],timestamptz),
  app.append_change(text,text,uuid,jsonb,jsonb,text,uuid,uuid,text,timestamptz), app.enqueue(uuid,text,text,jsonb,timestamptz),
  app.search_ids(text,text,integer) TO app_rep, app_manager, app_admin, app_system;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION app.count_attempt(text,integer), app.attempts(text,integer), app.forget_attempts(text) TO app_identity, app_system;
--> statement-breakpoint
-- Row-level security on every table with a tenant, forced so that not even the owner escapes it; and the
-- background role's policy, which is one tenant at a time like everybody's.
DO $$
DECLARE t text;
BEGIN
  FOR t IN SELECT c.table_name FROM information_schema.columns c JOIN information_schema.tables x USING (table_schema, table_name)
      WHERE c.table_schema = 'public' AND c.column_name = 'tenant_id' AND x.table_type = 'BASE TABLE' LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY system_tenant ON %I TO app_system USING (tenant_id = app.tenant()) WITH CHECK (tenant_id = app.tenant())', t);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO app_system', t);
  END LOOP;
END $$;
--> statement-breakpoint
-- History is written once: nobody changes or removes it.
REVOKE UPDATE, DELETE ON change_log FROM app_system;
--> statement-breakpoint
ALTER TABLE tenants ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE tenants FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY system_tenant ON tenants TO app_system USING (id = app.tenant()) WITH CHECK (id = app.tenant());
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE ON tenants TO app_system;
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON auth_attempts TO app_system;
--> statement-breakpoint
CREATE POLICY member_reads ON tenants FOR SELECT TO app_rep, app_manager, app_admin USING (id = app.tenant());
--> statement-breakpoint
CREATE POLICY settings_change ON tenants FOR UPDATE TO app_admin
  USING (id = app.tenant() AND app.may('org.configure_settings')) WITH CHECK (id = app.tenant());
--> statement-breakpoint
GRANT SELECT ON tenants TO app_rep, app_manager, app_admin;
--> statement-breakpoint
GRANT UPDATE (name, locale, currency, time_zone, loss_reasons, settings, updated_at, version) ON tenants TO app_admin;
--> statement-breakpoint
-- What everyone in a company may read and its administrators change, with the permission that lets them.
DO $$
DECLARE rule text[];
BEGIN
  FOREACH rule SLICE 1 IN ARRAY ARRAY[
      ['users','org.manage_users'], ['roles','org.assign_roles'], ['teams','org.manage_users'], ['team_members','org.manage_users'],
      ['pipelines','org.configure_settings'], ['stages','org.configure_settings'], ['products','org.configure_settings'],
      ['custom_fields','org.configure_settings']] LOOP
    EXECUTE format('CREATE POLICY member_reads ON %I FOR SELECT TO app_rep, app_manager, app_admin USING (tenant_id = app.tenant())', rule[1]);
    EXECUTE format('CREATE POLICY admin_adds ON %I FOR INSERT TO app_admin WITH CHECK (tenant_id = app.tenant() AND app.may(%L))', rule[1], rule[2]);
    EXECUTE format('CREATE POLICY admin_changes ON %I FOR UPDATE TO app_admin USING (tenant_id = app.tenant() AND app.may(%L)) WITH CHECK (tenant_id = app.tenant())', rule[1], rule[2]);
    EXECUTE format('CREATE POLICY admin_removes ON %I FOR DELETE TO app_admin USING (tenant_id = app.tenant() AND app.may(%L))', rule[1], rule[2]);
    EXECUTE format('GRANT SELECT ON %I TO app_rep, app_manager, app_admin', rule[1]);
    EXECUTE format('GRANT INSERT, UPDATE, DELETE ON %I TO app_admin', rule[1]);
  END LOOP;
END $$;
--> statement-breakpoint
-- A person changes their own name and preferences; role, status and e-mail are the administrator's.
CREATE POLICY own_profile ON users FOR UPDATE TO app_rep, app_manager, app_admin
  USING (tenant_id = app.tenant() AND id = app.me()) WITH CHECK (tenant_id = app.tenant() AND id = app.me());
--> statement-breakpoint
GRANT UPDATE (name, preferences, updated_at, version) ON users TO app_rep, app_manager;
--> statement-breakpoint
CREATE POLICY invites ON invitations TO app_admin
  USING (tenant_id = app.tenant() AND app.may('org.manage_users')) WITH CHECK (tenant_id = app.tenant() AND app.may('org.manage_users'));
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE ON invitations TO app_admin;
--> statement-breakpoint
CREATE POLICY own_sessions ON sessions FOR SELECT TO app_rep, app_manager, app_admin
  USING (tenant_id = app.tenant() AND user_id = app.me());
--> statement-breakpoint
CREATE POLICY own_sessions_end ON sessions FOR UPDATE TO app_rep, app_manager, app_admin
  USING (tenant_id = app.tenant() AND (user_id = app.me() OR app.may('org.manage_users'))) WITH CHECK (tenant_id = app.tenant());
--> statement-breakpoint
-- Not the token digests: nobody needs to read them here.
GRANT SELECT (id, identity_id, tenant_id, user_id, user_agent, address, created_at, last_used_at, expires_at, ended_at, end_reason),
  UPDATE (ended_at, end_reason) ON sessions TO app_rep, app_manager, app_admin;
--> statement-breakpoint
-- Customers and deals: own, team, tenant; each scope its own policy, since an OR would hide the index from the planner.
CREATE POLICY own ON customers TO app_rep
  USING (tenant_id = app.tenant() AND id = ANY ((SELECT app.my_customers())::uuid[]))
  WITH CHECK (tenant_id = app.tenant());
--> statement-breakpoint
CREATE POLICY own_adds ON customers AS RESTRICTIVE FOR INSERT TO app_rep WITH CHECK (owner_id = app.me());
--> statement-breakpoint
CREATE POLICY team ON customers TO app_manager
  USING (tenant_id = app.tenant() AND id = ANY ((SELECT app.team_customers())::uuid[]))
  WITH CHECK (tenant_id = app.tenant());
--> statement-breakpoint
CREATE POLICY team_adds ON customers AS RESTRICTIVE FOR INSERT TO app_manager WITH CHECK (owner_id = ANY ((SELECT app.team_users())::uuid[]));
--> statement-breakpoint
CREATE POLICY tenant ON customers TO app_admin USING (tenant_id = app.tenant()) WITH CHECK (tenant_id = app.tenant());
--> statement-breakpoint
CREATE POLICY own ON opportunities TO app_rep
  USING (tenant_id = app.tenant() AND owner_id = app.me()) WITH CHECK (tenant_id = app.tenant() AND owner_id = app.me());
--> statement-breakpoint
CREATE POLICY team ON opportunities TO app_manager
  USING (tenant_id = app.tenant() AND owner_id = ANY ((SELECT app.team_users())::uuid[]))
  WITH CHECK (tenant_id = app.tenant() AND owner_id = ANY ((SELECT app.team_users())::uuid[]));
--> statement-breakpoint
CREATE POLICY tenant ON opportunities TO app_admin USING (tenant_id = app.tenant()) WITH CHECK (tenant_id = app.tenant());
--> statement-breakpoint
CREATE POLICY own ON interactions TO app_rep
  USING (tenant_id = app.tenant() AND customer_id = ANY ((SELECT app.my_customers())::uuid[]))
  WITH CHECK (tenant_id = app.tenant() AND user_id = app.me() AND customer_id = ANY ((SELECT app.my_customers())::uuid[]));
--> statement-breakpoint
CREATE POLICY team ON interactions TO app_manager
  USING (tenant_id = app.tenant() AND customer_id = ANY ((SELECT app.team_customers())::uuid[]))
  WITH CHECK (tenant_id = app.tenant() AND customer_id = ANY ((SELECT app.team_customers())::uuid[]));
--> statement-breakpoint
CREATE POLICY tenant ON interactions TO app_admin USING (tenant_id = app.tenant()) WITH CHECK (tenant_id = app.tenant());
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE ON customers, opportunities, interactions TO app_rep, app_manager, app_admin;
--> statement-breakpoint
GRANT DELETE ON interactions TO app_rep, app_manager, app_admin;
--> statement-breakpoint
-- What hangs on a deal is seen with the deal: the inner query is itself under the deal's policy.
DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['stage_history','opportunity_products','predictions','prediction_history'] LOOP
    EXECUTE format('CREATE POLICY with_deal ON %1$I TO app_rep, app_manager
      USING (tenant_id = app.tenant() AND EXISTS (SELECT FROM opportunities o WHERE o.tenant_id = %1$I.tenant_id AND o.id = %1$I.opportunity_id))
      WITH CHECK (tenant_id = app.tenant() AND EXISTS (SELECT FROM opportunities o WHERE o.tenant_id = %1$I.tenant_id AND o.id = %1$I.opportunity_id))', t);
    EXECUTE format('CREATE POLICY tenant ON %I TO app_admin USING (tenant_id = app.tenant()) WITH CHECK (tenant_id = app.tenant())', t);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO app_rep, app_manager, app_admin', t);
  END LOOP;
END $$;
--> statement-breakpoint
-- Which model spoke is everyone's to read; asking for a new one is an administrator's.
CREATE POLICY member_reads ON prediction_models FOR SELECT TO app_rep, app_manager, app_admin USING (tenant_id = app.tenant());
--> statement-breakpoint
CREATE POLICY admin_adds ON prediction_models FOR INSERT TO app_admin WITH CHECK (tenant_id = app.tenant() AND app.may('org.configure_settings'));
--> statement-breakpoint
GRANT SELECT ON prediction_models TO app_rep, app_manager, app_admin;
--> statement-breakpoint
GRANT INSERT ON prediction_models TO app_admin;
--> statement-breakpoint
-- Imports: whoever began one sees it; administrators see all.
CREATE POLICY own ON imports TO app_rep, app_manager USING (tenant_id = app.tenant() AND created_by = app.me())
  WITH CHECK (tenant_id = app.tenant() AND created_by = app.me());
--> statement-breakpoint
CREATE POLICY tenant ON imports TO app_admin USING (tenant_id = app.tenant()) WITH CHECK (tenant_id = app.tenant());
--> statement-breakpoint
CREATE POLICY with_import ON import_errors FOR SELECT TO app_rep, app_manager, app_admin
  USING (tenant_id = app.tenant() AND EXISTS (SELECT FROM imports i WHERE i.tenant_id = import_errors.tenant_id AND i.id = import_errors.import_id));
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE ON imports TO app_rep, app_manager, app_admin;
--> statement-breakpoint
GRANT SELECT ON import_errors TO app_rep, app_manager, app_admin;
--> statement-breakpoint
-- Tasks: private to assignee and assigner, collaborative to collaborators as well, public to the company.
CREATE FUNCTION app.my_shared_tasks() RETURNS uuid[]
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT ARRAY(SELECT task_id FROM task_collaborators WHERE tenant_id = app.tenant() AND user_id = app.me()) $$;
--> statement-breakpoint
ALTER FUNCTION app.my_shared_tasks() OWNER TO app_system;
--> statement-breakpoint
REVOKE ALL ON FUNCTION app.my_shared_tasks() FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION app.my_shared_tasks() TO app_rep, app_manager, app_admin;
--> statement-breakpoint
CREATE POLICY visible ON tasks FOR SELECT TO app_rep, app_manager, app_admin USING (tenant_id = app.tenant() AND (
  assigned_to = app.me() OR assigned_by = app.me() OR visibility = 'public'
  OR (visibility = 'collaborative' AND id = ANY ((SELECT app.my_shared_tasks())::uuid[]))));
--> statement-breakpoint
CREATE POLICY assigns ON tasks FOR INSERT TO app_rep, app_manager, app_admin WITH CHECK (tenant_id = app.tenant() AND assigned_by = app.me());
--> statement-breakpoint
CREATE POLICY changes ON tasks FOR UPDATE TO app_rep, app_manager, app_admin USING (tenant_id = app.tenant() AND (
  assigned_to = app.me() OR assigned_by = app.me()
  OR EXISTS (SELECT FROM task_collaborators c WHERE c.tenant_id = tasks.tenant_id AND c.task_id = tasks.id AND c.user_id = app.me() AND c.can_edit)))
  WITH CHECK (tenant_id = app.tenant());
--> statement-breakpoint
CREATE POLICY own_place ON task_collaborators FOR SELECT TO app_rep, app_manager, app_admin
  USING (tenant_id = app.tenant() AND (user_id = app.me() OR task_id = ANY ((SELECT app.my_shared_tasks())::uuid[])));
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE ON tasks TO app_rep, app_manager, app_admin;
--> statement-breakpoint
GRANT SELECT ON task_collaborators TO app_rep, app_manager, app_admin;
--> statement-breakpoint
CREATE POLICY own ON notifications TO app_rep, app_manager, app_admin
  USING (tenant_id = app.tenant() AND user_id = app.me()) WITH CHECK (tenant_id = app.tenant() AND user_id = app.me());
--> statement-breakpoint
GRANT SELECT, UPDATE ON notifications TO app_rep, app_manager, app_admin;
--> statement-breakpoint
CREATE POLICY own ON push_subscriptions TO app_rep, app_manager, app_admin
  USING (tenant_id = app.tenant() AND user_id = app.me()) WITH CHECK (tenant_id = app.tenant() AND user_id = app.me());
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON push_subscriptions TO app_rep, app_manager, app_admin;
--> statement-breakpoint
-- The change log: a row is read by whoever could see its record before or after it, and with a deal its whole history.
CREATE POLICY own ON change_log FOR SELECT TO app_rep USING (tenant_id = app.tenant() AND (audience = 'tenant'
  OR (audience = 'owner' AND (owner_before = app.me() OR owner_after = app.me()
    OR (entity = 'opportunity' AND EXISTS (SELECT FROM opportunities o WHERE o.tenant_id = change_log.tenant_id AND o.id = change_log.entity_id))
    OR (entity = 'customer' AND entity_id = ANY ((SELECT app.my_customers())::uuid[]))))));
--> statement-breakpoint
CREATE POLICY team ON change_log FOR SELECT TO app_manager USING (tenant_id = app.tenant() AND (audience = 'tenant'
  OR (audience = 'owner' AND (owner_before = ANY ((SELECT app.team_users())::uuid[]) OR owner_after = ANY ((SELECT app.team_users())::uuid[])
    OR (entity = 'opportunity' AND EXISTS (SELECT FROM opportunities o WHERE o.tenant_id = change_log.tenant_id AND o.id = change_log.entity_id))
    OR (entity = 'customer' AND entity_id = ANY ((SELECT app.team_customers())::uuid[]))))));
--> statement-breakpoint
CREATE POLICY tenant ON change_log FOR SELECT TO app_admin
  USING (tenant_id = app.tenant() AND (audience <> 'admin' OR app.may('org.view_audit_logs')));
--> statement-breakpoint
GRANT SELECT ON change_log TO app_rep, app_manager, app_admin;
--> statement-breakpoint
CREATE POLICY member_reads ON tenant_heads FOR SELECT TO app_rep, app_manager, app_admin USING (tenant_id = app.tenant());
--> statement-breakpoint
GRANT SELECT ON tenant_heads TO app_rep, app_manager, app_admin;
--> statement-breakpoint
CREATE POLICY own ON operations TO app_rep, app_manager, app_admin
  USING (tenant_id = app.tenant() AND user_id = app.me()) WITH CHECK (tenant_id = app.tenant() AND user_id = app.me());
--> statement-breakpoint
GRANT SELECT, INSERT ON operations TO app_rep, app_manager, app_admin;
--> statement-breakpoint
-- Sign-in. Every row is reached only by presenting what identifies it: an e-mail, a token's digest, a session's id.
ALTER TABLE identities ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE identities FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE password_resets ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE password_resets FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY presented ON identities TO app_identity
  USING (email = app.email() OR id = app.identity_id()) WITH CHECK (email = app.email() OR id = app.identity_id());
--> statement-breakpoint
CREATE POLICY presented ON password_resets TO app_identity
  USING (token_hash = app.token_hash() OR identity_id = app.identity_id())
  WITH CHECK (token_hash = app.token_hash() OR identity_id = app.identity_id());
--> statement-breakpoint
CREATE POLICY presented ON sessions TO app_identity
  USING (id = app.session_id() OR identity_id = app.identity_id()) WITH CHECK (id = app.session_id() OR identity_id = app.identity_id());
--> statement-breakpoint
CREATE POLICY presented ON invitations FOR SELECT TO app_identity USING (token_hash = app.token_hash());
--> statement-breakpoint
CREATE POLICY presented ON users FOR SELECT TO app_identity
  USING (identity_id = app.identity_id() OR EXISTS (SELECT FROM identities i WHERE i.id = users.identity_id)
    OR EXISTS (SELECT FROM sessions s WHERE s.tenant_id = users.tenant_id AND s.user_id = users.id));
--> statement-breakpoint
CREATE POLICY presented ON tenants FOR SELECT TO app_identity USING (
  EXISTS (SELECT FROM users u WHERE u.tenant_id = tenants.id) OR EXISTS (SELECT FROM invitations i WHERE i.tenant_id = tenants.id));
--> statement-breakpoint
CREATE POLICY presented ON roles FOR SELECT TO app_identity USING (
  EXISTS (SELECT FROM users u WHERE u.tenant_id = roles.tenant_id AND u.role_id = roles.id)
  OR EXISTS (SELECT FROM invitations i WHERE i.tenant_id = roles.tenant_id AND i.role_id = roles.id));
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE ON identities, password_resets, sessions TO app_identity;
--> statement-breakpoint
GRANT SELECT ON users, tenants, roles, invitations TO app_identity;
--> statement-breakpoint
-- Sweeps find unfinished work across companies: ids and times, never a company's records.
CREATE POLICY overdue ON jobs FOR SELECT TO app_sweeper USING (finished_at IS NULL AND due_at < now());
--> statement-breakpoint
GRANT SELECT (tenant_id, id, kind, due_at, finished_at, attempts) ON jobs TO app_sweeper;
--> statement-breakpoint
CREATE POLICY champions ON prediction_models FOR SELECT TO app_sweeper USING (status = 'champion');
--> statement-breakpoint
GRANT SELECT (tenant_id, id, status, finished_at, deals) ON prediction_models TO app_sweeper;
