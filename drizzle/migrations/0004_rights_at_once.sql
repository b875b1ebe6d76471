-- What is true of people's rights whichever statement changes them.
--
-- A role, a status or a role's permissions that change make the tokens issued before then stop working.
CREATE FUNCTION app.raise_access() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  -- The policy `own_profile` lets people write their own row: what they may do stays the administrator's.
  IF current_user IN ('app_rep','app_manager','app_admin') AND NOT app.may('org.manage_users') THEN
    RAISE EXCEPTION 'only an administrator changes who somebody is' USING ERRCODE = '42501';
  END IF;
  IF NEW.role_id IS DISTINCT FROM OLD.role_id OR NEW.status IS DISTINCT FROM OLD.status THEN
    NEW.access_version := OLD.access_version + 1;
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER users_raise_access BEFORE UPDATE OF role_id, status, email, identity_id, access_version ON users
  FOR EACH ROW EXECUTE FUNCTION app.raise_access();
--> statement-breakpoint
CREATE FUNCTION app.raise_access_of_holders() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  UPDATE users SET access_version = access_version + 1 WHERE tenant_id = NEW.tenant_id AND role_id = NEW.id;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER roles_raise_access AFTER UPDATE OF scope, permissions ON roles
  FOR EACH ROW WHEN (OLD.scope IS DISTINCT FROM NEW.scope OR OLD.permissions IS DISTINCT FROM NEW.permissions)
  EXECUTE FUNCTION app.raise_access_of_holders();
--> statement-breakpoint
-- Whoever is deactivated is signed out everywhere, and coming back does not bring old sessions back.
CREATE FUNCTION app.end_sessions_of_leaver() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  UPDATE sessions SET ended_at = now(), end_reason = 'deactivated'
    WHERE tenant_id = NEW.tenant_id AND user_id = NEW.id AND ended_at IS NULL;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER users_end_sessions AFTER UPDATE OF status ON users
  FOR EACH ROW WHEN (OLD.status = 'active' AND NEW.status <> 'active') EXECUTE FUNCTION app.end_sessions_of_leaver();
--> statement-breakpoint
-- A company always has somebody who can administer it. The lock makes two administrators who demote each other at
-- the same moment take turns, so that the second one finds nobody left.
CREATE FUNCTION app.keep_an_admin() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM roles WHERE tenant_id = OLD.tenant_id AND id = OLD.role_id AND key = 'org_admin') THEN RETURN NULL; END IF;
  PERFORM pg_advisory_xact_lock(hashtextextended('keep_an_admin:' || OLD.tenant_id, 0));
  IF NOT EXISTS (SELECT FROM users u JOIN roles r ON r.tenant_id = u.tenant_id AND r.id = u.role_id
      WHERE u.tenant_id = OLD.tenant_id AND u.status = 'active' AND r.key = 'org_admin') THEN
    RAISE EXCEPTION 'the last administrator stays' USING ERRCODE = '23514', CONSTRAINT = 'users_keep_an_admin';
  END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER users_keep_an_admin AFTER UPDATE OF role_id, status ON users
  FOR EACH ROW WHEN (OLD.status = 'active' AND (NEW.status <> 'active' OR NEW.role_id <> OLD.role_id))
  EXECUTE FUNCTION app.keep_an_admin();
--> statement-breakpoint
-- Whoever leads a team and may manage its members adds and removes them; the team itself stays the administrator's.
CREATE POLICY leader_adds ON team_members FOR INSERT TO app_manager WITH CHECK (tenant_id = app.tenant()
  AND app.may('team.manage_members') AND EXISTS (SELECT FROM teams t WHERE t.tenant_id = team_members.tenant_id
    AND t.id = team_members.team_id AND t.manager_id = app.me()));
--> statement-breakpoint
CREATE POLICY leader_removes ON team_members FOR DELETE TO app_manager USING (tenant_id = app.tenant()
  AND app.may('team.manage_members') AND EXISTS (SELECT FROM teams t WHERE t.tenant_id = team_members.tenant_id
    AND t.id = team_members.team_id AND t.manager_id = app.me()));
--> statement-breakpoint
CREATE POLICY leader_changes ON teams FOR UPDATE TO app_manager
  USING (tenant_id = app.tenant() AND manager_id = app.me() AND app.may('team.manage_members'))
  WITH CHECK (tenant_id = app.tenant() AND manager_id = app.me());
--> statement-breakpoint
GRANT INSERT, DELETE ON team_members TO app_manager;
--> statement-breakpoint
GRANT UPDATE (updated_at, version) ON teams TO app_manager;
--> statement-breakpoint
-- Invitations that were accepted or withdrawn go with the role or team they named; the change log remembers them.
GRANT DELETE ON invitations TO app_admin;
--> statement-breakpoint
-- How long until a key that was tried too often may be tried again.
CREATE FUNCTION app.seconds_left(p_key text, p_window integer) RETURNS integer
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT coalesce((SELECT greatest(1, ceil(extract(epoch FROM window_start + make_interval(secs => p_window) - now())))::integer
    FROM auth_attempts WHERE key = p_key), 0) $$;
--> statement-breakpoint
-- What only mattered for a while is swept: tries, outdated resets, and sessions long over.
CREATE POLICY outdated ON password_resets TO app_sweeper USING (expires_at < now() - interval '7 days');
--> statement-breakpoint
CREATE POLICY outdated ON sessions TO app_sweeper USING (expires_at < now() - interval '7 days');
--> statement-breakpoint
GRANT SELECT (id, expires_at), DELETE ON password_resets, sessions TO app_sweeper;
--> statement-breakpoint
GRANT SELECT (key, window_start), DELETE ON auth_attempts TO app_sweeper;
--> statement-breakpoint
DO $$
DECLARE f text;
BEGIN
  FOREACH f IN ARRAY ARRAY['raise_access_of_holders()','end_sessions_of_leaver()','keep_an_admin()','seconds_left(text,integer)'] LOOP
    EXECUTE format('ALTER FUNCTION app.%s OWNER TO app_system', f);
    EXECUTE format('REVOKE ALL ON FUNCTION app.%s FROM PUBLIC', f);
  END LOOP;
  REVOKE ALL ON FUNCTION app.raise_access() FROM PUBLIC;
END $$;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION app.seconds_left(text,integer) TO app_identity, app_system;
