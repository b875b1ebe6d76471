-- By number: `found` by name is PL/pgSQL's own FOUND, a boolean, and no guarded write could ever be made.
CREATE OR REPLACE FUNCTION app.expect(found bigint, wanted bigint) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  IF $1 IS DISTINCT FROM $2 THEN
    RAISE EXCEPTION 'stale_write' USING ERRCODE = 'SO409', DETAIL = format('%s rows instead of %s', $1, $2);
  END IF;
END $$;
