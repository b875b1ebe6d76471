-- The name of a deal's customer, for whoever may see the deal: they may see its customer then. A join would ask the
-- customers' policy instead, whose list of visible ids costs a list page many times what the page itself does.
CREATE FUNCTION app.customer_of_deal(p_deal uuid) RETURNS text
  LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  reach text := current_setting('role', true);
  people uuid[] := CASE reach WHEN 'app_rep' THEN ARRAY[app.me()] WHEN 'app_manager' THEN app.team_users() END;
BEGIN
  RETURN (SELECT c.name FROM opportunities o JOIN customers c ON c.tenant_id = o.tenant_id AND c.id = o.customer_id
    WHERE o.tenant_id = app.tenant() AND o.id = p_deal AND (people IS NULL OR o.owner_id = ANY (people)));
END $$;
--> statement-breakpoint
ALTER FUNCTION app.customer_of_deal(uuid) OWNER TO app_system;
--> statement-breakpoint
REVOKE ALL ON FUNCTION app.customer_of_deal(uuid) FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION app.customer_of_deal(uuid) TO app_rep, app_manager, app_admin, app_system;
