-- `app.customer_of_deal` for many deals at once: a board asks for as many as it shows, and a call for each costs more
-- than everything else about them.
CREATE FUNCTION app.customers_of_deals(p_deals uuid[]) RETURNS TABLE (deal uuid, name text)
  LANGUAGE plpgsql STABLE ROWS 150 SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  reach text := current_setting('role', true);
  people uuid[] := CASE reach WHEN 'app_rep' THEN ARRAY[app.me()] WHEN 'app_manager' THEN app.team_users() END;
BEGIN
  RETURN QUERY SELECT o.id, c.name FROM opportunities o JOIN customers c ON c.tenant_id = o.tenant_id AND c.id = o.customer_id
    WHERE o.tenant_id = app.tenant() AND o.id = ANY (p_deals) AND (people IS NULL OR o.owner_id = ANY (people));
END $$;
--> statement-breakpoint
ALTER FUNCTION app.customers_of_deals(uuid[]) OWNER TO app_system;
--> statement-breakpoint
REVOKE ALL ON FUNCTION app.customers_of_deals(uuid[]) FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION app.customers_of_deals(uuid[]) TO app_rep, app_manager, app_admin, app_system;
