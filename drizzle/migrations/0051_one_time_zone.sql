-- A moment is written into a change's digest as text, and the text of a moment depends on the session's time zone: whoever
-- recomputes the chain would have to know which it was. From now on it is UTC, as it has been wherever nobody set another.
ALTER FUNCTION app.append_change(text,text,uuid,jsonb,jsonb,text,uuid,uuid,text,timestamptz,uuid[]) SET timezone TO 'UTC';
--> statement-breakpoint
ALTER FUNCTION app.append_changes(jsonb, text) SET timezone TO 'UTC';
