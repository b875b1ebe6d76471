-- What is asked for most, planned once a session and not every time: planning took longer than finding. Asked for by people,
-- whose policies hold in here as outside, and planned again only when another role comes than the one before.
CREATE FUNCTION app.pipelines() RETURNS json
  LANGUAGE plpgsql STABLE SET search_path = public, pg_temp SET plan_cache_mode = force_generic_plan AS $$
DECLARE
  tenant uuid := app.tenant();
BEGIN
  RETURN (SELECT coalesce(json_agg(json_build_object('id', p.id, 'name', p.name, 'position', p.position,
      'isDefault', p.is_default, 'version', p.version, 'stages',
      (SELECT coalesce(json_agg(json_build_object('id', s.id, 'pipelineId', s.pipeline_id, 'name', s.name,
          'position', s.position, 'status', s.status, 'expectedDays', s.expected_days,
          'isArchived', s.archived_at IS NOT NULL, 'version', s.version) ORDER BY s.position, s.id), '[]')
        FROM stages s WHERE s.tenant_id = tenant AND s.pipeline_id = p.id)) ORDER BY p.position, p.id), '[]')
    FROM pipelines p WHERE p.tenant_id = tenant AND p.archived_at IS NULL);
END $$;
--> statement-breakpoint
-- The first cards of each open stage of a pipeline, newest first, and what each stage comes to: of the default pipeline and of
-- everybody, unless said otherwise.
CREATE FUNCTION app.board(p_pipeline uuid, p_owner uuid, p_cards integer, p_week_ago timestamptz) RETURNS json
  LANGUAGE plpgsql STABLE SET search_path = public, pg_temp SET plan_cache_mode = force_generic_plan AS $$
DECLARE
  tenant uuid := app.tenant();
  pipeline uuid := coalesce(p_pipeline, (SELECT p.id FROM pipelines p WHERE p.tenant_id = tenant AND p.archived_at IS NULL
    ORDER BY p.is_default DESC, p.position, p.id LIMIT 1));
  shown uuid[];
BEGIN
  -- Two statements, each with an index of its own: `p_owner IS NULL OR …` would have neither.
  IF p_owner IS NULL THEN
    shown := ARRAY(SELECT card.id FROM stages s CROSS JOIN LATERAL (SELECT o.id FROM opportunities o
        WHERE o.tenant_id = tenant AND o.pipeline_id = pipeline AND o.stage_id = s.id AND o.status = 'open'
        ORDER BY o.id DESC LIMIT p_cards) card
      WHERE s.tenant_id = tenant AND s.pipeline_id = pipeline AND s.status = 'open');
  ELSE
    shown := ARRAY(SELECT card.id FROM stages s CROSS JOIN LATERAL (SELECT o.id FROM opportunities o
        WHERE o.tenant_id = tenant AND o.owner_id = p_owner AND o.pipeline_id = pipeline AND o.stage_id = s.id
          AND o.status = 'open'
        ORDER BY o.id DESC LIMIT p_cards) card
      WHERE s.tenant_id = tenant AND s.pipeline_id = pipeline AND s.status = 'open');
  END IF;
  RETURN json_build_object('cards', (SELECT json_agg(deal ORDER BY deal.id DESC) FROM (
      SELECT o.id, o.title, o.customer_id AS "customerId", o.owner_id AS "ownerId", o.pipeline_id AS "pipelineId",
        o.stage_id AS "stageId", o.status, o.amount_minor AS "amountMinor", o.currency,
        o.expected_close_on AS "expectedCloseOn", o.priority, o.next_step AS "nextStep", o.next_step_on AS "nextStepOn",
        o.version, to_char(o.opened_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS "openedAt",
        to_char(o.stage_entered_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS "stageEnteredAt",
        to_char(o.last_activity_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS "lastActivityAt",
        to_char(o.closed_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS "closedAt",
        CASE WHEN card.scored_at IS NOT NULL THEN json_build_object('probability', card.probability, 'low', card.low,
          'high', card.high, 'confidence', card.confidence, 'weekChange', card.probability - card.week_ago,
          'risk', card.signals -> 'risk', 'push', card.signals -> 'push',
          'scoredAt', to_char(card.scored_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) END AS score,
        card.customer AS "customerName"
      FROM app.cards_of_deals(shown, p_week_ago) card
        JOIN opportunities o ON o.tenant_id = tenant AND o.id = card.deal) deal),
    'sums', (SELECT json_agg(sum) FROM (
      SELECT t.stage_id AS "stageId", t.currency, sum(t.deals)::int AS count, sum(t.amount_minor)::float8 AS "amountMinor",
        round(sum(t.weighted_minor))::float8 AS "weightedMinor"
      FROM stages s JOIN deal_totals t ON t.tenant_id = tenant AND t.stage_id = s.id
      WHERE s.tenant_id = tenant AND s.pipeline_id = pipeline AND (p_owner IS NULL OR t.owner_id = p_owner)
      GROUP BY t.stage_id, t.currency HAVING sum(t.deals) > 0 ORDER BY t.currency) sum));
END $$;
--> statement-breakpoint
-- One deal whole, with its customer's name and its score; null where there is none to be seen.
CREATE FUNCTION app.deal_document(p_deal uuid, p_week_ago timestamptz) RETURNS json
  LANGUAGE plpgsql STABLE SET search_path = public, pg_temp SET plan_cache_mode = force_generic_plan AS $$
DECLARE
  tenant uuid := app.tenant();
BEGIN
  RETURN (SELECT json_build_object('opportunity', (SELECT row_to_json(whole) FROM (
        SELECT o.id, o.title, o.customer_id AS "customerId", o.owner_id AS "ownerId", o.pipeline_id AS "pipelineId",
          o.stage_id AS "stageId", o.status, o.amount_minor AS "amountMinor", o.currency,
          o.expected_close_on AS "expectedCloseOn", o.priority, o.next_step AS "nextStep", o.next_step_on AS "nextStepOn",
          o.version, to_char(o.opened_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS "openedAt",
          to_char(o.stage_entered_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS "stageEnteredAt",
          to_char(o.last_activity_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS "lastActivityAt",
          to_char(o.closed_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS "closedAt",
          o.description, o.source, o.competitor, o.loss_reason AS "lossReason", o.tags, o.custom,
          o.external_id AS "externalId",
          to_char(o.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS "createdAt",
          to_char(o.updated_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS "updatedAt",
          ARRAY(SELECT p.product_id FROM opportunity_products p
            WHERE p.tenant_id = tenant AND p.opportunity_id = o.id ORDER BY p.product_id) AS "productIds") whole),
      'customerName', card.customer,
      'score', CASE WHEN card.scored_at IS NOT NULL THEN json_build_object('probability', card.probability, 'low', card.low,
        'high', card.high, 'confidence', card.confidence, 'weekChange', card.probability - card.week_ago,
        'risk', card.signals -> 'risk', 'push', card.signals -> 'push',
        'scoredAt', to_char(card.scored_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) END)
    FROM opportunities o JOIN app.cards_of_deals(ARRAY[p_deal], p_week_ago) card ON card.deal = o.id
    WHERE o.tenant_id = tenant AND o.id = p_deal);
END $$;
--> statement-breakpoint
REVOKE ALL ON FUNCTION app.pipelines(), app.board(uuid, uuid, integer, timestamptz), app.deal_document(uuid, timestamptz)
  FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION app.pipelines(), app.board(uuid, uuid, integer, timestamptz), app.deal_document(uuid, timestamptz)
  TO app_rep, app_manager, app_admin, app_system;
