-- Whether a team has more deals than are worth listing its customers for: then each row is asked about by itself. Counted as
-- far as the bound and no further, once a batch.
CREATE FUNCTION app.team_is_wide() RETURNS boolean
  LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp SET plan_cache_mode = force_generic_plan AS $$
DECLARE
  -- Listing as many takes some milliseconds, which is what asking about a few hundred rows takes.
  bound CONSTANT integer := 5000;
  tenant uuid := app.tenant();
  people uuid[] := app.team_users();
  whose text := tenant || '/' || app.me();
  wide boolean;
BEGIN
  IF pg_current_xact_id_if_assigned() IS NULL AND current_setting('app.team_is_wide_of', true) = whose THEN
    RETURN current_setting('app.team_is_wide', true)::boolean;
  END IF;
  wide := bound <= (SELECT count(*) FROM (
    SELECT FROM opportunities WHERE tenant_id = tenant AND owner_id = ANY (people)
    UNION ALL SELECT FROM customers WHERE tenant_id = tenant AND owner_id = ANY (people) LIMIT bound) counted);
  PERFORM set_config('app.team_is_wide', wide::text, true), set_config('app.team_is_wide_of', whose, true);
  RETURN wide;
END $$;
--> statement-breakpoint
-- Whether the team works with a customer: somebody in it owns the customer or a deal with it, or does so with its company or
-- with somebody who works there. The same as `app.team_customers()`, for one. Told who is in the team, which a query finds out
-- once and not for every row; who asks about others learns nothing but yes or no, of a customer of their own company.
CREATE FUNCTION app.team_reaches(p_customer uuid, people uuid[]) RETURNS boolean
  LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  tenant uuid := app.tenant();
BEGIN
  -- By far the most are reached by a deal of their own, so nothing else is looked up for those.
  RETURN EXISTS (SELECT FROM opportunities o WHERE o.tenant_id = tenant AND o.customer_id = p_customer AND o.owner_id = ANY (people))
    OR EXISTS (SELECT FROM customers c WHERE c.tenant_id = tenant AND c.id = p_customer AND (c.owner_id = ANY (people)
      OR EXISTS (SELECT FROM customers e WHERE e.tenant_id = tenant AND e.id = c.company_id AND e.owner_id = ANY (people))
      OR EXISTS (SELECT FROM opportunities o WHERE o.tenant_id = tenant AND o.customer_id = c.company_id AND o.owner_id = ANY (people))))
    OR EXISTS (SELECT FROM customers p WHERE p.tenant_id = tenant AND p.company_id = p_customer AND (p.owner_id = ANY (people)
      OR EXISTS (SELECT FROM opportunities o WHERE o.tenant_id = tenant AND o.customer_id = p.id AND o.owner_id = ANY (people))));
END $$;
--> statement-breakpoint
-- As before, but null for a team too wide to list.
CREATE OR REPLACE FUNCTION app.team_customers() RETURNS uuid[]
  LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  whose text := app.tenant() || '/' || app.me();
  ids uuid[];
BEGIN
  IF app.team_is_wide() THEN RETURN NULL; END IF;
  IF pg_current_xact_id_if_assigned() IS NULL AND current_setting('app.team_customers_of', true) = whose THEN
    RETURN current_setting('app.team_customers', true)::uuid[];
  END IF;
  WITH ours AS (
    SELECT id FROM customers WHERE tenant_id = app.tenant() AND owner_id = ANY (app.team_users())
    UNION SELECT customer_id FROM opportunities WHERE tenant_id = app.tenant() AND owner_id = ANY (app.team_users()))
  SELECT ARRAY(SELECT id FROM ours UNION
    SELECT p.id FROM customers p JOIN ours ON p.company_id = ours.id WHERE p.tenant_id = app.tenant() UNION
    SELECT c.company_id FROM customers c JOIN ours ON c.id = ours.id WHERE c.tenant_id = app.tenant() AND c.company_id IS NOT NULL)
    INTO ids;
  PERFORM set_config('app.team_customers', ids::text, true), set_config('app.team_customers_of', whose, true);
  RETURN ids;
END $$;
--> statement-breakpoint
DO $$
DECLARE f text;
BEGIN
  FOREACH f IN ARRAY ARRAY['team_is_wide()','team_reaches(uuid,uuid[])'] LOOP
    EXECUTE format('ALTER FUNCTION app.%s OWNER TO app_system', f);
    EXECUTE format('REVOKE ALL ON FUNCTION app.%s FROM PUBLIC', f);
    EXECUTE format('GRANT EXECUTE ON FUNCTION app.%s TO app_manager', f);
  END LOOP;
END $$;
--> statement-breakpoint
ALTER POLICY team ON customers USING (tenant_id = app.tenant() AND CASE WHEN (SELECT app.team_is_wide())
  THEN app.team_reaches(id, (SELECT app.team_users())) ELSE id IN (SELECT unnest(app.team_customers())) END);
--> statement-breakpoint
ALTER POLICY team ON interactions USING (tenant_id = app.tenant() AND CASE WHEN (SELECT app.team_is_wide())
    THEN app.team_reaches(customer_id, (SELECT app.team_users())) ELSE customer_id IN (SELECT unnest(app.team_customers())) END)
  WITH CHECK (tenant_id = app.tenant() AND CASE WHEN (SELECT app.team_is_wide())
    THEN app.team_reaches(customer_id, (SELECT app.team_users())) ELSE customer_id IN (SELECT unnest(app.team_customers())) END);
--> statement-breakpoint
ALTER POLICY team ON change_log USING (tenant_id = app.tenant() AND (audience = 'tenant'
  OR (audience = 'owner' AND (owner_before = ANY ((SELECT app.team_users())::uuid[]) OR owner_after = ANY ((SELECT app.team_users())::uuid[])
    OR (entity = 'opportunity' AND EXISTS (SELECT FROM opportunities o WHERE o.tenant_id = change_log.tenant_id AND o.id = change_log.entity_id))
    OR (entity = 'customer' AND CASE WHEN (SELECT app.team_is_wide())
      THEN app.team_reaches(entity_id, (SELECT app.team_users())) ELSE entity_id IN (SELECT unnest(app.team_customers())) END)))));
--> statement-breakpoint
-- As before, with a wide team's customers asked about one by one.
CREATE OR REPLACE FUNCTION app.search_ids(p_entity text, p_query text, p_limit integer) RETURNS TABLE (id uuid)
  LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  q tsquery;
  reach text := current_setting('role', true);
  people uuid[] := CASE reach WHEN 'app_rep' THEN ARRAY[app.me()] WHEN 'app_manager' THEN app.team_users() END;
  is_wide boolean := reach = 'app_manager' AND app.team_is_wide();
  around uuid[];
BEGIN
  IF app.tenant() IS NULL THEN RETURN; END IF;
  -- Every word as a prefix, all of them required; quoting makes any text safe.
  SELECT string_agg(format('''%s'':*', replace(replace(word, '\', '\\'), '''', '''''')), ' & ')::tsquery INTO q
    FROM (SELECT btrim(part, '._-@') AS word FROM regexp_split_to_table(lower(p_query), '[^[:alnum:]@._-]+') AS part) AS words
    WHERE word <> '';
  IF q IS NULL THEN RETURN; END IF;
  q := format('''=%s''', app.tenant())::tsquery && q;
  IF p_entity = 'opportunity' THEN
    RETURN QUERY SELECT o.id FROM opportunities o WHERE o.search @@ q AND o.tenant_id = app.tenant()
      AND (people IS NULL OR o.owner_id = ANY (people)) ORDER BY o.id DESC LIMIT p_limit;
    RETURN;
  END IF;
  around := CASE reach WHEN 'app_rep' THEN app.my_customers() WHEN 'app_manager' THEN app.team_customers() END;
  IF p_entity = 'customer' THEN
    RETURN QUERY SELECT c.id FROM customers c WHERE c.search @@ q AND c.tenant_id = app.tenant()
      AND (around IS NULL OR c.id IN (SELECT unnest(around))) AND (NOT is_wide OR app.team_reaches(c.id, people)) ORDER BY c.id DESC LIMIT p_limit;
  ELSIF p_entity = 'interaction' THEN
    RETURN QUERY SELECT i.id FROM interactions i WHERE i.search @@ q AND i.tenant_id = app.tenant()
      AND (around IS NULL OR i.customer_id IN (SELECT unnest(around))) AND (NOT is_wide OR app.team_reaches(i.customer_id, people)) ORDER BY i.id DESC LIMIT p_limit;
  END IF;
END $$;
