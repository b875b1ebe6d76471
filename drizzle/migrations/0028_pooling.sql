-- What a company lets others learn from, if it has agreed to that, and what several of them come to. Sums over groups of deals:
-- neither table holds a deal, a name or a word of anybody's.
ALTER TABLE "model_care" ADD COLUMN "pooling_terms" integer;--> statement-breakpoint
ALTER TABLE "model_care" ADD COLUMN "pooling_at" timestamp(3) with time zone;--> statement-breakpoint
ALTER TABLE "model_care" ADD COLUMN "pooling_by" uuid;--> statement-breakpoint
CREATE TABLE "pool_contributions" (
	"tenant_id" uuid PRIMARY KEY NOT NULL,
	"pool_version" integer NOT NULL,
	"deals" integer NOT NULL,
	"cells" jsonb NOT NULL,
	"made_at" timestamp(3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "pool" (
	"pool_version" integer PRIMARY KEY NOT NULL,
	"companies" integer NOT NULL,
	"cells" jsonb NOT NULL,
	"made_at" timestamp(3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "pool_contributions" ADD CONSTRAINT "pool_contributions_tenant_id_tenants_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenants"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
GRANT UPDATE (pooling_terms, pooling_at, pooling_by) ON model_care TO app_rep, app_manager, app_admin;
--> statement-breakpoint
ALTER TABLE pool_contributions ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE pool_contributions FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY work ON pool_contributions TO app_system USING (tenant_id = app.tenant()) WITH CHECK (tenant_id = app.tenant());
--> statement-breakpoint
-- Whoever may change the company's settings sees what was given, and takes it back.
CREATE POLICY keeper_sees ON pool_contributions FOR SELECT TO app_rep, app_manager, app_admin
  USING (tenant_id = app.tenant() AND app.may('org.configure_settings'));
--> statement-breakpoint
CREATE POLICY keeper_takes_back ON pool_contributions FOR DELETE TO app_rep, app_manager, app_admin
  USING (tenant_id = app.tenant() AND app.may('org.configure_settings'));
--> statement-breakpoint
GRANT SELECT, DELETE ON pool_contributions TO app_rep, app_manager, app_admin;
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON pool_contributions TO app_system;
--> statement-breakpoint
ALTER TABLE pool ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE pool FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
-- The only one who sees more than one company's sums, and nothing else of any: nobody can log in as it or take it on, it owns
-- one function, and that function takes nothing and answers a number.
DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'app_pooler') THEN CREATE ROLE app_pooler NOLOGIN NOINHERIT; END IF;
  GRANT app_pooler TO CURRENT_USER;
END $$;
--> statement-breakpoint
GRANT USAGE ON SCHEMA app, public TO app_pooler;
--> statement-breakpoint
CREATE POLICY pooler ON pool_contributions FOR SELECT TO app_pooler USING (true);
--> statement-breakpoint
CREATE POLICY pooler ON pool TO app_pooler USING (true) WITH CHECK (true);
--> statement-breakpoint
CREATE POLICY work ON pool FOR SELECT TO app_system USING (true);
--> statement-breakpoint
GRANT SELECT (pool_version, cells) ON pool_contributions TO app_pooler;
--> statement-breakpoint
GRANT SELECT, INSERT, DELETE ON pool TO app_pooler;
--> statement-breakpoint
GRANT SELECT ON pool TO app_system;
--> statement-breakpoint
-- Adds up what the companies that agree have given, anew each time, so that what was taken back is gone. A sum of fewer than five
-- companies is not kept.
CREATE FUNCTION app.build_pool() RETURNS integer
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE kept integer;
BEGIN
  DELETE FROM pool;
  INSERT INTO pool (pool_version, companies, cells)
    SELECT s.pool_version, (SELECT count(*) FROM pool_contributions c WHERE c.pool_version = s.pool_version),
        jsonb_agg(jsonb_build_object('feature', s.feature, 'group', s.in_group, 'companies', s.companies,
          'gradient', s.gradient, 'hessian', s.hessian) ORDER BY s.feature, s.in_group)
      FROM (SELECT c.pool_version, x.cell->>'feature' AS feature, (x.cell->>'group')::integer AS in_group, count(*) AS companies,
            sum((x.cell->>'gradient')::float8) AS gradient, sum((x.cell->>'hessian')::float8) AS hessian
          FROM pool_contributions c CROSS JOIN LATERAL jsonb_array_elements(c.cells) AS x(cell)
          GROUP BY 1, 2, 3 HAVING count(*) >= 5) s
      GROUP BY s.pool_version;
  GET DIAGNOSTICS kept = ROW_COUNT;
  RETURN kept;
END $$;
--> statement-breakpoint
GRANT CREATE ON SCHEMA app TO app_pooler;
--> statement-breakpoint
ALTER FUNCTION app.build_pool() OWNER TO app_pooler;
--> statement-breakpoint
REVOKE CREATE ON SCHEMA app FROM app_pooler;
--> statement-breakpoint
REVOKE ALL ON FUNCTION app.build_pool() FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION app.build_pool() TO app_sweeper;
