ALTER TABLE "customers" drop column "search";--> statement-breakpoint
ALTER TABLE "customers" ADD COLUMN "search" "tsvector" GENERATED ALWAYS AS (array_to_tsvector(array['=' || tenant_id::text]) || to_tsvector('simple', name || ' ' || coalesce(email,'') || ' ' || coalesce(industry,'') || ' ' || coalesce(job_title,'') || ' ' || notes)) STORED;--> statement-breakpoint
ALTER TABLE "interactions" drop column "search";--> statement-breakpoint
ALTER TABLE "interactions" ADD COLUMN "search" "tsvector" GENERATED ALWAYS AS (array_to_tsvector(array['=' || tenant_id::text]) || to_tsvector('simple', subject || ' ' || content || ' ' || coalesce(outcome,''))) STORED;--> statement-breakpoint
ALTER TABLE "opportunities" drop column "search";--> statement-breakpoint
ALTER TABLE "opportunities" ADD COLUMN "search" "tsvector" GENERATED ALWAYS AS (array_to_tsvector(array['=' || tenant_id::text]) || to_tsvector('simple', title || ' ' || description || ' ' || coalesce(source,'') || ' ' || coalesce(competitor,'') || ' ' || coalesce(next_step,'') || ' ' || coalesce(external_id,''))) STORED;--> statement-breakpoint
-- The indexes went with the columns.
CREATE INDEX "customers_search" ON "customers" USING gin ("search");--> statement-breakpoint
CREATE INDEX "interactions_search" ON "interactions" USING gin ("search");--> statement-breakpoint
CREATE INDEX "opportunities_search" ON "opportunities" USING gin ("search");--> statement-breakpoint
-- As in 0003, but for the mark: `tenant:…` was found by whoever typed `t`.
CREATE OR REPLACE FUNCTION app.search_ids(p_entity text, p_query text, p_limit integer) RETURNS TABLE (id uuid)
  LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  q tsquery;
  reach text := current_setting('role', true);
  people uuid[] := CASE reach WHEN 'app_rep' THEN ARRAY[app.me()] WHEN 'app_manager' THEN app.team_users() END;
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
      AND (around IS NULL OR c.id = ANY (around)) ORDER BY c.id DESC LIMIT p_limit;
  ELSIF p_entity = 'interaction' THEN
    RETURN QUERY SELECT i.id FROM interactions i WHERE i.search @@ q AND i.tenant_id = app.tenant()
      AND (around IS NULL OR i.customer_id = ANY (around)) ORDER BY i.id DESC LIMIT p_limit;
  END IF;
END $$;
