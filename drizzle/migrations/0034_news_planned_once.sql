-- What the hub reads after every change. Planned once a session: asked for as queries, planning them took most of the time
-- that somebody waited for a colleague's change. For the background role only, whose policies hold in here as well.
CREATE FUNCTION app.changes_after(p_since bigint, p_limit integer) RETURNS json
  LANGUAGE plpgsql STABLE SET search_path = public, pg_temp SET plan_cache_mode = force_generic_plan AS $$
DECLARE
  tenant uuid := app.tenant();
  heard json;
  changed uuid[];
BEGIN
  SELECT json_agg(json_build_object('seq', c.seq, 'type', c.type, 'entity', c.entity, 'entityId', c.entity_id,
        'audience', c.audience, 'ownerBefore', c.owner_before, 'ownerAfter', c.owner_after, 'people', c.people,
        'before', CASE WHEN c.entity IN ('user','role','team') THEN c.before END,
        'after', CASE WHEN c.entity IN ('user','role','team') THEN c.after END) ORDER BY c.seq),
      array_agg(c.entity_id) FILTER (WHERE c.entity = 'user')
    INTO heard, changed
    FROM (SELECT * FROM change_log WHERE tenant_id = tenant AND seq > p_since ORDER BY seq LIMIT p_limit) c;
  RETURN (SELECT json_build_object('head', h.seq, 'changes', coalesce(heard, '[]'::json),
      'isAboutAccess', EXISTS (SELECT FROM change_log WHERE tenant_id = tenant AND seq > p_since
        AND entity IN ('user','role','team','session','tenant')),
      'people', CASE WHEN changed IS NULL THEN '[]'::json ELSE coalesce((SELECT json_agg(json_build_object(
          'id', u.id, 'name', u.name, 'status', u.status, 'version', u.version))
        FROM users u WHERE u.tenant_id = tenant AND u.id = ANY (changed)), '[]'::json) END)
    FROM tenant_heads h WHERE h.tenant_id = tenant);
END $$;
--> statement-breakpoint
CREATE FUNCTION app.live_rows(p_since bigint, p_limit integer, p_week_ago timestamptz) RETURNS json
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
    SELECT json_agg(row_to_json(deal)), former || array_agg(deal."customerId") INTO deal_rows, former
      FROM (SELECT o.id, o.title, o.customer_id AS "customerId", o.owner_id AS "ownerId", o.pipeline_id AS "pipelineId",
          o.stage_id AS "stageId", o.status, o.amount_minor AS "amountMinor", o.currency,
          o.expected_close_on AS "expectedCloseOn", o.priority, o.next_step AS "nextStep", o.next_step_on AS "nextStepOn",
          to_char(o.opened_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS "openedAt",
          to_char(o.stage_entered_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS "stageEnteredAt",
          to_char(o.last_activity_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS "lastActivityAt",
          to_char(o.closed_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS "closedAt", o.version,
          CASE WHEN card.scored_at IS NOT NULL THEN json_build_object('probability', card.probability, 'low', card.low,
            'high', card.high, 'confidence', card.confidence, 'weekChange', card.probability - card.week_ago,
            'risk', card.signals -> 'risk', 'push', card.signals -> 'push',
            'scoredAt', to_char(card.scored_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) END AS score
        FROM opportunities o JOIN app.cards_of_deals(deals, p_week_ago) card ON card.deal = o.id
        WHERE o.tenant_id = tenant AND o.id = ANY (deals)) deal;
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
  RETURN json_build_object('deals', coalesce(deal_rows, '[]'::json), 'customers', coalesce(customer_rows, '[]'::json),
    'circles', coalesce(circle_rows, '[]'::json));
END $$;
--> statement-breakpoint
-- One deal with its past, as far as its reader may see it: what every command that scores a deal reads. The policies of six
-- tables hold in here as outside, but are planned again only when another role comes than the one before.
CREATE FUNCTION app.deal_record(p_deal uuid, tracked text[]) RETURNS json
  LANGUAGE plpgsql STABLE SET search_path = public, pg_temp SET plan_cache_mode = force_generic_plan AS $$
DECLARE
  tenant uuid := app.tenant();
BEGIN
  RETURN (SELECT row_to_json(record) FROM (
    SELECT o.id, o.customer_id, o.owner_id, o.pipeline_id, o.currency, o.source, o.priority, o.competitor, o.custom,
      o.amount_minor, o.expected_close_on, o.next_step, o.next_step_on, o.status, o.is_dated,
      (extract(epoch FROM o.opened_at) * 1000)::bigint AS opened_ms, (extract(epoch FROM o.created_at) * 1000)::bigint AS created_ms,
      (extract(epoch FROM o.closed_at) * 1000)::bigint AS closed_ms, c.industry, c.employees,
      ARRAY(SELECT p.product_id FROM opportunity_products p
        WHERE p.tenant_id = tenant AND p.opportunity_id = o.id ORDER BY p.product_id) AS products,
      coalesce((SELECT json_agg(json_build_array((extract(epoch FROM h.entered_at) * 1000)::bigint, h.stage_id)
          ORDER BY h.entered_at, h.id)
        FROM stage_history h WHERE h.tenant_id = tenant AND h.opportunity_id = o.id), '[]'::json) AS stages,
      coalesce((SELECT json_agg(json_build_array((extract(epoch FROM l.at) * 1000)::bigint,
            (SELECT json_object_agg(key, value) FROM jsonb_each(l.before) WHERE key = ANY (tracked)),
            (SELECT json_object_agg(key, value) FROM jsonb_each(l.after) WHERE key = ANY (tracked))) ORDER BY l.seq)
        FROM change_log l WHERE l.tenant_id = tenant AND l.entity = 'opportunity' AND l.entity_id = o.id), '[]'::json) AS changes,
      coalesce((SELECT json_agg(json_build_array((extract(epoch FROM i.occurred_at) * 1000)::bigint,
            (extract(epoch FROM i.created_at) * 1000)::bigint, i.channel, i.direction, i.person_id, i.duration_minutes,
            i.sentiment, i.outcome) ORDER BY i.occurred_at, i.id)
        FROM interactions i WHERE i.tenant_id = tenant AND i.opportunity_id = o.id), '[]'::json) AS interactions
    FROM opportunities o JOIN customers c ON c.tenant_id = tenant AND c.id = o.customer_id
    WHERE o.tenant_id = tenant AND o.id = p_deal) record);
END $$;
--> statement-breakpoint
REVOKE ALL ON FUNCTION app.changes_after(bigint, integer), app.live_rows(bigint, integer, timestamptz),
  app.deal_record(uuid, text[]) FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION app.changes_after(bigint, integer), app.live_rows(bigint, integer, timestamptz) TO app_system;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION app.deal_record(uuid, text[]) TO app_rep, app_manager, app_admin, app_system;
