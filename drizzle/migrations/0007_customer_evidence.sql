-- How a customer's closed deals went before a moment, and the median of their amounts in a currency: counts and one
-- number, so that a rep's deal can be scored on evidence the rep may not read deal by deal.
CREATE FUNCTION app.customer_evidence(p_customer uuid, p_currency text, p_before timestamptz)
  RETURNS TABLE (won bigint, closed bigint, median_minor double precision, amounts bigint, industry text, employees integer)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT count(*) FILTER (WHERE o.is_won), count(o.id),
    percentile_cont(0.5) WITHIN GROUP (ORDER BY o.amount_minor) FILTER (WHERE o.amount_minor > 0 AND o.currency = p_currency),
    count(*) FILTER (WHERE o.amount_minor > 0 AND o.currency = p_currency), c.industry, c.employees
  FROM customers c LEFT JOIN opportunities o ON o.tenant_id = c.tenant_id AND o.customer_id = c.id
    AND o.status <> 'open' AND o.is_dated AND o.closed_at < p_before
  WHERE c.tenant_id = app.tenant() AND c.id = p_customer
  GROUP BY c.industry, c.employees $$;
--> statement-breakpoint
ALTER FUNCTION app.customer_evidence(uuid, text, timestamptz) OWNER TO app_system;
--> statement-breakpoint
REVOKE ALL ON FUNCTION app.customer_evidence(uuid, text, timestamptz) FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION app.customer_evidence(uuid, text, timestamptz) TO app_rep, app_manager, app_admin, app_system;
--> statement-breakpoint
-- Superseded by the above and by what a model remembers of owners, sources and products.
DROP FUNCTION app.closed_counts(uuid, uuid, text, uuid[], timestamptz);
