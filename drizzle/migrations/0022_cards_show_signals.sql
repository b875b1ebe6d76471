-- Cards mark what is at risk and what is worth a push. Another shape of answer makes another function.
DROP FUNCTION app.cards_of_deals(uuid[], timestamptz);
--> statement-breakpoint
CREATE FUNCTION app.cards_of_deals(p_deals uuid[], p_week_ago timestamptz) RETURNS TABLE (
    deal uuid, customer text, probability float8, low float8, high float8, confidence text, scored_at timestamptz, week_ago float8,
    signals jsonb)
  LANGUAGE plpgsql STABLE ROWS 150 SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  reach text := current_setting('role', true);
  people uuid[] := CASE reach WHEN 'app_rep' THEN ARRAY[app.me()] WHEN 'app_manager' THEN app.team_users() END;
BEGIN
  RETURN QUERY SELECT o.id, c.name, p.success_probability, p.low, p.high, p.confidence, p.as_of::timestamptz,
      (SELECT h.success_probability FROM prediction_history h WHERE h.tenant_id = p.tenant_id AND h.opportunity_id = p.opportunity_id
        AND h.as_of <= p_week_ago ORDER BY h.as_of DESC LIMIT 1),
      p.signals
    FROM opportunities o JOIN customers c ON c.tenant_id = o.tenant_id AND c.id = o.customer_id
      LEFT JOIN predictions p ON p.tenant_id = o.tenant_id AND p.opportunity_id = o.id AND o.status = 'open'
    WHERE o.tenant_id = app.tenant() AND o.id = ANY (p_deals) AND (people IS NULL OR o.owner_id = ANY (people));
END $$;
--> statement-breakpoint
ALTER FUNCTION app.cards_of_deals(uuid[], timestamptz) OWNER TO app_system;
--> statement-breakpoint
REVOKE ALL ON FUNCTION app.cards_of_deals(uuid[], timestamptz) FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION app.cards_of_deals(uuid[], timestamptz) TO app_rep, app_manager, app_admin, app_system;
