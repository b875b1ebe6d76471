-- Who has found a deal knows where it lies: to say so spares looking for each card of a board once more by its id, a seventh
-- of what a board takes. A place holds for the snapshot it was found in, so it is found and read within one statement.
--
-- As in 0038, with the deals taken from where they lie.
CREATE FUNCTION app.deals(p_places tid[], p_week_ago timestamptz) RETURNS json
  LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp SET plan_cache_mode = force_generic_plan AS $$
DECLARE
  tenant uuid := app.tenant();
  reach text := current_setting('role', true);
  people uuid[] := CASE reach WHEN 'app_rep' THEN ARRAY[app.me()] WHEN 'app_manager' THEN app.team_users() END;
BEGIN
  RETURN (SELECT json_build_object('id', json_agg(d.id), 'title', json_agg(d.title), 'customerId', json_agg(d.customer_id),
      'customerName', json_agg(d.customer), 'ownerId', json_agg(d.owner_id), 'pipelineId', json_agg(d.pipeline_id),
      'stageId', json_agg(d.stage_id), 'status', json_agg(d.status), 'amountMinor', json_agg(d.amount_minor),
      'currency', json_agg(d.currency), 'expectedCloseOn', json_agg(d.expected_close_on), 'priority', json_agg(d.priority),
      'nextStep', json_agg(d.next_step), 'nextStepOn', json_agg(d.next_step_on), 'openedAt', json_agg(d.opened_ms),
      'stageEnteredAt', json_agg(d.stage_entered_ms), 'lastActivityAt', json_agg(d.last_activity_ms),
      'closedAt', json_agg(d.closed_ms), 'version', json_agg(d.version), 'probability', json_agg(d.probability),
      'low', json_agg(d.low), 'high', json_agg(d.high), 'confidence', json_agg(d.confidence), 'scoredAt', json_agg(d.scored_ms),
      'signals', json_agg(d.signals), 'weekAgo', json_agg(d.week_ago))
    FROM (SELECT o.id, o.title, o.customer_id, c.name AS customer, o.owner_id, o.pipeline_id, o.stage_id, o.status, o.amount_minor,
        o.currency, o.expected_close_on, o.priority, o.next_step, o.next_step_on,
        (date_part('epoch', o.opened_at) * 1000)::bigint AS opened_ms,
        (date_part('epoch', o.stage_entered_at) * 1000)::bigint AS stage_entered_ms,
        (date_part('epoch', o.last_activity_at) * 1000)::bigint AS last_activity_ms,
        (date_part('epoch', o.closed_at) * 1000)::bigint AS closed_ms, o.version,
        p.success_probability AS probability, p.low, p.high, p.confidence,
        (date_part('epoch', p.as_of) * 1000)::bigint AS scored_ms, p.signals,
        (SELECT h.success_probability FROM prediction_history h WHERE h.tenant_id = tenant
          AND h.opportunity_id = p.opportunity_id AND h.as_of <= p_week_ago ORDER BY h.as_of DESC LIMIT 1) AS week_ago
      FROM opportunities o JOIN customers c ON c.tenant_id = tenant AND c.id = o.customer_id
        LEFT JOIN predictions p ON p.tenant_id = tenant AND p.opportunity_id = o.id AND o.status = 'open'
      WHERE o.tenant_id = tenant AND o.ctid = ANY (p_places) AND (people IS NULL OR o.owner_id = ANY (people))
      ORDER BY o.id DESC) d HAVING count(*) > 0);
END $$;
--> statement-breakpoint
ALTER FUNCTION app.deals(tid[], timestamptz) OWNER TO app_system;
--> statement-breakpoint
REVOKE ALL ON FUNCTION app.deals(tid[], timestamptz) FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION app.deals(tid[], timestamptz) TO app_rep, app_manager, app_admin, app_system;
--> statement-breakpoint
-- Deals by their ids, for who has not looked for them. Who may see them is asked where they lie.
CREATE OR REPLACE FUNCTION app.deals(p_deals uuid[], p_week_ago timestamptz) RETURNS json
  LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp SET plan_cache_mode = force_generic_plan AS $$
DECLARE
  tenant uuid := app.tenant();
BEGIN
  RETURN app.deals(ARRAY(SELECT o.ctid FROM opportunities o WHERE o.tenant_id = tenant AND o.id = ANY (p_deals)), p_week_ago);
END $$;
--> statement-breakpoint
-- As in 0038, likewise; with the pipeline that is shown and its open stages in their order, so that nobody reads all pipelines
-- beside it. Null where there is no such pipeline.
CREATE OR REPLACE FUNCTION app.board(p_pipeline uuid, p_owner uuid, p_cards integer, p_week_ago timestamptz) RETURNS json
  LANGUAGE plpgsql STABLE SET search_path = public, pg_temp SET plan_cache_mode = force_generic_plan AS $$
DECLARE
  tenant uuid := app.tenant();
  pipeline uuid := (SELECT p.id FROM pipelines p WHERE p.tenant_id = tenant AND p.archived_at IS NULL
    AND (p_pipeline IS NULL OR p.id = p_pipeline) ORDER BY p.is_default DESC, p.position, p.id LIMIT 1);
  columns uuid[] := ARRAY(SELECT s.id FROM stages s WHERE s.tenant_id = tenant AND s.pipeline_id = pipeline
    AND s.status = 'open' AND s.archived_at IS NULL ORDER BY s.position, s.id);
  shown tid[];
BEGIN
  IF pipeline IS NULL THEN RETURN NULL; END IF;
  -- Two statements, each with an index of its own: `p_owner IS NULL OR …` would have neither.
  IF p_owner IS NULL THEN
    shown := ARRAY(SELECT card.ctid FROM unnest(columns) AS s (id) CROSS JOIN LATERAL (SELECT o.ctid FROM opportunities o
        WHERE o.tenant_id = tenant AND o.pipeline_id = pipeline AND o.stage_id = s.id AND o.status = 'open'
        ORDER BY o.id DESC LIMIT p_cards) card);
  ELSE
    shown := ARRAY(SELECT card.ctid FROM unnest(columns) AS s (id) CROSS JOIN LATERAL (SELECT o.ctid FROM opportunities o
        WHERE o.tenant_id = tenant AND o.owner_id = p_owner AND o.pipeline_id = pipeline AND o.stage_id = s.id
          AND o.status = 'open'
        ORDER BY o.id DESC LIMIT p_cards) card);
  END IF;
  RETURN json_build_object('pipelineId', pipeline, 'stageIds', columns, 'cards', app.deals(shown, p_week_ago),
    'sums', (SELECT json_agg(sum) FROM (
      SELECT t.stage_id AS "stageId", t.currency, sum(t.deals)::int AS count, sum(t.amount_minor)::float8 AS "amountMinor",
        round(sum(t.weighted_minor))::float8 AS "weightedMinor"
      FROM deal_totals t
      WHERE t.tenant_id = tenant AND t.stage_id = ANY (columns) AND (p_owner IS NULL OR t.owner_id = p_owner)
      GROUP BY t.stage_id, t.currency HAVING sum(t.deals) > 0 ORDER BY t.currency) sum));
END $$;
--> statement-breakpoint
-- As in 0038, likewise.
CREATE OR REPLACE FUNCTION app.deal_document(p_deal uuid, p_week_ago timestamptz) RETURNS json
  LANGUAGE plpgsql STABLE SET search_path = public, pg_temp SET plan_cache_mode = force_generic_plan AS $$
DECLARE
  tenant uuid := app.tenant();
BEGIN
  RETURN (SELECT json_build_object('deal', app.deals(ARRAY[o.ctid], p_week_ago), 'rest', json_build_object(
      'description', o.description, 'source', o.source, 'competitor', o.competitor, 'lossReason', o.loss_reason, 'tags', o.tags,
      'custom', o.custom, 'externalId', o.external_id,
      'createdAt', to_char(o.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
      'updatedAt', to_char(o.updated_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
      'productIds', ARRAY(SELECT p.product_id FROM opportunity_products p
        WHERE p.tenant_id = tenant AND p.opportunity_id = o.id ORDER BY p.product_id)))
    FROM opportunities o WHERE o.tenant_id = tenant AND o.id = p_deal);
END $$;
