-- How the company's models are kept: everyone sees whether training is paused, whoever may change the company's settings pauses it.
ALTER TABLE model_care ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE model_care FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY member_reads ON model_care FOR SELECT TO app_rep, app_manager, app_admin USING (tenant_id = app.tenant());
--> statement-breakpoint
CREATE POLICY keeper_adds ON model_care FOR INSERT TO app_rep, app_manager, app_admin
  WITH CHECK (tenant_id = app.tenant() AND app.may('org.configure_settings'));
--> statement-breakpoint
CREATE POLICY keeper_changes ON model_care FOR UPDATE TO app_rep, app_manager, app_admin
  USING (tenant_id = app.tenant() AND app.may('org.configure_settings'))
  WITH CHECK (tenant_id = app.tenant() AND app.may('org.configure_settings'));
--> statement-breakpoint
CREATE POLICY work ON model_care TO app_system USING (tenant_id = app.tenant()) WITH CHECK (tenant_id = app.tenant());
--> statement-breakpoint
GRANT SELECT ON model_care TO app_rep, app_manager, app_admin;
--> statement-breakpoint
GRANT INSERT, UPDATE (paused_at, paused_by, updated_at) ON model_care TO app_rep, app_manager, app_admin;
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON model_care TO app_system;
--> statement-breakpoint
-- An earlier version is put back by whoever may change the company's settings: its status and nothing else of it.
CREATE POLICY keeper_puts_back ON prediction_models FOR UPDATE TO app_rep, app_manager, app_admin
  USING (tenant_id = app.tenant() AND app.may('org.configure_settings'))
  WITH CHECK (tenant_id = app.tenant() AND app.may('org.configure_settings'));
--> statement-breakpoint
GRANT UPDATE (status, updated_at, version) ON prediction_models TO app_rep, app_manager, app_admin;
--> statement-breakpoint
-- Every night each company's scores are made anew, also where no model has been made yet.
CREATE POLICY active ON tenants FOR SELECT TO app_sweeper USING (is_active);
--> statement-breakpoint
GRANT SELECT (id, is_active) ON tenants TO app_sweeper;
