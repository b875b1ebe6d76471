-- Planned once a session and not for every board: the planning, with the policies of four tables, took longer than the finding.
CREATE OR REPLACE FUNCTION app.cards_of_deals(p_deals uuid[], p_week_ago timestamptz) RETURNS TABLE (
    deal uuid, customer text, probability float8, low float8, high float8, confidence text, scored_at timestamptz, week_ago float8,
    signals jsonb)
  LANGUAGE plpgsql STABLE ROWS 150 SECURITY DEFINER SET search_path = public, pg_temp SET plan_cache_mode = force_generic_plan AS $$
DECLARE
  tenant uuid := app.tenant();
  reach text := current_setting('role', true);
  people uuid[] := CASE reach WHEN 'app_rep' THEN ARRAY[app.me()] WHEN 'app_manager' THEN app.team_users() END;
BEGIN
  RETURN QUERY SELECT o.id, c.name, p.success_probability, p.low, p.high, p.confidence, p.as_of::timestamptz,
      (SELECT h.success_probability FROM prediction_history h WHERE h.tenant_id = tenant AND h.opportunity_id = p.opportunity_id
        AND h.as_of <= p_week_ago ORDER BY h.as_of DESC LIMIT 1),
      p.signals
    FROM unnest(p_deals) asked (id) JOIN opportunities o ON o.tenant_id = tenant AND o.id = asked.id
      JOIN customers c ON c.tenant_id = tenant AND c.id = o.customer_id
      LEFT JOIN predictions p ON p.tenant_id = tenant AND p.opportunity_id = o.id AND o.status = 'open'
    WHERE people IS NULL OR o.owner_id = ANY (people);
END $$;
