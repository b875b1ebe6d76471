-- How far the scoring of every open deal is, or why it stopped, is for whoever sees the whole company. Other jobs name
-- people's files and deals, and stay with the system.
CREATE POLICY sweeps ON jobs FOR SELECT TO app_admin
  USING (tenant_id = app.tenant() AND kind = 'score' AND dedupe_key IN ('all', 'nightly'));
--> statement-breakpoint
GRANT SELECT (tenant_id, id, kind, dedupe_key, payload, finished_at, failure, created_at) ON jobs TO app_rep, app_manager, app_admin;
