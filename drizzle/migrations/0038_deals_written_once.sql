-- A deal as its readers get it, with its customer's name and its score, is written out in one place: the board, the page of a
-- deal and what the hub tells all take it from here. Field by field, each with the values of all deals asked about, newest
-- first; null where there are none. How a value is written is looked up once for a list of one type and for every value of an
-- object, whose names of fields are half of it besides. Moments are milliseconds: as dates, writing them took longer than
-- finding the rows.
--
-- Whoever may see a deal may see this of it: asked for table by table, each policy looks for the deal again, and that of the
-- history goes through every deal its reader has.
CREATE FUNCTION app.deals(p_deals uuid[], p_week_ago timestamptz) RETURNS json
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
      WHERE o.tenant_id = tenant AND o.id = ANY (p_deals) AND (people IS NULL OR o.owner_id = ANY (people))
      ORDER BY o.id DESC) d HAVING count(*) > 0);
END $$;
--> statement-breakpoint
ALTER FUNCTION app.deals(uuid[], timestamptz) OWNER TO app_system;
--> statement-breakpoint
REVOKE ALL ON FUNCTION app.deals(uuid[], timestamptz) FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION app.deals(uuid[], timestamptz) TO app_rep, app_manager, app_admin, app_system;
--> statement-breakpoint
-- As in 0036, with the deals taken from there.
CREATE OR REPLACE FUNCTION app.board(p_pipeline uuid, p_owner uuid, p_cards integer, p_week_ago timestamptz) RETURNS json
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
  RETURN json_build_object('cards', app.deals(shown, p_week_ago),
    'sums', (SELECT json_agg(sum) FROM (
      SELECT t.stage_id AS "stageId", t.currency, sum(t.deals)::int AS count, sum(t.amount_minor)::float8 AS "amountMinor",
        round(sum(t.weighted_minor))::float8 AS "weightedMinor"
      FROM stages s JOIN deal_totals t ON t.tenant_id = tenant AND t.stage_id = s.id
      WHERE s.tenant_id = tenant AND s.pipeline_id = pipeline AND (p_owner IS NULL OR t.owner_id = p_owner)
      GROUP BY t.stage_id, t.currency HAVING sum(t.deals) > 0 ORDER BY t.currency) sum));
END $$;
--> statement-breakpoint
-- As in 0036, likewise.
CREATE OR REPLACE FUNCTION app.deal_document(p_deal uuid, p_week_ago timestamptz) RETURNS json
  LANGUAGE plpgsql STABLE SET search_path = public, pg_temp SET plan_cache_mode = force_generic_plan AS $$
DECLARE
  tenant uuid := app.tenant();
BEGIN
  RETURN (SELECT json_build_object('deal', app.deals(ARRAY[p_deal], p_week_ago), 'rest', json_build_object(
      'description', o.description, 'source', o.source, 'competitor', o.competitor, 'lossReason', o.loss_reason, 'tags', o.tags,
      'custom', o.custom, 'externalId', o.external_id,
      'createdAt', to_char(o.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
      'updatedAt', to_char(o.updated_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
      'productIds', ARRAY(SELECT p.product_id FROM opportunity_products p
        WHERE p.tenant_id = tenant AND p.opportunity_id = o.id ORDER BY p.product_id)))
    FROM opportunities o WHERE o.tenant_id = tenant AND o.id = p_deal);
END $$;
--> statement-breakpoint
-- As in 0034, likewise.
CREATE OR REPLACE FUNCTION app.live_rows(p_since bigint, p_limit integer, p_week_ago timestamptz) RETURNS json
  LANGUAGE plpgsql STABLE SET search_path = public, pg_temp SET plan_cache_mode = force_generic_plan AS $$
DECLARE
  tenant uuid := app.tenant();
  deals uuid[];
  customers uuid[];
  -- Customers that deals were with, and companies that people worked for.
  former uuid[];
  activities uuid[];
  -- Of each activity, what it was about.
  about_customers uuid[];
  about_deals uuid[];
  deal_rows json;
  customer_rows json;
  circle_rows json;
BEGIN
  SELECT array_agg(entity_id) FILTER (WHERE entity = 'opportunity'), array_agg(entity_id) FILTER (WHERE entity = 'customer'),
      array_agg((before ->> CASE entity WHEN 'opportunity' THEN 'customerId' ELSE 'companyId' END)::uuid)
        FILTER (WHERE entity IN ('opportunity','customer')),
      array_agg(entity_id) FILTER (WHERE entity = 'interaction'),
      array_agg((coalesce(after, before) ->> 'customerId')::uuid) FILTER (WHERE entity = 'interaction'),
      array_agg((coalesce(after, before) ->> 'opportunityId')::uuid) FILTER (WHERE entity = 'interaction')
    INTO deals, customers, former, activities, about_customers, about_deals
    FROM (SELECT entity, entity_id, before, after FROM change_log
      WHERE tenant_id = tenant AND seq > p_since ORDER BY seq LIMIT p_limit) recent;
  -- An activity changes its deal too: when it was last heard of, and its score.
  IF activities IS NOT NULL THEN
    SELECT array_agg(s.id), array_agg(s.customer), array_agg(s.deal) INTO activities, about_customers, about_deals
      FROM (SELECT * FROM unnest(activities, about_customers, about_deals) AS told (id, customer, deal)
        UNION SELECT i.id, i.customer_id, i.opportunity_id FROM interactions i
          WHERE i.tenant_id = tenant AND i.id = ANY (activities)) s;
    deals := deals || about_deals;
  END IF;

  IF deals IS NOT NULL THEN
    deal_rows := app.deals(deals, p_week_ago);
    former := former || ARRAY(SELECT o.customer_id FROM opportunities o WHERE o.tenant_id = tenant AND o.id = ANY (deals));
  END IF;

  -- A device keeps a customer with an open deal of its own or of somebody who works there: `ownerIds` are the owners of those.
  former := array_remove(former || customers, NULL);
  IF former IS NOT NULL THEN
    former := former || ARRAY(SELECT c.company_id FROM customers c WHERE c.tenant_id = tenant AND c.id = ANY (former));
    SELECT json_agg(json_build_object('id', c.id, 'kind', c.kind, 'name', c.name, 'companyId', c.company_id,
        'ownerId', c.owner_id, 'version', c.version, 'ownerIds', ARRAY(
          SELECT o.owner_id FROM opportunities o
            WHERE o.tenant_id = tenant AND o.customer_id = c.id AND o.status = 'open'
          UNION SELECT o.owner_id FROM customers p JOIN opportunities o ON o.tenant_id = tenant AND o.customer_id = p.id
            WHERE p.tenant_id = tenant AND p.company_id = c.id AND o.status = 'open'))) INTO customer_rows
      FROM customers c WHERE c.tenant_id = tenant AND c.id = ANY (former);
  END IF;

  -- Who works with a customer: whoever owns it or a deal with it, or does so with its company or with somebody who works
  -- there. The policies of customers and interactions say the same, one person at a time.
  IF customers IS NOT NULL OR activities IS NOT NULL THEN
    SELECT json_agg(json_build_object('customerId', s.customer, 'interactionId', s.activity, 'opportunityId', s.deal,
        'ownerIds', ARRAY(
          SELECT c.owner_id FROM customers c WHERE c.tenant_id = tenant AND c.id = ANY (s.around)
          UNION SELECT o.owner_id FROM opportunities o WHERE o.tenant_id = tenant AND o.customer_id = ANY (s.around))))
      INTO circle_rows
      FROM (SELECT told.*, ARRAY(
            SELECT told.customer
            UNION SELECT c.company_id FROM customers c WHERE c.tenant_id = tenant AND c.id = told.customer
            UNION SELECT p.id FROM customers p WHERE p.tenant_id = tenant AND p.company_id = told.customer) AS around
        FROM (SELECT id, NULL::uuid, NULL::uuid FROM unnest(customers) AS changed (id)
          UNION SELECT * FROM unnest(about_customers, activities, about_deals)) AS told (customer, activity, deal)
        WHERE told.customer IS NOT NULL) s;
  END IF;
  RETURN json_build_object('deals', deal_rows, 'customers', coalesce(customer_rows, '[]'::json),
    'circles', coalesce(circle_rows, '[]'::json));
END $$;
--> statement-breakpoint
DROP FUNCTION app.cards_of_deals(uuid[], timestamptz);
