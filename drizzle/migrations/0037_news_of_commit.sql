-- What a batch that is about to commit changed last, as `changes_after` and `live_rows` would answer it right afterwards: the
-- hub tells it without asking. Whoever appended a change holds the company's head until the end, so all that comes before is
-- committed and nobody's change comes in between. For the background role only, as those are.
CREATE FUNCTION app.news_of_commit(p_changes integer, p_at timestamptz) RETURNS text
  LANGUAGE plpgsql STABLE SET search_path = public, pg_temp SET plan_cache_mode = force_generic_plan AS $$
DECLARE
  since bigint := (SELECT h.seq - p_changes FROM tenant_heads h WHERE h.tenant_id = app.tenant());
BEGIN
  RETURN json_build_object('since', since, 'news', app.changes_after(since, p_changes),
    'live', app.live_rows(since, p_changes, p_at - interval '7 days'))::text;
END $$;
--> statement-breakpoint
REVOKE ALL ON FUNCTION app.news_of_commit(integer, timestamptz) FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION app.news_of_commit(integer, timestamptz) TO app_system;
