-- What open deals come to, by stage, owner and currency, kept as they change: a board that added up ten thousand deals each
-- time spent more on that than on everything else. The owner is part of the key, so that the policies of deals hold here too.
--
-- Kept by triggers and not cached per `seq`, since a company at work changes something between any two reads, and scores
-- change without a `seq`. Exact, and no writer waits for another: each adds to a share of the sum that nobody else holds, or
-- begins a new one, and who reads adds up the shares. A sum so has as many rows as there ever were writers at one moment.
CREATE TABLE "deal_totals" (
	"tenant_id" uuid NOT NULL,
	"stage_id" uuid NOT NULL,
	"owner_id" uuid NOT NULL,
	"currency" text NOT NULL,
	"id" uuid NOT NULL,
	"deals" bigint NOT NULL,
	"amount_minor" numeric NOT NULL,
	"weighted_minor" numeric NOT NULL,
	CONSTRAINT "deal_totals_tenant_id_stage_id_owner_id_currency_id_pk" PRIMARY KEY("tenant_id","stage_id","owner_id","currency","id")
);
--> statement-breakpoint
ALTER TABLE "deal_totals" ADD CONSTRAINT "deal_totals_tenant_id_tenants_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenants"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
-- A share is written over and over: room on its page spares the index.
ALTER TABLE deal_totals SET (fillfactor = 50);
--> statement-breakpoint
ALTER TABLE deal_totals ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE deal_totals FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY own ON deal_totals FOR SELECT TO app_rep USING (tenant_id = app.tenant() AND owner_id = app.me());
--> statement-breakpoint
CREATE POLICY team ON deal_totals FOR SELECT TO app_manager
  USING (tenant_id = app.tenant() AND owner_id = ANY ((SELECT app.team_users())::uuid[]));
--> statement-breakpoint
CREATE POLICY tenant ON deal_totals FOR SELECT TO app_admin USING (tenant_id = app.tenant());
--> statement-breakpoint
CREATE POLICY system_tenant ON deal_totals FOR SELECT TO app_system USING (tenant_id = app.tenant());
--> statement-breakpoint
GRANT SELECT ON deal_totals TO app_rep, app_manager, app_admin, app_system;
--> statement-breakpoint
-- These stay with the migrating role, as `search_ids` does: whoever writes a deal, even into a stage or to an owner they do not
-- see, its totals follow.
CREATE FUNCTION app.add_to_totals(p_changes deal_totals[]) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  change record;
  share uuid;
BEGIN
  FOR change IN SELECT c.tenant_id, c.stage_id, c.owner_id, c.currency, sum(c.deals) AS deals,
        sum(c.amount_minor) AS amount, sum(c.weighted_minor) AS weighted
      FROM unnest(p_changes) c GROUP BY 1, 2, 3, 4
      HAVING sum(c.deals) <> 0 OR sum(c.amount_minor) <> 0 OR sum(c.weighted_minor) <> 0 LOOP
    SELECT t.id INTO share FROM deal_totals t WHERE t.tenant_id = change.tenant_id AND t.stage_id = change.stage_id
      AND t.owner_id = change.owner_id AND t.currency = change.currency LIMIT 1 FOR NO KEY UPDATE SKIP LOCKED;
    IF FOUND THEN
      UPDATE deal_totals t SET deals = t.deals + change.deals, amount_minor = t.amount_minor + change.amount,
          weighted_minor = t.weighted_minor + change.weighted
        WHERE t.tenant_id = change.tenant_id AND t.stage_id = change.stage_id AND t.owner_id = change.owner_id
          AND t.currency = change.currency AND t.id = share;
    ELSE
      INSERT INTO deal_totals VALUES (change.tenant_id, change.stage_id, change.owner_id, change.currency,
        gen_random_uuid(), change.deals, change.amount, change.weighted);
    END IF;
  END LOOP;
END $$;
--> statement-breakpoint
CREATE FUNCTION app.total_deals() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE changes deal_totals[];
BEGIN
  IF TG_OP <> 'INSERT' THEN
    changes := ARRAY(SELECT ROW (d.tenant_id, d.stage_id, d.owner_id, d.currency, NULL, -1, -d.amount_minor,
        -d.amount_minor * coalesce(p.success_probability, 0)::numeric)::deal_totals
      FROM gone d LEFT JOIN predictions p ON p.tenant_id = d.tenant_id AND p.opportunity_id = d.id WHERE d.status = 'open');
  END IF;
  IF TG_OP <> 'DELETE' THEN
    changes := changes || ARRAY(SELECT ROW (d.tenant_id, d.stage_id, d.owner_id, d.currency, NULL, 1, d.amount_minor,
        d.amount_minor * coalesce(p.success_probability, 0)::numeric)::deal_totals
      FROM come d LEFT JOIN predictions p ON p.tenant_id = d.tenant_id AND p.opportunity_id = d.id WHERE d.status = 'open');
  END IF;
  PERFORM app.add_to_totals(changes);
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE FUNCTION app.total_scores() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE changes deal_totals[];
BEGIN
  IF TG_OP <> 'INSERT' THEN
    changes := ARRAY(SELECT ROW (d.tenant_id, d.stage_id, d.owner_id, d.currency, NULL, 0, 0,
        -d.amount_minor * p.success_probability::numeric)::deal_totals
      FROM gone p JOIN opportunities d ON d.tenant_id = p.tenant_id AND d.id = p.opportunity_id AND d.status = 'open');
  END IF;
  IF TG_OP <> 'DELETE' THEN
    changes := changes || ARRAY(SELECT ROW (d.tenant_id, d.stage_id, d.owner_id, d.currency, NULL, 0, 0,
        d.amount_minor * p.success_probability::numeric)::deal_totals
      FROM come p JOIN opportunities d ON d.tenant_id = p.tenant_id AND d.id = p.opportunity_id AND d.status = 'open');
  END IF;
  PERFORM app.add_to_totals(changes);
  RETURN NULL;
END $$;
--> statement-breakpoint
-- An amount and its probability multiply: were the one written while the other is, each would be weighed with what the other
-- was before. So a score holds its deal; a deal comes first in every transaction, and nobody waits in a circle.
CREATE FUNCTION app.hold_deal() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE score predictions := CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
BEGIN
  PERFORM FROM opportunities WHERE tenant_id = score.tenant_id AND id = score.opportunity_id FOR NO KEY UPDATE;
  RETURN score;
END $$;
--> statement-breakpoint
-- While the deal that is deleted is still there to weigh its score with.
CREATE FUNCTION app.drop_score() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  DELETE FROM predictions WHERE tenant_id = OLD.tenant_id AND opportunity_id = OLD.id;
  RETURN OLD;
END $$;
--> statement-breakpoint
REVOKE ALL ON FUNCTION app.add_to_totals(deal_totals[]), app.total_deals(), app.total_scores(), app.hold_deal(), app.drop_score()
  FROM PUBLIC;
--> statement-breakpoint
CREATE TRIGGER total_new AFTER INSERT ON opportunities REFERENCING NEW TABLE AS come
  FOR EACH STATEMENT EXECUTE FUNCTION app.total_deals();
--> statement-breakpoint
CREATE TRIGGER total_changed AFTER UPDATE ON opportunities REFERENCING OLD TABLE AS gone NEW TABLE AS come
  FOR EACH STATEMENT EXECUTE FUNCTION app.total_deals();
--> statement-breakpoint
CREATE TRIGGER total_deleted AFTER DELETE ON opportunities REFERENCING OLD TABLE AS gone
  FOR EACH STATEMENT EXECUTE FUNCTION app.total_deals();
--> statement-breakpoint
CREATE TRIGGER drop_score BEFORE DELETE ON opportunities FOR EACH ROW EXECUTE FUNCTION app.drop_score();
--> statement-breakpoint
CREATE TRIGGER hold_deal BEFORE INSERT OR UPDATE OR DELETE ON predictions
  FOR EACH ROW EXECUTE FUNCTION app.hold_deal();
--> statement-breakpoint
CREATE TRIGGER total_new AFTER INSERT ON predictions REFERENCING NEW TABLE AS come
  FOR EACH STATEMENT EXECUTE FUNCTION app.total_scores();
--> statement-breakpoint
CREATE TRIGGER total_changed AFTER UPDATE ON predictions REFERENCING OLD TABLE AS gone NEW TABLE AS come
  FOR EACH STATEMENT EXECUTE FUNCTION app.total_scores();
--> statement-breakpoint
CREATE TRIGGER total_deleted AFTER DELETE ON predictions REFERENCING OLD TABLE AS gone
  FOR EACH STATEMENT EXECUTE FUNCTION app.total_scores();
--> statement-breakpoint
-- What is there already. Making the triggers has locked both tables, so nothing comes in between.
INSERT INTO deal_totals
  SELECT o.tenant_id, o.stage_id, o.owner_id, o.currency, gen_random_uuid(), count(*), sum(o.amount_minor),
    sum(o.amount_minor * coalesce(p.success_probability, 0)::numeric)
  FROM opportunities o LEFT JOIN predictions p ON p.tenant_id = o.tenant_id AND p.opportunity_id = o.id
  WHERE o.status = 'open' GROUP BY 1, 2, 3, 4;
