-- Appends many changes at once, in the order given: `[{type, entity, entity_id, before, after, audience, owner_before,
-- owner_after, actor, at}]`. The head is written once at the end; a thousand versions of one row would make each append
-- slower than the last.
CREATE FUNCTION app.append_changes(p_changes jsonb, p_request_id text) RETURNS bigint
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE head record; c record; digest_hex text; next_seq bigint; link text;
BEGIN
  SELECT seq, hash INTO head FROM tenant_heads WHERE tenant_id = app.tenant() FOR UPDATE;
  IF head IS NULL THEN RAISE EXCEPTION 'no_tenant' USING ERRCODE = 'SO401'; END IF;
  next_seq := head.seq;
  link := head.hash;
  FOR c IN SELECT * FROM jsonb_to_recordset(p_changes) AS x(type text, entity text, entity_id uuid, before jsonb, after jsonb,
      audience text, owner_before uuid, owner_after uuid, actor uuid, at timestamptz) LOOP
    next_seq := next_seq + 1;
    digest_hex := encode(sha256(convert_to(jsonb_build_array(
      c.type, c.entity, c.entity_id, c.before, c.after, c.actor, c.at)::text, 'UTF8')), 'hex');
    link := encode(sha256(convert_to(link || ':' || next_seq::text || ':' || digest_hex, 'UTF8')), 'hex');
    INSERT INTO change_log (tenant_id, seq, at, actor_id, request_id, type, entity, entity_id, before, after,
        audience, owner_before, owner_after, digest, hash)
      VALUES (app.tenant(), next_seq, c.at, c.actor, p_request_id, c.type, c.entity, c.entity_id, c.before, c.after,
        c.audience, c.owner_before, c.owner_after, digest_hex, link);
  END LOOP;
  UPDATE tenant_heads SET seq = next_seq, hash = link, changed_at = now() WHERE tenant_id = app.tenant();
  RETURN next_seq;
END $$;
--> statement-breakpoint
ALTER FUNCTION app.append_changes(jsonb, text) OWNER TO app_system;
--> statement-breakpoint
REVOKE ALL ON FUNCTION app.append_changes(jsonb, text) FROM PUBLIC;
--> statement-breakpoint
-- Only for background work: people's commands append one by one, each in their own name.
GRANT EXECUTE ON FUNCTION app.append_changes(jsonb, text) TO app_system;
